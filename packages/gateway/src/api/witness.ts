// A merchant call as it went, and what a sandbox adds to the server: calls for programs, and an eye on every call. Types
// alone, so that a production process has nothing of it.
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Refusal } from '../base/refusal.ts';
import type { Merchant } from '../merchants/merchant.ts';

/** A merchant call as it went. */
export interface CallSeen {
  request: IncomingMessage;
  /** As received; null where it was never read. */
  body: Buffer | null;
  status: number;
  answer: Buffer;
  replayed: boolean;
  /** Why the call was refused before it ran, or null. */
  refusal: Refusal | null;
  /** Whether the signature was proved right. */
  proved: boolean;
  /** Whose Client-Id it was, proved or not; null where nobody has it. */
  merchant: Merchant | null;
  /** The key that the signature was made with. */
  keyId: string | null;
  /** One word for the endpoint; null where no route took it. */
  endpoint: string | null;
  address: string;
  durationMs: number;
}

export interface SandboxPart {
  /** Adds the calls for programs. */
  mount(app: FastifyInstance): void;
  /** Told of every merchant call after its answer has left. Never throws. */
  witness(call: CallSeen): void;
}
