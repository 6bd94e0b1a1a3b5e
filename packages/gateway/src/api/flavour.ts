// What an API flavour is to the server: it adds its routes, answers what no route answers, and describes itself.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RefusalCode } from '../base/refusal.ts';
import type { CallRecord } from '../calls/record.ts';
import type { Context } from '../context.ts';
import type { Bank } from '../banks/bank.ts';
import type { Buckets, Rate } from './bucket.ts';
import type { LastSeen } from './last-seen.ts';
import type { Load } from './load.ts';
import type { SandboxPart } from './witness.ts';

/** What the edge of the process shares among its flavours. */
export interface Edge {
  ctx: Context;
  load: Load;
  buckets: Buckets;
  lastSeen: LastSeen;
  /** Calls per address before anything is known about the caller; null for no limit. */
  perAddress: Rate | null;
  /** True while the process is leaving: answers then end their connections. */
  leaving(): boolean;
  /** Remembers calls for people who look for a mistake. */
  calls?: Pick<CallRecord, 'add'>;
  /** Sees every call in a sandbox; absent in production. */
  witness?: SandboxPart['witness'];
}

/** A mounted flavour's way to say no to what never reached one of its routes. */
export interface Fallback {
  /** Answers a request that no route took, or that the framework refused. */
  refuse(request: FastifyRequest, reply: FastifyReply, code: RefusalCode): Promise<void>;
  /** Body for bytes that were no HTTP at all. */
  unparsed(code: RefusalCode): Buffer;
}

/** The part of an OpenAPI 3.1 document that one flavour writes. */
export interface ApiPart {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, unknown>>;
  webhooks: Record<string, unknown>;
  components: Record<string, Record<string, unknown>>;
}

export type NamedBank = Pick<Bank, 'slug' | 'name' | 'code'>;

export interface Flavour {
  name: string;
  mount(app: FastifyInstance, edge: Edge): Fallback;
  describe(banks: readonly NamedBank[]): ApiPart;
}
