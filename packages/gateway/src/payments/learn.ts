// What was learnt about a payment becomes its state: one commit for the move, its journal, its notification and the
// answer of the call. The one place where a payment's state meets the ledger and the outbox.
import type { Context } from '../context.ts';
import { keep, standing } from '../requests/once.ts';
import { sealAnswer } from '../requests/store.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import type { Evidence } from '../banks/bank.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { paymentSucceeded, suspenseIn } from '../ledger/postings.ts';
import { invariant } from '../base/invariant.ts';
import {
  isFinal,
  nextPaymentState,
  type Payment,
  type PaymentEvent,
  type PaymentView,
} from './payment.ts';
import { finishPaymentStep, noteLateMoney, type PaymentFinish } from './store.ts';
import { AFTERCARE_MS, inquiryDelay } from './unclear.ts';
import { viewOf } from './view.ts';

/** An OTP window is closed by us this long after the bank's own, ms. */
const EXPIRY_MARGIN_MS = 5_000;

export interface Lesson {
  event: PaymentEvent;
  actor: 'merchant' | 'bank' | 'callback' | 'inquiry' | 'statement' | 'clock' | 'operator';
  evidence: Evidence | null;
  change: Partial<Payment>;
  /** True for what was decided about the payment as it was read: lost when somebody else has moved it since. */
  exactly?: boolean;
  /** False for an attempt that never reached the bank: the merchant was told at once, and may repeat it. */
  notify?: boolean;
}

/** The call that waits for the lesson: what it is answered, or null to free its Request-Id. */
interface Waiting {
  requestId: string;
  word: ((view: PaymentView) => Answer) | null;
}

/** What came of a lesson: where the payment stands now, and whether this lesson moved it there. */
export interface Learnt {
  payment: Payment;
  applied: boolean;
}

/**
 * Applies a lesson to a payment. When somebody else moved the payment meanwhile, it is applied to where the payment
 * stands now if its state accepts it; a lesson that no longer fits changes nothing. Money that the bank took after a
 * final no goes to suspense. What the waiting call is answered, in the words for the state that the move leads to, is kept
 * in the same commit.
 */
export async function learn(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  lesson: Lesson,
  waiting?: Waiting,
): Promise<Learnt & { answer: Answer | null }> {
  let from = payment;
  for (;;) {
    const state = nextPaymentState(from.state, lesson.event);
    if (state === undefined) {
      if (lesson.event === 'bank_paid') await takeLate(ctx, from, lesson);
      return { payment: from, applied: false, answer: null };
    }
    const to = moved(ctx, from, state, lesson);
    const step = consequences(ctx, merchant, from, to, lesson);
    const answer = waiting?.word?.(viewOf(ctx, step.to)) ?? null;
    const finished = await finishPaymentStep(
      ctx.db,
      ctx.clock,
    )({
      ...step,
      request: waiting === undefined ? null : requestOf(ctx, merchant, waiting.requestId, answer),
    });
    if (finished.applied) {
      ctx.metrics.payments.inc({ bank: payment.bank, state });
      if (step.notification !== null) ctx.wake.now('notifications');
      return { payment: finished.payment, applied: true, answer };
    }
    from = finished.payment;
    // Money that the bank has taken is a fact, whoever has moved the payment meanwhile.
    if (lesson.exactly === true && lesson.event !== 'bank_paid') {
      return { payment: from, applied: false, answer: null };
    }
  }
}

/** As {@link learn}, for a call that waits: its reply, whoever moved the payment. */
export async function learnAndReply(
  ctx: Context,
  call: Call<PaymentView>,
  payment: Payment,
  lesson: Lesson,
  word: (view: PaymentView) => Answer,
): Promise<Reply> {
  const learnt = await learn(ctx, call.merchant, payment, lesson, {
    requestId: call.requestId,
    word,
  });
  if (learnt.applied && learnt.answer !== null) return { ...learnt.answer, replayed: false };
  return await standing(ctx, call, () => word(viewOf(ctx, learnt.payment)));
}

/** Replies with where a payment stands, and keeps that as the call's answer. */
export async function replyStanding(
  ctx: Context,
  call: Call<PaymentView>,
  payment: Payment,
  word: (view: PaymentView) => Answer,
): Promise<Reply> {
  return await keep(ctx, call, word(viewOf(ctx, payment)));
}

