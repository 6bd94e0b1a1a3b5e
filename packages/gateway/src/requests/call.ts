// One call of a merchant as a flow sees it: whose it is, what makes it a repeat, and how its result is put into words.
import type { Refusal } from '../base/refusal.ts';
import type { Merchant } from '../merchants/merchant.ts';

/** An answer as the caller's wire words it; the body is what a replay repeats byte for byte. */
export interface Answer {
  status: number;
  body: Buffer;
}

export interface Reply extends Answer {
  /** True when an earlier run of the same Request-Id gave this answer. */
  replayed: boolean;
}

export interface Call<R> {
  merchant: Merchant;
  requestId: string;
  /** Bank and endpoint: `cimb/payment`. The same Request-Id on another endpoint is a conflict. */
  endpoint: string;
  /** SHA-256 of the body as received. */
  bodyHash: Buffer;
  /** Steady-clock time by which an answer must leave, ms. */
  deadline: number;
  /** Words a result. Pure: it may be called for a step that loses its race and is thrown away. */
  render(result: R): Answer;
  /** Words a refusal. Pure. */
  refuse(refusal: Refusal): Answer;
}
