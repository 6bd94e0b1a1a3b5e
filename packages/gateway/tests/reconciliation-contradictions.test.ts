// What the bank says against itself, or about two things at once: nothing is paid twice by it, and nothing is forgotten.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { referenceOf } from '../src/base/reference.ts';
import { filePayoutsReady } from '../src/settlement/file-payouts.ts';
import { foreseeDay } from '../src/settlement/foresee.ts';
import { markPayoutsSent } from '../src/settlement/mark-sent.ts';
import { applyHeard } from '../src/settlement/move-payouts.ts';
import type { PayoutWord } from '../src/settlement/payout.ts';
import { releaseAccount } from '../src/settlement/release.ts';
import { dueRun, settleDay } from '../src/settlement/run.ts';
import { listHolidays } from '../src/settlement/store-calendar.ts';
import { listReady } from '../src/settlement/store-files.ts';
import {
  booksOf,
  debit,
  identities,
  openDesk,
  strange,
  type Desk,
  type Party,
} from './reconciliation-world.ts';
import { sellerOf, type Seller } from './settlement-world.ts';
import type { Movement } from './statement-file.ts';

let desk: Desk;
let seen: Party[] = [];

beforeAll(async () => {
  desk = await openDesk();
});

afterEach(async () => {
  expect(await booksOf(desk)).toEqual([]);
  for (const one of seen) {
    const { cash, lines, receivable, waits } = await identities(desk, one);
    expect({ cash, receivable }).toEqual({ cash: lines, receivable: waits });
  }
  seen = [];
});

afterAll(() => desk.flows.close());

const BY = { operatorId: null, by: 'cli', role: null, address: null, reason: 'seen to' } as const;

async function party(): Promise<Party> {
  const made = await desk.party();
  seen.push(made);
  return made;
}

/** The statement of the day that is over, matched. */
async function statement(...movements: Movement[]): Promise<void> {
  await desk.import(desk.dayOver(), movements);
  await desk.work();
}

/** The latest run that is due; it books what was foreseen. */
async function settle({ merchantId }: Party) {
  const { ctx } = desk.flows;
  const day = dueRun(await listHolidays(ctx.db), desk.flows.clock.now());
  const foreseen = await foreseeDay(ctx, day, merchantId);
  const booked = await settleDay(ctx, day, { merchantId });
  expect(foreseen.map(({ positions }) => positions)).toEqual(
    booked.map(({ positions }) => positions),
  );
  return booked;
}

/** The next batch, after as many days as it takes. */
async function nextBatch(one: Party) {
  for (;;) {
    const [batch] = await settle(one);
    if (batch !== undefined) return batch;
    await statement();
  }
}

interface Ordered {
  one: Party;
  seller: Seller;
  payoutId: string;
  /** The line that shows it. */
  line: Movement & { amount: bigint };
}

/** A payout of 90,000 to the second account of a merchant, ordered and in a file; the first account is the default one. */
async function ordered({ isSaid = true } = {}): Promise<Ordered> {
  const one = await party();
  const { ctx } = desk.flows;
  const seller = await sellerOf(desk.flows, one.merchant, 2);
  const paid = await desk.pay(one, 90_000n);
  const to = { account: seller.accounts[1]!, type: 'FIX', value: '90000', amount: '90000' };
  await desk.flows.sql('update payments set splits = $2 where payment_id = $1', [
    paid.paymentId,
    JSON.stringify({ net: '90000', lines: [to] }),
  ]);
  await statement(debit(paid));
  await nextBatch(one);
  for (const { fileId } of await filePayoutsReady(ctx))
    if (isSaid) await markPayoutsSent(ctx, fileId, null);
  const [row] = await desk.flows.sql<{ payout_id: string }>(
    'select payout_id from payouts where merchant_id = $1',
    [one.merchantId],
  );
  const payoutId = row!.payout_id;
  const line = { reference: referenceOf(payoutId), amount: 90_000n, partner: one.partner };
  return { one, seller, payoutId, line: { ...line, type: 'PAYOUT' } };
}

async function hear({ one, payoutId }: Ordered, word: PayoutWord): Promise<void> {
  const heard = { payoutId, word, reason: null, evidence: {} };
  const by = { actor: 'bank', at: desk.flows.clock.now() };
  await desk.flows.db.transaction((tx) => applyHeard(tx, one.merchantId, [heard], by));
}

const payouts = ({ merchantId }: Party): Promise<{ account: string; state: string }[]> =>
  desk.flows.sql(
    'select account, state from payouts where merchant_id = $1 order by created_at, payout_id',
    [merchantId],
  );

test('a payout that was refused, released, and is shown by a statement before the next run is not paid again', async () => {
  const it = await ordered();
  const { one, seller, payoutId, line } = it;
  await hear(it, 'refused');
  expect(await releaseAccount(desk.flows.ctx, one.merchantId, payoutId, BY)).toBe(true);
  await statement(line);
  expect(await desk.story(one)).toEqual(['missing_here payout 90000/90000 open']);
  await statement();
  expect(await settle(one)).toEqual([]);
  // Nor with the money of others.
  await statement(debit(await desk.pay(one, 5_000n)));
  expect((await nextBatch(one)).positions).toMatchObject([
    { account: seller.accounts[0], payout: 5_000n },
    { account: seller.accounts[1], carried: 90_000n, payout: null, unpaid: 'held' },
  ]);
  expect((await payouts(one)).map(({ state }) => state)).toEqual(['refused', 'ready']);
});

