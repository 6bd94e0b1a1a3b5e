// What was approved about payments is carried out: refunds above the limit, unclear payments that end by hand, and splits that
// are changed. Each bears being carried out twice.
import type { z } from 'zod';
import { invariant } from '../../base/invariant.ts';
import { Refusal, type RefusalCode } from '../../base/refusal.ts';
import type { Context } from '../../context.ts';
import type { StoredApproval } from '../../operators/approvals.ts';
import { changeSplit } from '../../payments/change-split.ts';
import { resolveByHand } from '../../payments/resolve.ts';
import { findPayment } from '../../payments/store.ts';
import { readSplit, type SplitJson } from '../../splits/json.ts';
import type { CarriedOut } from '../approvals/carry-out.ts';
import type { resolvePayment } from '../contract/payments.ts';
import { refundNow } from './refund.ts';

type Approved = Pick<
  StoredApproval,
  'merchantId' | 'approvalId' | 'subject' | 'asked' | 'reason' | 'askedBy' | 'decidedBy'
>;

/** Refusals that say nothing about the refund: it is tried again. */
const LATER: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'database_unavailable',
  'request_running',
  'overloaded',
]);

/** Makes the refund that was approved. Throws what is to be tried again. */
export async function carryOutRefund(ctx: Context, approval: Approved): Promise<CarriedOut> {
  const { asked, merchantId, approvalId, subject, reason, askedBy, decidedBy } = approval;
  const merchant = await ctx.merchants.byId(merchantId);
  const payment = await findPayment(ctx.db, merchantId, subject);
  invariant(merchant !== null && payment !== null, 'what is approved is about a payment');
  const { amount, request_id: requestId } = asked as { amount: string; request_id: string };
  try {
    const by = { askedBy, decidedBy, approvalId };
    const wanted = { amount: BigInt(amount), reason, requestId, most: null, by };
    const refund = await refundNow(ctx, merchant, payment, wanted);
    return refund.state === 'failed'
      ? { state: 'failed', outcome: refund.reason ?? 'bank_refused' }
      : { state: 'done', outcome: refund.state };
  } catch (error) {
    if (!(error instanceof Refusal) || LATER.has(error.code)) throw error;
    return { state: 'failed', outcome: error.code };
  }
}

type AskedResolution = Pick<z.output<typeof resolvePayment.body>, 'state' | 'evidence'> & {
  version: number;
};

/** Ends the payment as it was approved, unless the bank has spoken meanwhile. */
export async function carryOutResolution(ctx: Context, approval: Approved): Promise<CarriedOut> {
  const { merchantId, approvalId, subject, askedBy, decidedBy } = approval;
  const { state, evidence, version } = approval.asked as unknown as AskedResolution;
  const merchant = await ctx.merchants.byId(merchantId);
  invariant(merchant !== null && decidedBy !== null, 'what is approved has two people');
  const { source, reference, day } = evidence;
  const proof = { source, reference, day };
  const people = { askedBy, decidedBy };
  const ruling = { state, proof, version, people, approvalId };
  const resolved = await resolveByHand(ctx, merchant, subject, ruling);
  invariant(resolved !== null, 'what is approved is about a payment');
  return resolved.kind === 'resolved'
    ? { state: 'done', outcome: resolved.payment.state }
    : { state: 'failed', outcome: `moved: ${resolved.payment.state}` };
}

interface AskedSplit {
  from: SplitJson | null;
  to: SplitJson | null;
}

const SPLIT_OUTCOMES = {
  not_succeeded: 'not_succeeded',
  settled: 'settled_meanwhile',
  moved: 'changed_meanwhile',
  fault: 'accounts_changed',
} as const;

/** Divides the payment as it was approved, unless it was settled or divided otherwise meanwhile. */
export async function carryOutSplit(ctx: Context, approval: Approved): Promise<CarriedOut> {
  const { merchantId, approvalId, subject, reason, decidedBy } = approval;
  const { from, to } = approval.asked as unknown as AskedSplit;
  const changed = await changeSplit(ctx, { merchantId }, subject, {
    lines: to === null ? null : readSplit(to).lines,
    instead: from === null ? null : readSplit(from),
    by: { operatorId: decidedBy, by: 'backoffice', role: null, address: null, reason, approvalId },
  });
  invariant(changed !== null, 'what is approved is about a payment');
  return changed.kind === 'changed'
    ? { state: 'done', outcome: 'split_changed' }
    : { state: 'failed', outcome: SPLIT_OUTCOMES[changed.kind] };
}
