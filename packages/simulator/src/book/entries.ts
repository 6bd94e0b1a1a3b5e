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

/** One debit or refund, as the book and the statements show it. */
export interface Movement {
  type: 'DEBIT' | 'REFUND';
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
