// The three logs of the witnesses, as types. Each is a file of JSON lines that its writer has fsynced before it goes on:
// the client before its bytes leave, the receiver before it answers, the bank (its own journal) before it answers.

/** What a call is about, by the words of the guide. */
export type CallName =
  | 'token'
  | 'tokens'
  | 'token-delete'
  | 'payment'
  | 'payment-otp'
  | 'payment/validate'
  | 'payment-refund'
  | 'status';

/** The client is about to send; on the disk before the first byte leaves. */
export interface Asked {
  kind: 'asked';
  /** Wall time, ms. */
  at: number;
  /** One number per attempt, never given twice in a run. */
  attempt: number;
  clientId: string;
  /** For `status`, the request that is asked about. */
  requestId: string;
  call: CallName;
  target: string;
  /** The body's text as it is sent; '' for a GET. */
  body: string;
  /** What later attempts belong to: the Request-Id of the payment that an OTP, a refund or a status is about. */
  about: string | null;
  /** False for an attempt that is broken on purpose (a wrong signature, a body that was changed): it must have no effect. */
  sound: boolean;
}

/** An answer was heard to its end. */
export interface Heard {
  kind: 'heard';
  at: number;
  attempt: number;
  status: number;
  /** The answer's text, byte for byte. */
  text: string;
  /** Whether its signature is right for the merchant's key. */
  verified: boolean;
  retryAfter: boolean;
}

/** No whole answer came: what became of the attempt is unknown ("info"). */
export interface Lost {
  kind: 'lost';
  at: number;
  attempt: number;
  why: string;
}

export type ClientLine = Asked | Heard | Lost;

/** A notification as the merchant's receiver got it; on the disk before a 2xx is answered. */
export interface ReceiverLine {
  at: number;
  /** Path and query as they came. */
  target: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
  /** Whether the Signature header is right for the merchant's key over the configured path. */
  verified: boolean;
  /** The status that is answered; null for none (hang, cut, or ended before it could). */
  answered: number | null;
}

/** A fault as it was done, in the controller's own log. */
export interface FaultLine {
  at: number;
  /** `sigkill`, `sigstop`, `link cut`, `bank fault`, `clock jump`, `disk full` … */
  kind: string;
  /** The process, link or operation that it was done to. */
  victim: string;
  detail?: string;
}
