// Flow: give a payment back, whole or in part. Begin (claim, payment, amount, row) · ask the bank · finish.
import type { Context } from '../context.ts';
import { invariant } from '../base/invariant.ts';
import { Refusal, type RefusalCode } from '../base/refusal.ts';
import type { Bank } from '../banks/bank.ts';
import type { Payment } from '../payments/payment.ts';
import { claimOf, keep, once, refuse, standing } from '../requests/once.ts';
import { releaseRequest } from '../requests/store.ts';
import { actorOf, type Acting } from '../requests/acting.ts';
import type { Answer, Call, Reply } from '../requests/call.ts';
import { learnRefund } from './learn.ts';
import type { Refund, RefundView } from './refund.ts';
import { lessonOf, sendRefund } from './send.ts';
import { lookAgain } from './settle-unclear.ts';
import { beginRefund, findRefund, type RefundBeginning, type RefundBegun } from './store.ts';
import { sealReason, viewOf } from './view.ts';

export interface RefundInput {
  bank: Bank;
  invoiceNumber: string;
  /** Request-Id of the call that made the payment; it must be the invoice's own. */
  originalRequestId: string;
  /** Whole rupiah. */
  amount: bigint;
  reason?: string;
  /** What of the payment may have gone back with this one; absent for all of it. More is `refund_amount_exceeded`. */
  most?: bigint;
  /** People of the Back Office, where they have it made; absent for the merchant's own program. */
  by?: Acting;
}

/**
 * Refunds a payment, once per Request-Id. The reply is SUCCESS, FAILED (the bank declined; the amount may be refunded
 * again) or PENDING (its answer is unknown). Refuses `payment_not_found`, `payment_not_refundable`,
 * `refund_window_closed` and `refund_amount_exceeded`. Throws `bank_unavailable` when nothing reached the bank (the
 * Request-Id stays free).
 */
export async function createRefund(
  ctx: Context,
  call: Call<RefundView>,
  input: RefundInput,
): Promise<Reply> {
  const beginning = beginningOf(ctx, call, input);
  const begin = () => beginRefund(ctx.db, ctx.clock)(beginning);

  return await once(ctx, call, begin, async (begun, resumed) => {
    if (resumed) return await resume(ctx, call, begun);
    if (begun.outcome !== 'begun') return await refuse(ctx, call, refusalOf(begun));
    const { payment } = begun;
    invariant(payment !== null, 'a refund that has begun has its payment');
    return await carryOut(ctx, call, input.bank, payment, asBegun(ctx, beginning, payment));
  });
}

async function carryOut(
  ctx: Context,
  call: Call<RefundView>,
  bank: Bank,
  payment: Payment,
  refund: Refund,
): Promise<Reply> {
  const { merchant, requestId } = call;
  const outcome = await sendRefund(bank, merchant, viewOf(ctx, payment, refund));
  const isSent = outcome.kind !== 'not_sent';
  const waiting = { requestId, word: isSent ? (view: RefundView) => call.render(view) : null };
  const learnt = await learnRefund(ctx, merchant, payment, refund, lessonOf(outcome), waiting);
  if (learnt.applied && !isSent) throw new Refusal('bank_unavailable', { retryAfterSeconds: 5 });
  if (learnt.applied && learnt.answer !== null) return { ...learnt.answer, replayed: false };
  return await standing(ctx, call, () => word(ctx, call, payment, learnt.refund));
}

/** The process that began this refund died: find out what became of it. It is not sent again here. */
async function resume(ctx: Context, call: Call<RefundView>, begun: RefundBegun): Promise<Reply> {
  const { merchantId } = call.merchant;
  const refund = await findRefund(ctx.db, merchantId, begun.claim_id);
  if (refund === null || begun.payment === null) {
    // It died between its claim and its refusal: nothing was made under the Request-Id.
    await releaseRequest(ctx.db, claimOf(call, begun));
    throw new Refusal('request_running', { retryAfterSeconds: 1 });
  }
  const now = await lookAgain(ctx, call.merchant, begun.payment, refund);
  return await keep(ctx, call, word(ctx, call, begun.payment, now));
}

function word(ctx: Context, call: Call<RefundView>, payment: Payment, refund: Refund): Answer {
  return call.render(viewOf(ctx, payment, refund));
}

const REFUSED: ReadonlySet<string> = new Set<RefusalCode>([
  'payment_not_found',
  'payment_not_refundable',
  'refund_window_closed',
  'refund_amount_exceeded',
]);

function refusalOf({ outcome }: RefundBegun): Refusal {
  invariant(REFUSED.has(outcome), `a refund begins or is refused, not ${outcome}`);
  return new Refusal(outcome as RefusalCode);
}

function beginningOf(ctx: Context, call: Call<RefundView>, input: RefundInput): RefundBeginning {
  const { merchantId } = call.merchant;
  const refundId = ctx.random.id();
  return {
    merchantId,
    requestId: call.requestId,
    endpoint: call.endpoint,
    bodyHash: call.bodyHash,
    refundId,
    bank: input.bank.slug,
    invoiceNumber: input.invoiceNumber,
    originalRequestId: input.originalRequestId,
    amount: input.amount,
    sealedReason: sealReason(ctx, merchantId, refundId, input.reason),
    refundableFrom: ctx.clock.now() - input.bank.policy.refundWindowMs,
    most: input.most ?? null,
    ...actorOf(input.by),
  };
}

/** The row as `begin.sql` has just written it, so that it need not be read. */
function asBegun(ctx: Context, beginning: RefundBeginning, payment: Payment): Refund {
  const { merchantId, refundId, amount, requestId, sealedReason } = beginning;
  const now = ctx.clock.now();
  return {
    merchantId,
    refundId,
    paymentId: payment.paymentId,
    kind: 'merchant',
    state: 'requested',
    version: 1,
    lastMove: refundId,
    amount,
    requestId,
    sealedReason,
    bankRefundId: null,
    reason: null,
    bankCode: null,
    inquiries: 0,
    notFoundAt: null,
    askedAt: now,
    dueAt: now,
    createdAt: now,
    finishedAt: null,
  };
}
