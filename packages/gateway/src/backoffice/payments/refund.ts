// Giving a payment back from the Back Office, through the flow that merchants use: at once, or when a second person approves.
import { createHash } from 'node:crypto';
import { invariant } from '../../base/invariant.ts';
import { Refusal, type RefusalCode } from '../../base/refusal.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import type { Payment } from '../../payments/payment.ts';
import { findPayment } from '../../payments/store.ts';
import { createRefund } from '../../refunds/create.ts';
import type { Refund, RefundView } from '../../refunds/refund.ts';
import { findRefund } from '../../refunds/store.ts';
import type { Acting } from '../../requests/acting.ts';
import type { Call as MerchantCall } from '../../requests/call.ts';
import { askFor } from '../approvals/ask.ts';
import { refundPayment as shape } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { route } from '../route.ts';
import { refundLimit } from './limit.ts';
import { writeNote } from './note.ts';
import { refundsOfPaymentQuery, type RefundBriefRow } from './store.ts';

/** A refund ends within this, ms; otherwise a chore brings it to its end. */
const PATIENCE_MS = 25_000;

export interface WantedRefund {
  /** Whole rupiah. */
  amount: bigint;
  reason: string;
  /** Request-Id of the refund: the same twice refunds once. */
  requestId: string;
  /** Up to which sum of its refunds nobody else must look at it; null: somebody has, or nobody must. */
  most: bigint | null;
  /** Who has it made, and who has approved it. */
  by: Acting;
}

export const refundPayment = route(shape, async (call) => {
  const { ctx, body, params } = call;
  const merchant = await call.merchant();
  const payment = await findPayment(ctx.db, merchant.merchantId, params.payment_id);
  if (payment === null) throw new Denied('not_found');
  const amount = BigInt(body.amount);
  if (amount < 1n) throw new Denied('field_invalid', { field: 'amount' });
  const requestId = `bo-${body.request_id}`;
  const about = { amount: body.amount, request_id: requestId };
  const limit = refundLimit(merchant);
  // What went back already counts: many small refunds of one payment are one large one.
  const above = limit !== null && payment.refunded + amount > limit;
  if (above && !(await isMade(ctx, payment, requestId))) {
    mustBeRefundable(payment, amount);
    const { invoiceNumber: invoice_number, bank } = payment;
    return await askFor(call, merchant, {
      kind: 'refund',
      subject: payment.paymentId,
      asked: { ...about, invoice_number, bank },
      reason: body.reason,
    });
  }
  const { reason } = body;
  await writeNote(ctx, call.note('refund.asked', payment.paymentId, { reason, after: about }));
  // Many at the same moment have all read the same sum: the limit is held where the amount is taken.
  const by = { askedBy: call.person.operatorId };
  const wanted = { amount, reason, requestId, most: limit, by };
  const refund = await refundNow(ctx, merchant, payment, wanted);
  return { result: 'done', refund: briefOf(refund) } as const;
});

/**
 * Refunds by the flow of merchants, once per Request-Id; answers the refund as it stands. Throws refusals: `bank_unavailable`,
 * `payment_not_refundable`, `refund_window_closed`, `refund_amount_exceeded`, `request_id_reused`, `request_running`.
 */
export async function refundNow(
  ctx: Context,
  merchant: Merchant,
  payment: Payment,
  { amount, reason, requestId, most, by }: WantedRefund,
): Promise<Refund> {
  const bank = ctx.banks.get(payment.bank);
  invariant(bank !== undefined, 'a payment has a bank that the registry knows');
  const said = JSON.stringify([payment.paymentId, `${amount}`, reason]);
  const call: MerchantCall<RefundView> = {
    merchant,
    requestId,
    endpoint: `${bank.slug}/payment-refund`,
    bodyHash: createHash('sha256').update('backoffice').update(said).digest(),
    deadline: ctx.clock.steady() + PATIENCE_MS,
    render: ({ refund }) => worded(200, { refund_id: refund.refundId }),
    refuse: ({ code }) => worded(409, { refused: code }),
  };
  const reply = await createRefund(ctx, call, {
    bank,
    invoiceNumber: payment.invoiceNumber,
    originalRequestId: payment.requestId,
    amount,
    reason,
    by,
    ...(most === null ? {} : { most }),
  });
  const answer = JSON.parse(reply.body.toString()) as { refund_id?: string; refused?: RefusalCode };
  if (answer.refused !== undefined) throw new Refusal(answer.refused, { field: 'amount' });
  invariant(answer.refund_id !== undefined, 'a refund or a refusal');
  const refund = await findRefund(ctx.db, merchant.merchantId, answer.refund_id);
  invariant(refund !== null, 'a refund that was made is there');
  return refund;
}

/** Whether this Request-Id has made a refund of the payment already: its form is sent again, and what went back is its own. */
async function isMade(
  { db }: Pick<Context, 'db'>,
  { merchantId, paymentId }: Payment,
  requestId: string,
): Promise<boolean> {
  const refunds = await db.rows<RefundBriefRow>(refundsOfPaymentQuery(merchantId, paymentId));
  return refunds.some(({ request_id: made }) => made === requestId);
}

function mustBeRefundable({ state, amount, refunded }: Payment, wanted: bigint): void {
  if (state !== 'succeeded') throw new Denied('not_allowed_now');
  if (refunded + wanted > amount) throw new Denied('field_invalid', { field: 'amount' });
}

function worded(status: number, said: object) {
  return { status, body: Buffer.from(JSON.stringify(said)) };
}

function briefOf(refund: Refund) {
  return {
    refund_id: refund.refundId,
    kind: refund.kind,
    amount: `${refund.amount}`,
    state: refund.state,
    request_id: refund.requestId,
    created_at: iso(refund.createdAt),
    finished_at: iso(refund.finishedAt),
  };
}
