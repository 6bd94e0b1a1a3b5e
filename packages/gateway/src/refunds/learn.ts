// What was learnt about a refund becomes its state: one commit for the move, its journal, the amount that a failure gives
// back, its notification and what becomes of the call's request. The one place where a refund meets ledger and outbox.
import type { Context } from '../context.ts';
import type { Evidence } from '../banks/bank.ts';
import { inquiryDelay } from '../banks/inquiry-schedule.ts';
import { invariant } from '../base/invariant.ts';
import {
  refundFailed,
  refundSucceeded,
  suspenseOut,
  type Template,
  type Transfer,
} from '../ledger/postings.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Payment } from '../payments/payment.ts';
import { sealAnswer } from '../requests/store.ts';
import type { Answer } from '../requests/call.ts';
import {
  isFinalRefund,
  nextRefundState,
  type Refund,
  type RefundEvent,
  type RefundView,
} from './refund.ts';
import { finishRefundStep, type RefundFinish } from './store.ts';
import { viewOf } from './view.ts';

export interface RefundLesson {
  event: RefundEvent;
  actor: 'bank' | 'inquiry' | 'statement' | 'clock';
  evidence: Evidence | null;
  change: Partial<Refund>;
  /** True for what was decided about the refund as it was read: lost when somebody else has moved it since. */
  exactly?: boolean;
}

/** The call that waits for the lesson: what it is answered, or null to free its Request-Id. */
interface Waiting {
  requestId: string;
  word: ((view: RefundView) => Answer) | null;
}

export interface RefundLearnt {
  refund: Refund;
  /** Whether this lesson moved the refund to where it stands. */
  applied: boolean;
  answer: Answer | null;
}

/**
 * Applies a lesson to a refund. When somebody else moved it meanwhile, the lesson is applied to where it stands now if
 * that state accepts it; one that no longer fits changes nothing. What the waiting call is answered is kept in the same
 * commit.
 */
export async function learnRefund(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  refund: Refund,
  lesson: RefundLesson,
  waiting?: Waiting,
): Promise<RefundLearnt> {
  let from = refund;
  for (;;) {
    const state = nextRefundState(from.state, lesson.event);
    if (state === undefined) return { refund: from, applied: false, answer: null };
    const to = moved(ctx, from, state, lesson);
    const view = viewOf(ctx, payment, to);
    const answer = waiting?.word?.(view) ?? null;
    // An attempt that never reached the bank is no news: the merchant was told at once, and may repeat it.
    const notification = lesson.event === 'not_sent' ? null : news(ctx, merchant, view);
    const finished = await finishRefundStep(
      ctx.db,
      ctx.clock,
    )({
      from,
      to,
      moveId: ctx.random.id(),
      event: lesson.event,
      actor: lesson.actor,
      evidence: lesson.evidence === null ? null : JSON.stringify(lesson.evidence),
      journal: journalOf(payment.bank, to),
      notification,
      request: waiting === undefined ? null : requestOf(ctx, merchant, waiting.requestId, answer),
    });
    if (finished.applied) {
      ctx.metrics.refunds.inc({ bank: payment.bank, state });
      if (notification !== null) ctx.wake.now('notifications');
      if (to.kind === 'late' && state === 'failed') raiseStuck(ctx, to);
      return { refund: finished.refund, applied: true, answer };
    }
    from = finished.refund;
    if (lesson.exactly === true) return { refund: from, applied: false, answer: null };
  }
}

function moved(ctx: Context, from: Refund, state: Refund['state'], lesson: RefundLesson): Refund {
  const now = ctx.clock.now();
  const to: Refund = { ...from, ...lesson.change, state, version: from.version + 1 };
  to.finishedAt = isFinalRefund(state) ? now : null;
  if (state === 'unclear') {
    to.inquiries = 0;
    to.dueAt = now + inquiryDelay(0);
  } else if (to.finishedAt !== null) {
    to.dueAt = null;
  }
  to.notFoundAt = null;
  return to;
}

function journalOf(bank: string, refund: Refund): RefundFinish['journal'] {
  const { state, kind, amount } = refund;
  if (state === 'succeeded' && kind === 'late') {
    return single('suspenseOut', suspenseOut(bank, amount));
  }
  if (state === 'succeeded') return single('refundSucceeded', refundSucceeded(bank, amount));
  // Late money that the bank does not take back stays in suspense.
  return state === 'failed' && kind === 'merchant'
    ? single('refundFailed', refundFailed(amount))
    : null;
}

function single(template: Template, [transfer]: Transfer[]): RefundFinish['journal'] {
  invariant(transfer !== undefined, 'what a refund books is one transfer');
  return { template, ...transfer };
}

function news(
  ctx: Context,
  merchant: Merchant,
  { refund, payment, reason }: RefundView,
): RefundFinish['notification'] {
  const { state } = refund;
  if (!isFinalRefund(state) || !merchant.settings.notifyRefunds) return null;
  // Late money that stays in suspense has not come to anything yet.
  if (refund.kind === 'late' && state === 'failed') return null;
  const url = merchant.banks.get(payment.bank)?.notificationUrl ?? null;
  if (url === null) return null;
  const bank = ctx.banks.get(payment.bank);
  invariant(bank !== undefined, 'a payment has a bank that the registry knows');
  const id = ctx.random.id();
  const { type, body } = ctx.renderer.refund({
    merchant,
    bank,
    notificationId: id,
    sequence: 1,
    at: refund.finishedAt ?? ctx.clock.now(),
    state,
    // Late money goes back without a request of its own.
    requestId: refund.requestId ?? payment.requestId,
    originalRequestId: payment.requestId,
    invoiceNumber: payment.invoiceNumber,
    amount: refund.amount,
    refundReason: reason,
    bankPaymentId: payment.bankPaymentId,
  });
  const place = {
    table: 'notifications',
    column: 'body',
    merchantId: merchant.merchantId,
    row: id,
  };
  return { id, type, bank: bank.slug, url, sealedBody: ctx.sealer.seal(place, body) };
}

function requestOf(
  ctx: Context,
  merchant: Merchant,
  requestId: string,
  answer: Answer | null,
): RefundFinish['request'] {
  if (answer === null) return { requestId, answer: null };
  const sealed = sealAnswer(ctx.sealer, merchant.merchantId, requestId, answer);
  return { requestId, answer: { status: answer.status, sealed } };
}

/** The bank does not take late money back: it stays in suspense until somebody by name has brought it to its owner. */
function raiseStuck(ctx: Context, { merchantId, paymentId, refundId }: Refund): void {
  ctx.metrics.alarms.inc({ kind: 'late_refund_failed' });
  ctx.log.error('late money could not be given back; it stays in suspense', {
    merchantId,
    paymentId,
    refundId,
  });
}
