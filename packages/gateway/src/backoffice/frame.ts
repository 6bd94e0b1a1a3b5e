// One call of the Back Office from its bytes to its answer: let in, read, served, answered; and what goes wrong on the way.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invariant } from '../base/invariant.ts';
import type { ReadingDoor } from '../base/reading.ts';
import type { Context } from '../context.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { AuditNote } from '../operators/audit.ts';
import { deniedBy, sendAnswer, sendDenied } from './answer.ts';
import type { Asked } from './asked.ts';
import { Denied } from './denied.ts';
import { idOf } from './frame-count.ts';
import { readWords } from './frame-words.ts';
import { admit, isAllowed, merchantsOf, type Admitted, type Authenticate } from './guard.ts';
import type { Call, Route, Shape } from './route.ts';

export interface Frame {
  ctx: Context;
  authenticate: Authenticate;
  reading: ReadingDoor;
  load: Bulkhead;
  /** Whether answers are held against their shapes: in a sandbox and in tests. */
  checksAnswers: boolean;
}

/** So many calls at once and no more: people must not crowd out merchants. */
export interface Bulkhead {
  enter(): boolean;
  leave(): void;
}

export function createBulkhead(most: number): Bulkhead {
  let inside = 0;
  return {
    enter: () => inside < most && (inside += 1) > 0,
    leave: () => void (inside -= 1),
  };
}

/** Serves one call. Never throws: whatever happens is answered. */
export async function attend(
  frame: Frame,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (!frame.load.enter()) {
    sendDenied(reply, new Denied('overloaded', { retryAfterSeconds: 1 }));
    return;
  }
  try {
    await serve(frame, route, request, reply);
  } catch (error) {
    fail(frame.ctx, route.shape, reply, error);
  } finally {
    frame.load.leave();
  }
}

async function serve(
  frame: Frame,
  { shape, serve: run }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const admitted = await admit(frame.ctx, frame.authenticate, shape, request);
  const { params, query, body } = readWords(shape, request);
  const call = { params, query, body, request, reply } as Omit<Call<Shape>, keyof Asked>;
  const answer = await run(joined(call, asked(frame, admitted, request)));
  if (answer === 'streamed') return;
  if (frame.checksAnswers) check(shape, answer);
  sendAnswer(reply, shape.answer === null ? null : answer);
}

/** An answer that is not what its shape says is a bug of ours, and is found where nobody is hurt by it. */
function check({ answer: said }: Shape, answer: unknown): void {
  if (said === null || typeof said === 'string') return;
  const parsed = said.safeParse(answer);
  const path = parsed.error?.issues[0]?.path.join('.') ?? '';
  invariant(parsed.success, `an answer of the Back Office keeps its shape (${path})`);
}

// A spread would ask every getter at once, and some of them throw.
function joined(call: Omit<Call<Shape>, keyof Asked>, given: Asked): Call<Shape> {
  return Object.assign(given, call);
}

function asked(frame: Frame, { person, scope }: Admitted, request: FastifyRequest): Asked {
  const { ctx } = frame;
  const own = person === null ? [] : merchantsOf(person);
  return {
    ctx,
    reading: frame.reading.of(scope === null ? own : scope.merchantIds),
    address: request.ip,
    get person() {
      invariant(person !== null, 'a route for anybody asks for no person');
      return person;
    },
    get scope() {
      invariant(scope !== null, 'a route that is about no workspace asks for no scope');
      return scope;
    },
    may: (permission) => person !== null && isAllowed(person, scope, permission),
    merchant: () => merchantOf(ctx, scope?.workspace),
    note: (act, subject, more = {}): AuditNote => ({
      merchantId: scope?.merchantIds?.[0] ?? null,
      operatorId: person?.operatorId ?? null,
      by: 'backoffice',
      role: scope?.role ?? person?.gatewayRole ?? null,
      address: request.ip,
      act,
      subject,
      reason: more.reason ?? null,
      before: more.before ?? null,
      after: more.after ?? null,
    }),
  };
}

async function merchantOf(ctx: Context, workspace: string | undefined): Promise<Merchant> {
  if (workspace === undefined || workspace === 'all') throw new Denied('choose_merchant');
  const merchant = await ctx.merchants.find(workspace);
  if (merchant === null) throw new Denied('not_found');
  return merchant;
}

/** Answers what was thrown; a stream that has begun can only be cut off, so that nobody takes a part for the whole. */
export function fail(
  { metrics, log }: Pick<Context, 'metrics' | 'log'>,
  { method, path }: Pick<Shape, 'method' | 'path'>,
  reply: FastifyReply,
  error: unknown,
): void {
  const denied = deniedBy(error);
  if (denied === null) {
    metrics.bugs.inc();
    const fields = { route: path, method, status: 500, requestId: idOf(reply) };
    log.error('a call of the Back Office failed', fields, error);
  }
  if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
  else sendDenied(reply, denied ?? new Denied('internal'));
}
