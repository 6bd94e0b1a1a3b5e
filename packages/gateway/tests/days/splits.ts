// Splits that are changed by hand before they are settled: one person asks, another one approves, some time later or at the very
// moment of the settlement. What holds is the last one that was told to be changed.
import type { Context } from '../../src/context.ts';
import { carryOutSplit } from '../../src/backoffice/payments/carry-out.ts';
import { planSplit } from '../../src/payments/change-split.ts';
import { splitJson } from '../../src/splits/json.ts';
import { linesFor } from './business.ts';
import type { Month } from './month.ts';
import { fourEyes } from './people.ts';
import type { SplitLine } from './reference.ts';
import { inForce, type Shop } from './shops.ts';

type Approved = Parameters<typeof carryOutSplit>[1];

/** A split that somebody wants instead of the one that stands. */
export interface Wish {
  shop: Shop;
  requestId: string;
  lines: SplitLine[];
  approval: Approved;
}

/** Somebody wants to divide a payment otherwise; now and then one that is settled already. */
export async function askForSplit(month: Month): Promise<void> {
  const { chance, rows, sales, wishes, world } = month;
  const found = await rows<{ payment_id: string; request_id: string }>(
    `select p.payment_id, p.request_id from payments p
      where p.state = 'succeeded'
        and (not exists (select from settlement_items i where i.merchant_id = p.merchant_id and i.payment_id = p.payment_id
                                                          and i.batch_id is not null)
             or p.payment_id::text like '%0')
      order by p.created_at desc limit 20`,
  );
  const free = found.filter(({ payment_id: id }) => !wishes.has(id));
  if (free.length === 0) return;
  const { payment_id: paymentId, request_id: requestId } = chance.pick(free);
  const { shop, amount } = sales.get(requestId)!;
  const lines = linesFor(month, shop, amount);
  const payment = await planSplit(world.ctx, shop, paymentId, { lines: null, instead: null });
  if (payment === null || payment.kind === 'fault') throw new Error('a payment that is there');
  const wish = { lines: lines.length === 0 ? null : lines, instead: payment.payment.split };
  const planned = await planSplit(world.ctx, shop, paymentId, wish);
  if (planned?.kind !== 'can') return;
  const { split } = planned;
  const asked = {
    from: wish.instead === null ? null : splitJson(wish.instead),
    to: split === null ? null : splitJson(split),
  };
  const people = await fourEyes(month, shop, 'split', paymentId);
  const approval = { ...people, ...shop, subject: paymentId, asked, reason: 'agreed' };
  wishes.set(paymentId, { shop, requestId, lines, approval });
}

/** This share of what was asked for is approved. */
export async function decideSplits(month: Month, share: number): Promise<void> {
  for (const wish of month.wishes.values()) {
    if (month.chance.is(share)) await deciding(month, wish);
  }
}

/** One is approved, and carried out at once; in a crowd by a process of its own. */
export async function deciding(month: Month, wish: Wish): Promise<void> {
  const { lives, sales, wishes, splitsDecided } = month;
  const { approval, requestId, lines } = wish;
  const carry = (ctx: Context) => carryOutSplit(ctx, approval);
  const [first = null] = month.isCrowded
    ? await lives.together([async ({ ctx }) => await carry(ctx)])
    : [];
  const { outcome } = first ?? (await lives.untilDone(carry));
  wishes.delete(approval.subject);
  splitsDecided.set(outcome, (splitsDecided.get(outcome) ?? 0) + 1);
  if (outcome === 'split_changed') sales.get(requestId)!.lines = lines;
  else if (!(await isRight(month, wish, outcome))) {
    throw new Error(`a split was not changed for no reason: ${outcome}`);
  }
}

/** Whether what is said against it is so. */
async function isRight({ rows }: Month, wish: Wish, outcome: string): Promise<boolean> {
  const { shop, approval, lines } = wish;
  if (outcome === 'accounts_changed') {
    const payable = inForce(shop.payees, Infinity)?.payable;
    return lines.some(({ account }) => payable?.has(account) !== true);
  }
  const settled = await rows(
    `select 1 from settlement_items where merchant_id = $1 and payment_id = $2 and batch_id is not null`,
    [shop.merchantId, approval.subject],
  );
  return outcome === 'settled_meanwhile' && settled.length > 0;
}
