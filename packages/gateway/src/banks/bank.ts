// What we ask of any bank, in our words. A bank folder implements it; flows call it; the default answer is "unclear".
import type { StatementProfile } from './statement-profile.ts';

/** A merchant's credentials at a bank, as entered when the bank was activated. */
export interface BankCredentials {
  key: string;
  secret: string;
}

/** Whose account at the bank is used for a call. */
export interface BankConnection {
  merchantId: string;
  clientId: string;
  credentials: BankCredentials;
}

/** Access to one customer's account, issued by the bank; sealed whenever it rests. Times in epoch ms. */
export interface CustomerAccess {
  accessToken: string;
  accessExpiresAt: number;
  refreshToken: string;
  refreshExpiresAt: number;
  linkId: string;
  /** The reference under which we asked for the binding. */
  bindingReference: string;
}

/** What of a bank's answer is kept as evidence: never secrets, never personal data. */
export interface Evidence {
  operation: string;
  /** HTTP status, or null when no answer came. */
  http: number | null;
  code: string | null;
  message: string | null;
  /** The bank's reference, its status word, or why the answer was not believed. */
  note: string | null;
  /** Our X-EXTERNAL-ID of the call, or the callback's. */
  externalId: string | null;
  /** How long the call took, ms, also when it was given up; absent where nothing was sent, and for a callback. */
  tookMs?: number;
}

/** Why nothing certain is known: the call may or may not have had an effect. */
export interface Unclear {
  kind: 'unclear';
  why: string;
  evidence: Evidence;
}

/** The bank said no, in so many words: nothing happened. */
export interface Declined {
  kind: 'declined';
  /** Our reason, from the closed list that the edge words. */
  reason: DeclineReason;
  /** The bank's own response code. */
  bankCode: string;
  evidence: Evidence;
}

/** Nothing left this machine: no byte of the call was sent. Safe to try again with the same reference. */
export interface NotSent {
  kind: 'not_sent';
  why: string;
  evidence: Evidence;
}

