// The way of every call from the socket to its endpoint and back: who calls, whether it may, and one answer at the end.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LogFields } from '../../base/log.ts';
import { Refusal, type RefusalCode } from '../../base/refusal.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { readBody } from '../body.ts';
import type { Edge } from '../flavour.ts';
import type { CallSeen } from '../witness.ts';
import { answer, sayRefusal, type Asker, type Said } from './answer.ts';
import { identify, mustBeInTime, mustBeWelcome, mustNotFlood } from './caller.ts';
import { callForRecord } from './described-call.ts';
import { readHeaders } from './headers.ts';

/** One method and one path; a path that ends in a slash stands for everything directly below it. */
export interface Route {
  method: 'POST' | 'GET';
  path: string;
  /** One word for all paths of the route, in logs and metrics. */
  label: string;
  /** One word for the endpoint, whichever bank it is about. */
  endpoint: string;
  serve(ctx: Context, passed: Passed): Promise<Said>;
}

/** A call that every check has let through. */
export interface Passed {
  merchant: Merchant;
  requestId: string;
  /** The path as it was sent. */
  target: string;
  body: Buffer;
  /** Steady-clock time by which an answer must leave, ms. */
  deadline: number;
}

/** A merchant waits at most this long; what is not known by then is told as PENDING, ms. */
const ANSWER_WITHIN_MS = 20_000;

const NO_BODY = Buffer.alloc(0);

/** Serves one call of a route. Never rejects. */
export async function attend(
  edge: Edge,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  await converse(edge, request, reply, route, async (asker) => {
    if (!edge.load.enter()) throw new Refusal('overloaded');
    try {
      return await pass(edge, route, request, asker);
    } finally {
      edge.load.leave();
    }
  });
}

/** Answers what no route takes. Never rejects. */
export async function refuseAtDoor(
  edge: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusalCode,
): Promise<void> {
  await converse(edge, request, reply, null, async () => {
    mustNotFlood(edge, request.ip);
    return sayRefusal(new Refusal(code));
  });
}

/** The checks, in DOKU's live order; each failure comes before any effect (spec 2.2). */
async function pass(
  edge: Edge,
  route: Route,
  request: FastifyRequest,
  asker: Asker,
): Promise<Said> {
  const deadline = edge.ctx.clock.steady() + ANSWER_WITHIN_MS;
  mustNotFlood(edge, request.ip);
  const target = exactTarget(route, request.raw.url ?? '', request.raw.method);
  const body = route.method === 'POST' ? await readBody(request.raw) : undefined;
  asker.body = body ?? null;
  const headers = readHeaders(request.raw);
  mustBeInTime(edge, headers);
  const caller = await identify(edge, { headers, target, body });
  asker.merchant = caller.merchant;
  asker.key = caller.key;
  asker.keyId = caller.keyId;
  asker.requestId = headers.requestId;
  mustBeWelcome(edge, caller);
  return await route.serve(edge.ctx, {
    merchant: caller.merchant,
    requestId: headers.requestId,
    target,
    body: body ?? NO_BODY,
    deadline,
  });
}

/** The router forgives much; a signed path is compared byte for byte. */
function exactTarget(route: Route, url: string, method: string | undefined): string {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  if (!isPathOf(route, path)) throw new Refusal('route_unknown');
  if (method !== route.method) throw new Refusal('method_not_allowed', { allow: route.method });
  if (query !== -1) throw new Refusal('query_not_allowed');
  return path;
}

function isPathOf({ path: own }: Route, path: string): boolean {
  if (!own.endsWith('/')) return path === own;
  const below = path.slice(own.length);
  return path.startsWith(own) && below !== '' && !below.includes('/');
}

/** Runs `work`, answers whatever comes of it, and counts it. */
async function converse(
  edge: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route | null,
  work: (asker: Asker) => Promise<Said>,
): Promise<void> {
  const { clock, metrics, log } = edge.ctx;
  const began = clock.steady();
  const label = route?.label ?? 'none';
  const asker: Asker = {
    merchant: null,
    named: null,
    key: null,
    keyId: null,
    requestId: null,
    body: null,
    mayLookUp: true,
  };
  let said: Said;
  let refusal: Refusal | null = null;
  try {
    said = await work(asker);
  } catch (error) {
    refusal = refusalOf(edge, error, { route: label, ...namesOf(asker) });
    asker.mayLookUp = !SHED.has(refusal.code);
    said = sayRefusal(refusal);
  }
  await answer(edge, request, reply, said, asker);
  const durationMs = clock.steady() - began;
  metrics.calls.observe({ route: label, status: `${said.status}` }, durationMs / 1000);
  log.debug('call', {
    route: label,
    status: said.status,
    durationMs,
    ...(refusal === null ? {} : { code: refusal.code }),
    ...namesOf(asker),
  });
  record(edge, {
    request: request.raw,
    body: asker.body,
    status: said.status,
    answer: said.body,
    replayed: said.replayed,
    refusal,
    proved: asker.requestId !== null,
    merchant: asker.named,
    keyId: asker.keyId,
    endpoint: route?.endpoint ?? null,
    address: request.ip,
    durationMs,
  });
}

/** Remembers the call for people who look for a mistake; written when there is time. */
function record(edge: Edge, seen: CallSeen): void {
  const call = edge.calls === undefined ? null : callForRecord(edge.ctx, seen);
  if (call !== null) edge.calls?.add(call);
  edge.witness?.(seen);
}

/** Refusals that must cost nothing: no look-up for the sake of a signature. */
const SHED: ReadonlySet<RefusalCode> = new Set([
  'overloaded',
  'rate_exceeded',
  'database_unavailable',
]);

/** What is no refusal is a bug: counted, logged, and told to the merchant without a word about its cause. */
function refusalOf({ ctx }: Edge, error: unknown, fields: LogFields): Refusal {
  if (error instanceof Refusal) return error;
  ctx.metrics.bugs.inc();
  ctx.log.error('a call failed', fields, error);
  return new Refusal('internal');
}

function namesOf({ merchant, requestId }: Asker): LogFields {
  return {
    ...(merchant === null ? {} : { clientId: merchant.clientId }),
    ...(requestId === null ? {} : { requestId }),
  };
}
