// What can be done with a payment now, and if not, why: words that the page explains. Pure.
import type { Payment } from '../../payments/payment.ts';
import type { Permission } from '../../operators/roles.ts';
import type { ApprovalBriefRow } from './store.ts';

interface May {
  may: boolean;
  why_not: string | null;
}

/** What decides beside the payment itself. */
export interface Circumstances {
  may(permission: Permission): boolean;
  /** In `all` nothing is done: acts belong to one merchant. */
  oneMerchant: boolean;
  now: number;
  refundWindowMs: number | null;
  refundLimit: bigint | null;
  approvals: readonly ApprovalBriefRow[];
  /** Whether it, or a refund of it, is in a settlement. */
  isSettled: boolean;
}

export function actionsOf(payment: Payment, about: Circumstances) {
  return {
    refund: {
      ...first([...allowed(about, 'payments.refund'), ...notRefundable(payment, about)]),
      most: `${payment.state === 'succeeded' ? payment.amount - payment.refunded : 0n}`,
      needs_approval_above: aboveOf(payment, about.refundLimit),
    },
    inquire: first([...allowed(about, 'payments.inquire'), ...notInquirable(payment, about)]),
    resolve: first([...allowed(about, 'payments.resolve'), ...notResolvable(payment, about)]),
    split: first([...allowed(about, 'splits.change'), ...notDivisible(payment, about)]),
  };
}

/** What went back already counts towards the limit. */
function aboveOf({ refunded }: Payment, limit: bigint | null): string | null {
  if (limit === null) return null;
  return `${limit > refunded ? limit - refunded : 0n}`;
}

function first([why]: readonly string[]): May {
  return { may: why === undefined, why_not: why ?? null };
}

function allowed(about: Circumstances, permission: Permission): string[] {
  if (!about.may(permission)) return ['forbidden'];
  return about.oneMerchant ? [] : ['choose_merchant'];
}

function notRefundable(payment: Payment, { now, refundWindowMs }: Circumstances): string[] {
  if (payment.state !== 'succeeded') return ['not_succeeded'];
  if (payment.refunded >= payment.amount) return ['fully_refunded'];
  if (refundWindowMs === null) return ['bank_unknown'];
  return (payment.finishedAt ?? now) < now - refundWindowMs ? ['refund_window_closed'] : [];
}

function notInquirable({ state, dueAt }: Payment, { now }: Circumstances): string[] {
  if (state === 'awaiting_otp') return ['awaiting_otp'];
  if (state === 'unclear') return [];
  if (state !== 'created' && state !== 'confirming') return ['ended'];
  // The call that makes it is under way.
  return (dueAt ?? now) > now ? ['call_running'] : [];
}

function notResolvable({ state }: Payment, { approvals }: Circumstances): string[] {
  if (state !== 'unclear') return ['not_unclear'];
  return isAsked(approvals, 'resolve_payment') ? ['approval_pending'] : [];
}

function notDivisible({ state }: Payment, { approvals, isSettled }: Circumstances): string[] {
  if (state !== 'succeeded') return ['not_succeeded'];
  if (isSettled) return ['settled'];
  return isAsked(approvals, 'split') ? ['approval_pending'] : [];
}

function isAsked(approvals: readonly ApprovalBriefRow[], wanted: string): boolean {
  return approvals.some(
    ({ kind, state }) => kind === wanted && (state === 'pending' || state === 'approved'),
  );
}
