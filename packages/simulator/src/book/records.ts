// The kinds of record in the journal: everything that ever happened at this bank, in order.
// Amounts are rupiah in digits.
import type { DifferenceKind, MovementType } from './entries.ts';

/** A life: an expiry in bank time, ms since the epoch. */
type Moment = number;

export interface ClockMoved {
  kind: 'clock_moved';
  offsetMs: number;
}

/** Time passed for one partner alone, on behalf of the gateway's merchant that it is. */
export interface PartnerAged {
  kind: 'partner_aged';
  partner: string;
  clientId: string;
  ms: number;
}

/** A partner was registered while the bank was open, beside those that it was started with. */
export interface PartnerRegistered {
  kind: 'partner_registered';
  key: string;
  secret: string;
  publicKey: string;
  name: string | null;
}

/** A B2B token was issued (service 73). */
export interface PartnerTokenIssued {
  kind: 'partner_token_issued';
  partner: string;
  token: string;
  expiresAt: Moment;
}

/** A partner asked to bind a customer's account (service 07). */
export interface RegistrationOpened {
  kind: 'registration_opened';
  id: string;
  reference: string;
  partner: string;
  partnerReference: string;
  merchantId: string;
  merchantName: string;
  phone: string;
  redirectUrl: string;
  linkId: string;
  at: Moment;
  expiresAt: Moment;
}

/** The customer typed an eligible account number, or asked for another code: an SMS went out. */
export interface RegistrationOtpSent {
  kind: 'registration_otp_sent';
  id: string;
  accountNo: string;
  phone: string;
  otp: string;
  at: Moment;
  expiresAt: Moment;
}

export interface RegistrationOtpWrong {
  kind: 'registration_otp_wrong';
  id: string;
}

export interface RegistrationSucceeded {
  kind: 'registration_succeeded';
  id: string;
  authCode: string;
  at: Moment;
  authCodeExpiresAt: Moment;
}

export interface RegistrationFailed {
  kind: 'registration_failed';
  id: string;
  reason: string;
  at: Moment;
}

/** A customer token was issued (service 74), from an auth code or from a refresh token. */
export interface CustomerTokenIssued {
  kind: 'customer_token_issued';
  linkId: string;
  authCode: string | null;
  token: string;
  expiresAt: Moment;
  refreshToken: string;
  refreshExpiresAt: Moment;
}

export interface Unlinked {
  kind: 'unlinked';
  linkId: string;
  at: Moment;
}

/**
 * A payment was asked for (service 54). Without an OTP a debit or a failure follows in the same
 * line.
 */
export interface PaymentOpened {
  kind: 'payment_opened';
  reference: string;
  partner: string;
  partnerReference: string;
  merchantId: string;
  amount: string;
  accountNo: string;
  linkId: string | null;
  notifyUrl: string | null;
  externalId: string;
  at: Moment;
}

export interface PaymentOtpSent {
  kind: 'payment_otp_sent';
  reference: string;
  phone: string;
  otp: string;
  at: Moment;
  expiresAt: Moment;
}

export interface PaymentOtpWrong {
  kind: 'payment_otp_wrong';
  reference: string;
}

export interface Debited {
  kind: 'debited';
  reference: string;
  at: Moment;
}

export interface PaymentFailed {
  kind: 'payment_failed';
  reference: string;
  code: string;
  at: Moment;
}

export interface PaymentCancelled {
  kind: 'payment_cancelled';
  reference: string;
  at: Moment;
}

export interface Refunded {
  kind: 'refunded';
  reference: string;
  refundNo: string;
  partnerRefundNo: string;
  amount: string;
  reason: string | null;
  at: Moment;
}

/** A payout file was taken: what becomes of each payout is decided with it, but for what comes back later. */
export interface PayoutsTaken {
  kind: 'payouts_taken';
  messageId: string;
  paymentId: string;
  sha256: string;
  at: Moment;
  payouts: {
    reference: string | null;
    partner: string;
    endToEndId: string;
    bankCode: string;
    accountNo: string;
    name: string;
    amount: string;
    reason: string | null;
    returnsAt: Moment | null;
  }[];
}

/** A payout has come back. */
export interface PayoutReturned {
  kind: 'payout_returned';
  endToEndId: string;
  reference: string;
  at: Moment;
}

/** A program wants a day's statement to be wrong. */
export interface DifferencePlanted {
  kind: 'difference_planted';
  day: string;
  what: DifferenceKind;
  reference: string | null;
  line: {
    type: MovementType;
    partner: string;
    reference: string;
    partnerReference: string;
    amount: string;
    at: Moment;
  } | null;
}

/** A day's statement is right again. */
export interface DifferencesCleared {
  kind: 'differences_cleared';
  day: string;
}

/** A call was accepted whose effect comes later (fault `in_progress` and its kin). */
export interface CallDeferred {
  kind: 'call_deferred';
  id: string;
  operation: string;
  /** Whether a status inquiry may already see it. */
  visible: boolean;
  partner: string;
  linkId: string | null;
  externalId: string;
  body: Record<string, unknown>;
  at: Moment;
  dueAt: Moment;
}

export interface DeferredCallRun {
  kind: 'deferred_call_run';
  id: string;
}

export type BookRecord =
  | ClockMoved
  | PartnerAged
  | PartnerRegistered
  | PartnerTokenIssued
  | RegistrationOpened
  | RegistrationOtpSent
  | RegistrationOtpWrong
  | RegistrationSucceeded
  | RegistrationFailed
  | CustomerTokenIssued
  | Unlinked
  | PaymentOpened
  | PaymentOtpSent
  | PaymentOtpWrong
  | Debited
  | PaymentFailed
  | PaymentCancelled
  | Refunded
  | PayoutsTaken
  | PayoutReturned
  | DifferencePlanted
  | DifferencesCleared
  | CallDeferred
  | DeferredCallRun;
