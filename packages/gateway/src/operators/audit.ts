// The audit of what people do: one hash chain per merchant, written in the transaction of the act.

/** One act, before its place in the chain is known. Values are JSON without secrets and without personal data of customers. */
export interface AuditNote {
  /** Null: about the gateway itself, or about people of it. */
  merchantId: string | null;
  /** Null where no person was signed in. */
  operatorId: string | null;
  /** `backoffice`, `cli`, `sandbox`, `worker`. */
  by: 'backoffice' | 'cli' | 'sandbox' | 'worker';
  role: string | null;
  address: string | null;
  /** Noun and verb: `key.rotated`, `refund.asked`, `operator.invited`. */
  act: string;
  subject: string;
  reason: string | null;
  before: unknown;
  after: unknown;
}
