// What the bank's book holds: payments, refunds, registrations, links and the movements of
// money. Amounts in whole rupiah.

export interface Payment {
  /** The bank's reference: 12 digits. */
  reference: string;
  partner: string;
  partnerReference: string;
  merchantId: string;
  amount: bigint;
  accountNo: string;
  /** The link that was used; null for a partner's test account. */
  linkId: string | null;
  notifyUrl: string | null;
  openedAt: number;
  state: 'awaiting_otp' | 'paid' | 'failed' | 'cancelled';
  phone: string;
  otp: string;
  otpExpiresAt: number;
  wrongOtps: number;
  /** The response code with which it failed. */
  failureCode: string | null;
  finishedAt: number | null;
  refunds: Refund[];
  refunded: bigint;
}

export interface Refund {
  refundNo: string;
  partnerRefundNo: string;
  amount: bigint;
  reason: string | null;
  at: number;
}

export interface Registration {
  id: string;
  reference: string;
  partner: string;
  partnerReference: string;
  merchantId: string;
  merchantName: string;
  phone: string;
  redirectUrl: string;
  linkId: string;
  openedAt: number;
  expiresAt: number;
  state: 'opened' | 'otp_sent' | 'succeeded' | 'failed';
  accountNo: string | null;
  otp: string;
  otpExpiresAt: number;
  otpsSent: number;
  wrongOtps: number;
  authCode: string | null;
  authCodeExpiresAt: number;
  authCodeUsed: boolean;
  reason: string | null;
}

/** A customer's account, bound for one partner. */
export interface Link {
  linkId: string;
  partner: string;
  accountNo: string;
  phone: string;
  /** The partner's reference of the binding. */
  bindingReference: string;
  reference: string;
  active: boolean;
}

export interface CustomerToken {
  link: Link;
  expiresAt: number;
}

export interface PartnerToken {
  partner: string;
  expiresAt: number;
}

/** What moves money at this bank: debits of customers and what goes back, payouts to merchants and what comes back. */
export const MOVEMENTS = ['DEBIT', 'REFUND', 'PAYOUT', 'PAYOUT_RETURN'] as const;
export type MovementType = (typeof MOVEMENTS)[number];

/** One movement, as the book and the statements show it. */
export interface Movement {
  type: MovementType;
  /** On whose behalf: the partner's Key. */
  partner: string;
  reference: string;
  partnerReference: string;
  accountNo: string;
  amount: bigint;
  at: number;
}

export interface Sms {
  phone: string;
  text: string;
  otp: string;
  at: number;
}

/** One payout of a file. `refused`: no money has left; `returned`: it left, and came back. */
export interface Payout {
  /** The bank's reference; null where no money has left. */
  reference: string | null;
  partner: string;
  endToEndId: string;
  bankCode: string;
  accountNo: string;
  name: string;
  amount: bigint;
  state: 'paid' | 'refused' | 'returned';
  /** Why it was refused or has come back, in the codes of ISO 20022. */
  reason: string | null;
  /** When it is to come back; null: never. */
  returnsAt: number | null;
}

/** A payout file (pain.001) that was taken. */
export interface PayoutFile {
  messageId: string;
  paymentId: string;
  /** Of its bytes: the same file again is the same order. */
  sha256: string;
  count: number;
  sum: bigint;
  at: number;
  payouts: Payout[];
}

/** Something that the files of one day's statement have wrong, by order of a program. */
export interface Difference {
  day: string;
  kind: DifferenceKind;
  /** The movement that it is about, by the bank's reference; of an extra line its own. Null for a broken file. */
  reference: string | null;
  /** The line that is not in the book, or the amount that is wrong. */
  line: Movement | null;
}

export const DIFFERENCES = [
  'missing_line',
  'extra_line',
  'wrong_amount',
  'duplicate',
  'other_day',
] as const;
/** Whole files that are broken: cut in the middle, in another encoding, with a column missing. */
export const BROKEN = ['half', 'encoding', 'columns'] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number] | (typeof BROKEN)[number];
