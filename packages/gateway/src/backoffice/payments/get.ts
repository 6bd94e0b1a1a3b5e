// One payment and all that happened to it, read in one snapshot.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import { invariant } from '../../base/invariant.ts';
import type { LineItem, Payment } from '../../payments/payment.ts';
import { standingAt } from '../../fees/agreed.ts';
import { listMadeTariffs } from '../../fees/store.ts';
import { viewOf } from '../../payments/view.ts';
import type { Asked } from '../asked.ts';
import { getPayment as shape, type RefundBrief } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { costOf, termsWords } from '../fees/words.ts';
import { maskFreely, maskPerson } from '../masking/mask.ts';
import { iso } from '../paging/iso.ts';
import { LOOKING_UP, ownerQuery } from '../paging/store.ts';
import { route } from '../route.ts';
import { readSettlement } from '../settlement/of-payment.ts';
import { actionsOf } from './actions.ts';
import { refundLimit } from './limit.ts';
import { rawOf } from './raw.ts';
import { paymentWords } from './row.ts';
import { priceWords } from './split.ts';
import { paymentRowQuery, PAYMENTS, type PaymentListRow } from './store-list.ts';
import {
  approvalsOfQuery,
  lateMoneyQuery,
  paymentOf,
  refundsOfPaymentQuery,
  tokenOfPaymentQuery,
  wholePaymentQuery,
  type ApprovalBriefRow,
  type LateMoneyRow,
  type RefundBriefRow,
  type TokenBriefRow,
} from './store.ts';
import { readStory } from './story.ts';
import { waitingOf } from './waiting.ts';

const TIMES = [
  'otp_sent_at',
  'otp_expires_at',
  'not_found_at',
  'asked_at',
  'due_at',
  'lease_until',
  'created_at',
  'finished_at',
];

export const getPayment = route(shape, async (call) => {
  const found = await call.reading.together((at) => readAll(at, call, call.params.payment_id));
  const { payment, row, story, refunds, approvals, token, late, settlement } = found;
  const { ctx } = call;
  const open = call.may('people.view');
  const { details } = viewOf(ctx, payment);
  const merchant = await ctx.merchants.byId(payment.merchantId);
  invariant(merchant !== null, 'a payment has its merchant');
  const policy = ctx.banks.get(payment.bank)?.policy;
  const { customer, lineItems = [], additionalInfo } = details;
  return {
    payment: paymentWords(ctx, row, open),
    token,
    customer: open ? { ...customer } : maskPerson(customer),
    line_items: lineItems.map(lineItem),
    additional_info: (open ? additionalInfo : maskFreely(additionalInfo)) ?? null,
    price: priceWords(payment),
    settlement: call.may('money.view') ? settlement : null,
    tariff: found.tariff,
    waiting: waitingOf(payment, story.moves, late, policy?.otp.maxTries ?? null),
    timeline: story.timeline,
    journals: story.journals,
    notifications: story.notifications,
    refunds: refunds.map(refundBrief),
    approvals,
    actions: actionsOf(payment, {
      may: call.may,
      oneMerchant: call.scope.workspace !== 'all',
      now: ctx.clock.now(),
      refundWindowMs: policy?.refundWindowMs ?? null,
      refundLimit: refundLimit(merchant),
      approvals,
      isSettled: settlement !== null && [settlement, ...settlement.refunds].some(inBatch),
    }),
    raw: rawOf(found.whole, TIMES),
  };
});

async function readAll(at: Pick<Reading, 'rows'>, { scope, may }: Asked, paymentId: string) {
  await at.rows(LOOKING_UP);
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery(PAYMENTS, scope.merchantIds, paymentId),
  );
  if (owner === undefined) throw new Denied('not_found');
  const { merchant_id: merchantId } = owner;
  const [whole] = await at.rows<Record<string, unknown>>(wholePaymentQuery(merchantId, paymentId));
  const [row] = await at.rows<PaymentListRow>(paymentRowQuery(merchantId, paymentId));
  invariant(whole !== undefined && row !== undefined, 'a snapshot does not change');
  const payment = paymentOf(whole);
  const [token] = await at.rows<TokenBriefRow>(tokenOfPaymentQuery(merchantId, payment.tokenId));
  invariant(token !== undefined, 'a payment has its token');
  const refunds = await at.rows<RefundBriefRow>(refundsOfPaymentQuery(merchantId, paymentId));
  const approvals = await at.rows<ApprovalBriefRow>(approvalsOfQuery(merchantId, paymentId));
  const story = await readStory(at, subjectOf(payment, refunds));
  const late = await readLate(at, payment, refunds);
  const tariff = may('money.view') ? await readTariff(at, payment) : null;
  const settlement = await readSettlement(at, payment);
  return {
    payment,
    whole,
    row,
    token,
    refunds,
    approvals,
    story,
    late,
    tariff,
    settlement,
  };
}

function inBatch({ batch }: { batch: unknown }): boolean {
  return batch !== null;
}

/**
 * The tariff that was in force when the payment was made, where its fee is what that tariff says: the fee is frozen with the
 * payment, and a process may have heard of a new tariff a moment later.
 */
async function readTariff(
  at: Pick<Reading, 'rows'>,
  { merchantId, bank, amount, fee, createdAt }: Payment,
) {
  const tariff = standingAt(await listMadeTariffs(at, merchantId), bank, createdAt);
  if (tariff === null || costOf(tariff, amount) !== fee) return null;
  return { fee_id: tariff.feeId, terms: termsWords(tariff), valid_from: iso(tariff.validFrom) };
}

function subjectOf(payment: Payment, refunds: readonly RefundBriefRow[]) {
  const ofRefunds = refunds.flatMap(({ request_id: id }) => (id === null ? [] : [id]));
  return {
    noun: 'payments',
    merchantId: payment.merchantId,
    id: payment.paymentId,
    requestIds: [payment.requestId, ...ofRefunds],
    refundIds: refunds.map((refund) => refund.refund_id),
  } as const;
}

async function readLate(
  at: Pick<Reading, 'rows'>,
  { state, merchantId, paymentId }: Payment,
  refunds: readonly RefundBriefRow[],
) {
  if (state !== 'failed' && state !== 'expired') return null;
  const [money] = await at.rows<LateMoneyRow>(lateMoneyQuery(merchantId, paymentId));
  if (money === undefined) return null;
  return { money, refund: refunds.find((one) => one.refund_id === money.refund_id) };
}

function lineItem({ name, price, quantity }: LineItem) {
  return {
    name: name ?? null,
    price: price === undefined ? null : `${price}`,
    quantity: quantity === undefined ? null : `${quantity}`,
  };
}

/** A refund in brief. */
export function refundBrief(row: RefundBriefRow): z.input<typeof RefundBrief> {
  return {
    refund_id: row.refund_id,
    kind: row.kind,
    amount: `${row.amount}`,
    state: row.state,
    request_id: row.request_id,
    created_at: iso(row.created_at),
    finished_at: iso(row.finished_at),
  };
}
