// A merchant's call as it is kept for people who look for a mistake: its words by its flavour, people masked.

/** What became of a signature; `unknown` where the call was refused before it was looked at. */
export type SignatureVerdict = 'right' | 'wrong' | 'unknown';

/** Kinds of things that a call can be about, named as their pages are. */
export type SubjectKind = 'payments' | 'tokens' | 'refunds';

export interface KeptCall {
  method: string;
  /** As it was called, without a query. */
  path: string;
  /** `payment`, `payment-refund` …; null where no route took it. */
  endpoint: string | null;
  requestId: string | null;
  status: number;
  code: string | null;
  message: string | null;
  /** The field or header that was wrong. */
  field: string | null;
  signature: SignatureVerdict;
  /** For a wrong signature: the text that the gateway signed. */
  stringToSign: string | null;
  replayed: boolean;
  tookMs: number;
  address: string | null;
  bodies: KeptBodies;
  subject: { kind: SubjectKind; id: string } | null;
}

/** Sealed as a whole. */
export interface KeptBodies {
  /** Masked; null for none, and for what was no JSON. */
  request: unknown;
  answer: unknown;
  /** In a sandbox alone: the body as it came, so that the call can be sent again. */
  raw?: string;
}

/** A call that has left, before anything was made of it. */
export interface SeenCall {
  merchantId: string;
  /** The key that the signature was made with; null where it proved none. */
  keyId: string | null;
  /** About how much memory it holds, bytes. */
  bytes: number;
  /** Makes it readable; runs later, when nobody waits. */
  describe(): KeptCall;
}