export const DECLINE_REASONS = [
  'insufficient_funds',
  'account_blocked',
  'account_inactive',
  'limit_exceeded',
  'suspected_fraud',
  'binding_invalid',
  'not_permitted',
  'refund_refused',
  'otp_blocked',
  'not_found',
  'bank_refused',
] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export type BindOutcome =
  | { kind: 'registration_open'; url: string; linkId: string; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

export type AccessOutcome =
  | { kind: 'access_granted'; access: CustomerAccess; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

export type AccountOutcome =
  | { kind: 'account'; lastFour: string; linked: boolean; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

export type PayOutcome =
  | { kind: 'paid'; bankPaymentId: string; evidence: Evidence }
  | { kind: 'otp_required'; bankPaymentId: string; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

export type VerifyOutcome =
  | { kind: 'paid'; bankPaymentId: string; evidence: Evidence }
  | { kind: 'otp_wrong'; evidence: Evidence }
  | { kind: 'otp_too_old'; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

export type ResendOutcome = { kind: 'otp_sent'; evidence: Evidence } | Declined | NotSent | Unclear;

/** What the bank's book says about a payment of ours. */
export type InquiryOutcome =
  | { kind: 'paid'; bankPaymentId: string | null; evidence: Evidence }
  | { kind: 'failed'; reason: DeclineReason; bankCode: string; evidence: Evidence }
  /** The bank waits for the OTP: nothing has moved. */
  | { kind: 'awaiting_otp'; bankPaymentId: string | null; evidence: Evidence }
  /** The bank has no such reference; final only under the rules of `payments/unclear.ts`. */
  | { kind: 'not_found'; evidence: Evidence }
  | NotSent
  | Unclear;

export type RefundOutcome =
  | { kind: 'refunded'; bankRefundId: string; evidence: Evidence }
  | Declined
  | NotSent
  | Unclear;

/** What the bank's book says about one refund of ours. */
export type RefundInquiryOutcome =
  | { kind: 'refunded'; bankRefundId: string; amount: bigint; evidence: Evidence }
  | { kind: 'failed'; reason: DeclineReason; bankCode: string; evidence: Evidence }
  | { kind: 'not_found'; evidence: Evidence }
  | NotSent
  | Unclear;

export type UnbindOutcome = { kind: 'unbound'; evidence: Evidence } | Declined | NotSent | Unclear;

/** Whose account a number is, by the bank's own word. */
export type BeneficiaryOutcome =
  | { kind: 'beneficiary'; holder: string; evidence: Evidence }
  /** `not_found`, `account_inactive` and `account_blocked` are about the account; another reason is about the call. */
  | Declined
  | NotSent
  | Unclear;

/** Whether the bank takes a Key and a Secret. */
export type CredentialsOutcome =
  | { kind: 'works'; evidence: Evidence }
  /** It refused, in so many words; `proves` is the half that was being proved. */
  | { kind: 'refused'; proves: 'key' | 'secret'; evidence: Evidence }
  /** It did not answer, or nothing that could be understood. */
  | { kind: 'no_answer'; why: string; evidence: Evidence };

/** A verified callback, translated. */
export interface BankCallback {
  reference: string;
  bankPaymentId: string | null;
  amount: bigint;
  says: 'paid' | 'failed' | 'pending';
  bankCode: string;
  evidence: Evidence;
}

/** What a callback's verification needs; header names in lower case. */
export interface RawCallback {
  path: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export interface OtpPolicy {
  /** Life of an OTP from each issue, ms. */
  lifeMs: number;
  /** A resend is allowed this long after the last issue, ms. */
  resendWithinMs: number;
  /** and not before this long after it, ms. */
  resendPauseMs: number;
  maxResends: number;
  maxTries: number;
}

export interface BankPolicy {
  otp: OtpPolicy;
  /** Life of a registration link, ms. */
  registrationLifeMs: number;
  /** Longest time that the bank may take to book a call it has received, ms; "not found" means nothing before. */
  maxProcessingMs: number;
  refundWindowMs: number;
}

export interface PayInput {
  reference: string;
  amount: bigint;
  access: CustomerAccess;
  /** Where the bank tells us the result: our callback URL. */
  notifyUrl: string;
  validUntil: number;
  remark: string;
}

export interface Bank {
  /** In paths, fields and forms: `cimb`. */
  slug: string;
  /** On pages and in messages: `CIMB Niaga`. */
  name: string;
  /** In `acquirer.id` and `channel.id`: `CIMB`. */
  code: string;
  policy: BankPolicy;
  /** How it writes its daily statement; null for a bank that gives none. */
  statements: StatementProfile | null;

  bind(
    connection: BankConnection,
    input: {
      reference: string;
      customerId: string;
      phone: string;
      customerName?: string;
      email?: string;
      /** Our page to which the bank sends the customer back. */
      returnUrl: string;
    },
  ): Promise<BindOutcome>;
  /** Trades the code that came back with the customer for access to the account. */
  grantAccess(
    connection: BankConnection,
    input: { authCode: string; linkId: string; bindingReference: string },
  ): Promise<AccessOutcome>;
  renewAccess(connection: BankConnection, access: CustomerAccess): Promise<AccessOutcome>;
  account(connection: BankConnection, access: CustomerAccess): Promise<AccountOutcome>;
  pay(connection: BankConnection, input: PayInput): Promise<PayOutcome>;
  verifyOtp(
    connection: BankConnection,
    input: {
      reference: string;
      bankPaymentId: string;
      amount: bigint;
      otp: string;
      access: CustomerAccess;
    },
  ): Promise<VerifyOutcome>;
  resendOtp(
    connection: BankConnection,
    input: { reference: string; access: CustomerAccess },
  ): Promise<ResendOutcome>;
  inquire(
    connection: BankConnection,
    input: { reference: string; bankPaymentId: string | null; amount: bigint },
  ): Promise<InquiryOutcome>;
  refund(
    connection: BankConnection,
    input: {
      reference: string;
      bankPaymentId: string | null;
      refundReference: string;
      amount: bigint;
      reason?: string;
    },
  ): Promise<RefundOutcome>;
  inquireRefund(
    connection: BankConnection,
    input: {
      reference: string;
      bankPaymentId: string | null;
      paid: bigint;
      refundReference: string;
      amount: bigint;
    },
  ): Promise<RefundInquiryOutcome>;
  unbind(
    connection: BankConnection,
    input: { reference: string; access: CustomerAccess },
  ): Promise<UnbindOutcome>;
  /** Asks whose account a number is, at this bank or another one, before money is paid out to it. Without any effect. */
  inquireBeneficiary(
    connection: BankConnection,
    input: {
      /** Three digits, as Bank Indonesia numbers banks. */
      bankCode: string;
      accountNo: string;
      reference: string;
    },
  ): Promise<BeneficiaryOutcome>;
  /** Asks whether the connection's credentials are good, without any effect and past all that is kept of earlier calls. */
  tryCredentials(connection: BankConnection): Promise<CredentialsOutcome>;
  /** Verifies the signature and translates; null when the signature or the form is wrong. */
  readCallback(connection: BankConnection, raw: RawCallback): BankCallback | null;
}