test('what a refused payout has brought to its account after all is taken from what that is owed, also when it is paid already', async () => {
  for (const isPaidAgain of [false, true]) {
    const it = await ordered();
    const { one, seller, payoutId, line } = it;
    await hear(it, 'refused');
    await releaseAccount(desk.flows.ctx, one.merchantId, payoutId, BY);
    if (isPaidAgain) await nextBatch(one);
    await statement(line);
    const [left] = await desk.open(one);
    const id = left!.exception_id;
    // As a loss, it would be paid twice.
    expect(await desk.resolve(one, id, { resolution: 'loss_borne' })).toEqual({
      kind: 'refused',
      refused: 'owed_too',
    });
    expect(await desk.resolve(one, id, { resolution: 'booked_to_account' })).toEqual({
      kind: 'resolved',
    });
    const owed = await desk.balance(one, `split_payable:cimb:${seller.accounts[1]}`);
    expect(owed).toBe(isPaidAgain ? 90_000n : 0n);
    expect(await desk.balance(one, 'suspense')).toBe(0n);
    // Should it come back in the end, it is owed once more.
    await statement({ ...line, type: 'PAYOUT_RETURN' });
    const [came] = await desk.open(one);
    await desk.resolve(one, came!.exception_id, { resolution: 'booked_to_account' });
    const after = await desk.balance(one, `split_payable:cimb:${seller.accounts[1]}`);
    expect(after).toBe(isPaidAgain ? 0n : -90_000n);
  }
});

test('nor is it by way of the default account, when its own is closed', async () => {
  const it = await ordered();
  const { one, seller, line } = it;
  await hear(it, 'refused');
  await statement(line);
  await seller.setAccount(seller.accounts[1]!, 'closed');
  await statement();
  expect(await settle(one)).toEqual([]);
  await statement(debit(await desk.pay(one, 5_000n)));
  expect((await nextBatch(one)).positions).toMatchObject([
    { share: 5_000n, payout: 5_000n },
    { carried: 90_000n, share: 0n, payout: null, unpaid: 'held' },
  ]);
  // The bank has taken it back: now it is owed, and goes to the default account.
  await statement({ ...line, type: 'PAYOUT_RETURN' });
  const [left, came] = await desk.open(one);
  const others = [came!.exception_id];
  await desk.resolve(one, left!.exception_id, { resolution: 'returned_to_bank', others });
  expect((await nextBatch(one)).positions).toMatchObject([
    { share: 90_000n, payout: 90_000n },
    { share: -90_000n },
  ]);
});

test('two lines of one payout, of which one has another amount, are two payouts, also in one file', async () => {
  for (const amounts of [
    [60_000n, 60_000n],
    [60_000n, 90_000n],
  ]) {
    const it = await ordered();
    await statement(...amounts.map((amount) => ({ ...it.line, amount })));
    expect((await desk.story(it.one)).toSorted().map((one) => one.split(' ')[0])).toEqual([
      'amount_differs',
      'duplicate',
    ]);
    await hear(it, 'paid');
  }
});

test('a payout of a file of which nobody has said that it was handed over says so by its line', async () => {
  const it = await ordered({ isSaid: false });
  expect(await listReady(desk.flows.db)).toHaveLength(1);
  await statement(it.line);
  expect(await listReady(desk.flows.db)).toEqual([]);
  expect(await payouts(it.one)).toMatchObject([{ state: 'paid' }]);
});

test('a payment whose line was another one’s is missing at the bank again', async () => {
  const one = await party();
  const named = await desk.pay(one, 100n);
  const meant = await desk.pay(one, 90n);
  await statement(debit(named, { amount: 90n }));
  await statement();
  await statement();
  const differs = (await desk.open(one)).find(({ reason }) => reason === 'amount_differs')!;
  const ruling = { resolution: 'matched_by_hand', subjectId: meant.paymentId } as const;
  expect(await desk.resolve(one, differs.exception_id, ruling)).toEqual({ kind: 'resolved' });
  expect(await desk.open(one)).toMatchObject([
    { reason: 'missing_at_bank', subject_id: named.paymentId, expected: 100n },
  ]);
  await statement(debit(named));
  expect(await desk.open(one)).toEqual([]);
});

test('a loss is what no line shows: not while one shows the payment with another amount', async () => {
  const one = await party();
  const paid = await desk.pay(one, 50_000n);
  await statement();
  await statement();
  await statement(debit(paid, { amount: 49_000n }), strange(one, 400n));
  const open = await desk.open(one);
  const of = (reason: string) => open.find((each) => each.reason === reason)!.exception_id;
  const missing = of('missing_at_bank');
  expect(await desk.resolve(one, missing, { resolution: 'loss_borne' })).toEqual({
    kind: 'refused',
    refused: 'other_amount',
  });
  const others = [of('amount_differs')];
  expect(await desk.resolve(one, missing, { resolution: 'loss_borne', others })).toEqual({
    kind: 'resolved',
  });
  expect(await desk.balance(one, 'write_off')).toBe(1_000n);
  expect(await desk.balance(one, 'suspense')).toBe(-400n);
});