function moved(ctx: Context, from: Payment, state: Payment['state'], lesson: Lesson): Payment {
  const now = ctx.clock.now();
  const to: Payment = { ...from, ...lesson.change, state, version: from.version + 1 };
  to.finishedAt = isFinal(state) ? now : null;
  // What people have proved is held against the bank's book once more.
  to.dueAt = lesson.event === 'proved_unpaid' ? now + AFTERCARE_MS : nextDue(to, now);
  if (state !== 'unclear') to.notFoundAt = null;
  if (state === 'unclear') to.inquiries = 0;
  return to;
}

/** When a payment in this state must be looked at again; null for never. */
export function nextDue(payment: Payment, now: number): number | null {
  switch (payment.state) {
    case 'awaiting_otp':
      invariant(payment.otpExpiresAt !== null, 'a payment that awaits its OTP knows until when');
      return payment.otpExpiresAt + EXPIRY_MARGIN_MS;
    case 'unclear':
      return now + inquiryDelay(0);
    case 'expired':
      return now + AFTERCARE_MS;
    case 'failed':
      return payment.reason === 'not_found' ? now + AFTERCARE_MS : null;
    case 'succeeded':
      return null;
    case 'created':
    case 'confirming':
      return payment.dueAt;
  }
}

function consequences(
  ctx: Context,
  merchant: Merchant,
  from: Payment,
  to: Payment,
  lesson: Lesson,
): Omit<PaymentFinish, 'request'> {
  const notification =
    isFinal(to.state) && lesson.notify !== false ? news(ctx, merchant, to) : null;
  if (notification !== null) to.notified += 1;
  const [transfer] = to.state === 'succeeded' ? paymentSucceeded(to.bank, to.amount) : [];
  return {
    from,
    to,
    moveId: ctx.random.id(),
    event: lesson.event,
    actor: lesson.actor,
    evidence: lesson.evidence === null ? null : JSON.stringify(lesson.evidence),
    journal: transfer === undefined ? null : { template: 'paymentSucceeded', ...transfer },
    notification,
  };
}

function news(ctx: Context, merchant: Merchant, payment: Payment): PaymentFinish['notification'] {
  const account = merchant.banks.get(payment.bank);
  const url = payment.notificationUrl ?? account?.notificationUrl ?? null;
  const bank = ctx.banks.get(payment.bank);
  if (url === null || bank === undefined) return null;
  invariant(isFinal(payment.state), 'only final states are told');
  const { customer, additionalInfo } = viewOf(ctx, payment).details;
  const id = ctx.random.id();
  const { type, body } = ctx.renderer.payment({
    merchant,
    bank,
    notificationId: id,
    sequence: payment.notified + 1,
    at: payment.finishedAt ?? ctx.clock.now(),
    state: payment.state,
    requestId: payment.requestId,
    invoiceNumber: payment.invoiceNumber,
    amount: payment.amount,
    customer: { id: customer.id, ...(customer.name === undefined ? {} : { name: customer.name }) },
    bankPaymentId: payment.bankPaymentId,
    reason: payment.reason,
    additionalInfo,
  });
  const place = {
    table: 'notifications',
    column: 'body',
    merchantId: merchant.merchantId,
    row: id,
  };
  return { id, type, url, sealedBody: ctx.sealer.seal(place, body) };
}

function requestOf(
  ctx: Context,
  merchant: Merchant,
  requestId: string,
  answer: Answer | null,
): PaymentFinish['request'] {
  if (answer === null) return { requestId, answer: null };
  const sealed = sealAnswer(ctx.sealer, merchant.merchantId, requestId, answer);
  return { requestId, answer: { status: answer.status, sealed } };
}

/** The bank took money for a payment that ended FAILED or EXPIRED: into suspense, and back by the refunds' chore. */
async function takeLate(ctx: Context, payment: Payment, lesson: Lesson): Promise<void> {
  if (payment.state !== 'failed' && payment.state !== 'expired') return;
  const [transfer] = suspenseIn(payment.bank, payment.amount);
  invariant(transfer !== undefined, 'suspense is one transfer');
  const evidence = JSON.stringify(lesson.evidence ?? {});
  if (await noteLateMoney(ctx.db, payment, ctx.clock.now(), evidence, transfer)) {
    ctx.metrics.lateMoney.inc({ bank: payment.bank });
    ctx.log.warn('money came after a final no; it goes back', {
      merchantId: payment.merchantId,
      paymentId: payment.paymentId,
      state: payment.state,
    });
    ctx.wake.now('refunds');
  }
}
