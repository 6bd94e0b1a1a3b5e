// What was learnt about a token becomes its state: one commit for the move, its notification and what becomes of the
// call's request. The one place where a token's state meets the outbox.
import type { Context } from '../context.ts';
import type { Evidence } from '../banks/bank.ts';
import { inquiryDelay } from '../banks/inquiry-schedule.ts';
import { invariant } from '../base/invariant.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { keep, standing } from '../requests/once.ts';
import { sealAnswer } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { finishTokenStep, type TokenFinish } from './store.ts';
import { nextTokenState, type Token, type TokenEvent, type TokenView } from './token.ts';
import { viewOf } from './view.ts';

export interface TokenLesson {
  event: TokenEvent;
  actor: 'merchant' | 'customer' | 'bank' | 'inquiry' | 'clock';
  evidence: Evidence | null;
  /** Of details and access only what is new: null or absent leaves what is there. */
  change: Partial<Token>;
  /** False when the merchant is told by the call's answer that nothing has come of it. */
  notify?: boolean;
  /** True for what was decided about the token as it was read: lost when somebody else has moved it since. */
  exactly?: boolean;
}

/** The call that waits for the lesson: what it is answered, or null to free its Request-Id. */
interface Waiting {
  requestId: string;
  word: ((view: TokenView) => Answer) | null;
}

export interface TokenLearnt {
  token: Token;
  /** Whether this lesson moved the token to where it stands. */
  applied: boolean;
  answer: Answer | null;
}

/**
 * Applies a lesson to a token. When somebody else moved it meanwhile, the lesson is applied to where it stands now if
 * that state accepts it; one that no longer fits changes nothing. What the waiting call is answered is kept in the same
 * commit.
 */
export async function learnToken(
  ctx: Context,
  merchant: Merchant,
  token: Token,
  lesson: TokenLesson,
  waiting?: Waiting,
): Promise<TokenLearnt> {
  let from = token;
  for (;;) {
    const state = nextTokenState(from.state, lesson.event);
    if (state === undefined) return { token: from, applied: false, answer: null };
    const to = moved(ctx, from, state, lesson);
    const notification = lesson.notify === false ? null : news(ctx, merchant, to);
    if (notification !== null) to.notified += 1;
    const answer = waiting?.word?.(viewOf(ctx, to)) ?? null;
    const finished = await finishTokenStep(
      ctx.db,
      ctx.clock,
    )({
      from,
      to,
      moveId: ctx.random.id(),
      event: lesson.event,
      actor: lesson.actor,
      evidence: lesson.evidence === null ? null : JSON.stringify(lesson.evidence),
      sealedDetails: lesson.change.sealedDetails ?? null,
      sealedAccess: lesson.change.sealedAccess ?? null,
      notification,
      request: waiting === undefined ? null : requestOf(ctx, merchant, waiting.requestId, answer),
    });
    if (finished.applied) {
      ctx.metrics.tokens.inc({ bank: token.bank, state });
      if (notification !== null) ctx.wake.now('notifications');
      if (lesson.event === 'unbinding_given_up') raiseGivenUp(ctx, token);
      return { token: finished.token, applied: true, answer };
    }
    from = finished.token;
    if (lesson.exactly === true) return { token: from, applied: false, answer: null };
  }
}

/** As {@link learnToken}, for a call that waits: its reply, whoever moved the token. */
export async function learnTokenAndReply<R>(
  ctx: Context,
  call: Call<R>,
  token: Token,
  lesson: TokenLesson,
  word: (view: TokenView) => Answer,
): Promise<Reply> {
  const waiting = { requestId: call.requestId, word };
  const learnt = await learnToken(ctx, call.merchant, token, lesson, waiting);
  if (learnt.applied && learnt.answer !== null) return { ...learnt.answer, replayed: false };
  return await standing(ctx, call, () => word(viewOf(ctx, learnt.token)));
}

/** Replies with where a token stands, and keeps that as the call's answer. */
export async function replyTokenStanding<R>(
  ctx: Context,
  call: Call<R>,
  token: Token,
  word: (view: TokenView) => Answer,
): Promise<Reply> {
  return await keep(ctx, call, word(viewOf(ctx, token)));
}

function moved(ctx: Context, from: Token, state: Token['state'], lesson: TokenLesson): Token {
  const to: Token = { ...from, ...lesson.change, state, version: from.version + 1 };
  if (state === 'deleting') to.dueAt = ctx.clock.now() + inquiryDelay(to.attempts);
  else if (state !== 'pending') to.dueAt = null;
  return to;
}

function news(ctx: Context, merchant: Merchant, token: Token): TokenFinish['notification'] {
  const { state } = token;
  if (state === 'pending' || state === 'deleting' || !merchant.settings.notifyTokens) return null;
  const url = merchant.banks.get(token.bank)?.notificationUrl ?? null;
  if (url === null) return null;
  const bank = ctx.banks.get(token.bank);
  invariant(bank !== undefined, 'a token has a bank that the registry knows');
  const { customer } = viewOf(ctx, token).details;
  const id = ctx.random.id();
  const { type, body } = ctx.renderer.token({
    merchant,
    bank,
    notificationId: id,
    sequence: token.notified + 1,
    at: ctx.clock.now(),
    state,
    tokenId: token.tokenId,
    accountTail: token.accountTail,
    customer: { id: customer.id, ...(customer.name === undefined ? {} : { name: customer.name }) },
  });
  const place = {
    table: 'notifications',
    column: 'body',
    merchantId: merchant.merchantId,
    row: id,
  };
  return { id, type, url, sealedBody: ctx.sealer.seal(place, body) };
}

/** The merchant was told that the token is gone, and the bank keeps the binding: somebody must talk to the bank. */
function raiseGivenUp(ctx: Context, { merchantId, tokenId, bank }: Token): void {
  ctx.metrics.alarms.inc({ kind: 'unbinding_given_up' });
  ctx.log.error('the bank does not end the binding of a deleted token', {
    merchantId,
    tokenId,
    bank,
  });
}

function requestOf(
  ctx: Context,
  merchant: Merchant,
  requestId: string,
  answer: Answer | null,
): TokenFinish['request'] {
  if (answer === null) return { requestId, answer: null };
  const sealed = sealAnswer(ctx.sealer, merchant.merchantId, requestId, answer);
  return { requestId, answer: { status: answer.status, sealed } };
}
