// What merchants do on a day: payments of every fate, divided or not, refunds, and calls that are repeated when nobody answers.
import { randomUUID } from 'node:crypto';
import type { FaultName } from '../../../simulator/src/faults.ts';
import type { Answered } from '../merchant-client.ts';
import { BANK } from '../world.ts';
import type { Month } from './month.ts';
import type { SplitLine } from './reference.ts';
import { inForce, type Shop } from './shops.ts';

/** A payment as the merchant asked for it. */
export interface Sale {
  shop: Shop;
  requestId: string;
  invoice: string;
  amount: bigint;
  lines: SplitLine[];
}

/** Faults of the bank after which nobody has to wait in real time. */
const UNSURE: readonly FaultName[] = [
  'timeout_before',
  'timeout_after',
  'timeout_late',
  'error_500',
  'error_500_after',
  'in_progress',
  'html',
  'truncated',
  'wrong_amount',
  'wrong_reference',
  'bad_signature',
  'no_signature',
  'mismatched_status',
  'reset',
  'reset_after',
];
const CALLBACKS: readonly FaultName[] = [
  'callback_duplicate',
  'callback_late',
  'callback_wrong_amount',
];

/** One payment, from the call to whatever the merchant hears. */
export async function sell(month: Month, shop: Shop): Promise<void> {
  const { chance } = month;
  const { tokens } = shop;
  if (tokens === null) return;
  const fate = chance.pick([
    'plain',
    'plain',
    'plain',
    'unsure',
    'late',
    'callback',
    'otp',
    'poor',
  ]);
  if (fate === 'unsure') await order(month, shop, 'pay', chance.pick(UNSURE));
  if (fate === 'callback') await order(month, shop, 'pay', chance.pick(CALLBACKS));
  if (fate === 'late') {
    // The bank does it when we have long called it failed.
    await order(month, shop, 'pay', 'timeout_late', chance.whole(25 * 60, 9 * 3600));
  }
  const bound = fate === 'otp' ? tokens.otp : fate === 'poor' ? tokens.poor : tokens.plain;
  const amount = BigInt(chance.whole(10_000, chance.is(0.1) ? 90_000_000 : 400_000));
  const lines = linesFor(month, shop, amount);
  const sale: Sale = {
    shop,
    requestId: randomUUID(),
    invoice: `INV-${randomUUID()}`,
    amount,
    lines,
  };
  month.sales.set(sale.requestId, sale);
  const body = {
    customer: { id: bound.customerId, name: 'Robby' },
    order: { invoice_number: sale.invoice, amount: Number(amount) },
    payment: { token_id: bound.tokenId },
    ...(lines.length === 0 ? {} : { additional_info: { settlement: lines.map(worded) } }),
  };
  const answer = await call(month, () =>
    shop.client.post(`${BANK}/payment`, body, { requestId: sale.requestId }),
  );
  const wants = answer?.json.payment?.token as string | undefined;
  if (fate === 'otp' && wants !== undefined && chance.is(0.7)) {
    const otp = await month.world.otp(bound.phone);
    const tried = { payment: { token: wants, otp } };
    await call(month, () => shop.client.post(`${BANK}/payment/validate`, tried));
  }
  await fetch(`${month.world.bank.url}/sandbox/faults`, { method: 'DELETE' });
}

/** Some of a payment goes back, or all of what is left. */
export async function giveBack(month: Month): Promise<void> {
  const { chance, rows } = month;
  const open = await rows<{ request_id: string; rest: bigint }>(
    `select p.request_id, p.amount - p.refunded as rest from payments p
      where p.state = 'succeeded' and p.amount > p.refunded
        and not exists (select from exceptions e where e.merchant_id = p.merchant_id and e.subject_id = p.payment_id
                                                   and e.resolution = 'payment_reversed')
      order by p.created_at desc limit 20`,
  );
  if (open.length === 0) return;
  const { request_id: id, rest } = chance.pick(open);
  const { shop, invoice } = month.sales.get(id)!;
  const amount = chance.is(0.3) ? rest : BigInt(chance.whole(1, Number(rest)));
  const fault = chance.pick(['none', 'none', 'none', 'refuse', 'unsure'] as const);
  if (fault === 'refuse') await order(month, shop, 'refund', 'refuse');
  if (fault === 'unsure') await order(month, shop, 'refund', chance.pick(UNSURE));
  const requestId = randomUUID();
  const body = {
    order: { invoice_number: invoice },
    payment: { original_request_id: id },
    refund: { amount: Number(amount) },
  };
  await call(month, () => shop.client.post(`${BANK}/payment-refund`, body, { requestId }));
  await fetch(`${month.world.bank.url}/sandbox/faults`, { method: 'DELETE' });
}

async function order(
  { world, chance }: Month,
  { partner }: Shop,
  operation: string,
  fault: FaultName,
  seconds = chance.whole(20, 40 * 60),
): Promise<void> {
  const more = { partner_key: partner, delay_ms: 1, after_ms: seconds * 1000 };
  await world.sandbox('/sandbox/faults', { operation, fault, count: 1, ...more });
}

/** A merchant that hears nothing asks the same again, two times at most. Null where it has given up. */
async function call(
  { lives, chance }: Month,
  ask: () => Promise<Answered>,
): Promise<Answered | null> {
  for (let tries = 0; tries < 3; tries += 1) {
    const answer = await lives.once(ask);
    if (answer !== null) return answer;
    if (chance.is(0.25)) break;
  }
  return null;
}

/** Fixed parts of a tenth at most and percentages of a half, or nothing. */
export function linesFor({ chance }: Month, shop: Shop, amount: bigint): SplitLine[] {
  const accounts = [...(inForce(shop.payees, Infinity)?.payable ?? [])];
  const lines: SplitLine[] = [];
  if (accounts.length === 0 || chance.is(0.4)) return lines;
  const isFix = chance.pick([true, false]);
  for (const account of accounts) {
    if (chance.is(0.4)) continue;
    const most = isFix !== (lines.length === 1) ? Number(amount / 50n) : 12;
    const type = most === 12 ? 'PERCENTAGE' : 'FIX';
    lines.push({ account, type, value: BigInt(chance.whole(1, most)) });
  }
  return lines;
}

function worded({ account, type, value }: SplitLine) {
  return { bank_account_settlement_id: account, type, value: Number(value) };
}
