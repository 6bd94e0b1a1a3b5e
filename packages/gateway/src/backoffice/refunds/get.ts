// One refund and all that happened to it, read in one snapshot.
import type { z } from 'zod';
import type { Reading } from '../../base/reading.ts';
import { invariant } from '../../base/invariant.ts';
import { isFinalRefund } from '../../refunds/refund.ts';
import { openReason } from '../../refunds/view.ts';
import type { Asked } from '../asked.ts';
import { getRefund as shape } from '../contract/nouns.ts';
import type { Waiting } from '../contract/payments.ts';
import { Denied } from '../denied.ts';
import { iso } from '../paging/iso.ts';
import { LOOKING_UP, ownerQuery } from '../paging/store.ts';
import { rawOf } from '../payments/raw.ts';
import { paymentWords } from '../payments/row.ts';
import { paymentRowQuery, type PaymentListRow } from '../payments/store-list.ts';
import { readStory } from '../payments/story.ts';
import { readRefundSettlement } from '../settlement/of-payment.ts';
import { route } from '../route.ts';
import { refundWords } from './row.ts';
import {
  askedByQuery,
  refundRowQuery,
  REFUNDS,
  wholeRefundQuery,
  type RefundListRow,
} from './store.ts';

const TIMES = ['not_found_at', 'asked_at', 'due_at', 'lease_until', 'created_at', 'finished_at'];

interface WholeRefund {
  sealed_reason: Buffer | null;
  asked_at: number;
  inquiries: number;
}

export const getRefund = route(shape, async (call) => {
  const found = await call.reading.together((at) => readAll(at, call, call.params.refund_id));
  const { row, whole, payment, story } = found;
  const open = call.may('people.view');
  const reason = openReason(call.ctx, row.merchant_id, row.refund_id, whole.sealed_reason);
  return {
    refund: refundWords(row),
    payment: paymentWords(call.ctx, payment, open),
    refund_reason: open || reason === null ? reason : '***',
    asked_by: found.askedBy,
    settlement: found.settlement,
    waiting: waitingOf(row, whole),
    timeline: story.timeline,
    journals: story.journals,
    notifications: story.notifications,
    raw: rawOf({ ...whole }, TIMES),
  };
});

async function readAll(at: Pick<Reading, 'rows'>, { scope, may }: Asked, refundId: string) {
  await at.rows(LOOKING_UP);
  const [owner] = await at.rows<{ merchant_id: string }>(
    ownerQuery(REFUNDS, scope.merchantIds, refundId),
  );
  if (owner === undefined) throw new Denied('not_found');
  const { merchant_id: merchantId } = owner;
  const [whole] = await at.rows<WholeRefund>(wholeRefundQuery(merchantId, refundId));
  const [row] = await at.rows<RefundListRow>(refundRowQuery(merchantId, refundId));
  invariant(whole !== undefined && row !== undefined, 'a snapshot does not change');
  const { payment_id: paymentId, request_id: requestId } = row;
  const [payment] = await at.rows<PaymentListRow>(paymentRowQuery(merchantId, paymentId));
  invariant(payment !== undefined, 'a refund has its payment');
  const requestIds = requestId === null ? [] : [requestId];
  const subject = { noun: 'refunds', merchantId, id: refundId, requestIds, refundIds: [] } as const;
  const story = await readStory(at, subject);
  const [asked] =
    requestId === null
      ? []
      : await at.rows<{ name: string }>(askedByQuery(merchantId, paymentId, requestId));
  const settlement = may('money.view') ? await readRefundSettlement(at, row) : null;
  return { row, whole, payment, story, settlement, askedBy: asked?.name ?? null };
}

function waitingOf(row: RefundListRow, whole: WholeRefund): z.input<typeof Waiting> {
  const ended = isFinalRefund(row.state);
  const waits = row.state === 'unclear' ? 'evidence' : 'bank_answer';
  return {
    for: ended ? 'nothing' : row.kind === 'late' ? 'late_money_refund' : waits,
    since: ended ? null : iso(whole.asked_at),
    next_look_at: iso(row.due_at),
    looks: whole.inquiries,
    otp_expires_at: null,
    otp_tries_left: null,
  };
}
