// Flow: a person changes how the net of a payment is divided, until any of it is settled.
import type { Context } from '../context.ts';
import type { Tx } from '../base/db.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { splitJson } from '../splits/json.ts';
import { isFault, type Split, type SplitFault, type SplitLine } from '../splits/split.ts';
import type { Payment } from './payment.ts';
import { divide } from './price.ts';
import { findPayment } from './store.ts';
import { holdForSplit, isAnySettled, writeSplit } from './store-split.ts';

export interface SplitChange {
  /** The new lines; null: all of the net is for the default account. */
  lines: readonly SplitLine[] | null;
  /** How it was divided when this was decided; whoever was quicker stands. */
  instead: Split | null;
  /** Who, from where and why, for the audit; and the request that was approved. */
  by: Pick<AuditNote, 'operatorId' | 'by' | 'role' | 'address' | 'reason'> & {
    approvalId?: string;
  };
}

/** What is asked for, before anybody has approved it. */
export type SplitWish = Pick<SplitChange, 'lines' | 'instead'>;

/**
 * `changed`, also where it was so already · `fault`: the lines cannot be · `not_succeeded`: there is no money to divide ·
 * `settled`: some of it is in a settlement · `moved`: somebody else has changed it meanwhile.
 */
export type SplitChanged =
  | { kind: 'changed' | 'not_succeeded' | 'settled' | 'moved'; payment: Payment }
  | { kind: 'fault'; fault: SplitFault };

/** `can`: nothing is in the way now. The others as {@link SplitChanged} says them. */
export type SplitPlanned = SplitChanged | { kind: 'can'; payment: Payment; split: Split | null };

/**
 * How one payment would be divided by other lines, without its lock: nothing is written, and what it answers is looked at again
 * when it is changed. Null where the merchant has no such payment.
 */
export async function planSplit(
  ctx: Pick<Context, 'db'>,
  { merchantId }: Pick<Merchant, 'merchantId'>,
  paymentId: string,
  { lines, instead }: SplitWish,
): Promise<SplitPlanned | null> {
  const payment = await findPayment(ctx.db, merchantId, paymentId);
  if (payment === null) return null;
  const net = payment.amount - payment.fee;
  const split = lines === null ? null : await divide(ctx, merchantId, net, lines);
  if (split !== null && isFault(split)) return { kind: 'fault', fault: split };
  const isSettled = await isAnySettled(ctx.db, merchantId, paymentId);
  const why = whyNot({ payment, isSettled }, split, instead);
  return why === null ? { kind: 'can', payment, split } : { kind: why, payment };
}

/** Changes the split of one payment. Null where the merchant has no such payment. */
export async function changeSplit(
  ctx: Pick<Context, 'db' | 'clock'>,
  merchant: Pick<Merchant, 'merchantId'>,
  paymentId: string,
  change: SplitChange,
): Promise<SplitChanged | null> {
  const { merchantId } = merchant;
  const payment = await findPayment(ctx.db, merchantId, paymentId);
  if (payment === null) return null;
  const { lines } = change;
  const net = payment.amount - payment.fee;
  const split = lines === null ? null : await divide(ctx, merchantId, net, lines);
  if (split !== null && isFault(split)) return { kind: 'fault', fault: split };
  return await ctx.db.transaction((tx) => changeHeld(ctx, tx, payment, split, change));
}

/** Why the split stays as it is: `changed`, because it is so already. */
function whyNot(
  { payment, isSettled }: { payment: Payment; isSettled: boolean },
  split: Split | null,
  instead: Split | null,
): Exclude<SplitChanged['kind'], 'fault'> | null {
  if (same(payment.split, split)) return 'changed';
  if (payment.state !== 'succeeded') return 'not_succeeded';
  if (isSettled) return 'settled';
  return same(payment.split, instead) ? null : 'moved';
}

async function changeHeld(
  { clock }: Pick<Context, 'clock'>,
  tx: Tx,
  { merchantId, paymentId }: Payment,
  split: Split | null,
  { instead, by: { approvalId, ...by } }: SplitChange,
): Promise<SplitChanged | null> {
  const held = await holdForSplit(tx, merchantId, paymentId);
  if (held === null) return null;
  const { payment } = held;
  const why = whyNot(held, split, instead);
  if (why !== null) return { kind: why, payment };
  await writeSplit(tx, merchantId, paymentId, split);
  const note: AuditNote = {
    ...by,
    merchantId,
    act: 'payment.split_changed',
    subject: paymentId,
    before: { split: words(payment.split) },
    after: {
      split: words(split),
      ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    },
  };
  await appendAudit(tx, [note], clock.now());
  return { kind: 'changed', payment: { ...payment, split } };
}

function words(split: Split | null): unknown {
  return split === null ? null : splitJson(split);
}

function same(one: Split | null, other: Split | null): boolean {
  return JSON.stringify(words(one)) === JSON.stringify(words(other));
}
