// Days of chance: payments, refunds and words of the bank that contradict each other, and files with planted differences. Each is
// reported with its reason, the books hold every day, and in the end everything is explained to the rupiah.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBooks } from '../src/checks/check.ts';
import type { ExceptionRow } from '../src/reconciliation/exception.ts';
import { chanceOf, seedOfRun } from './chance.ts';
import { declined, UNCLEAR } from './flow-context.ts';
import {
  booksOf,
  identities,
  openDesk,
  refundLine,
  strange,
  type Desk,
  type Paid,
  type Party,
} from './reconciliation-world.ts';
import type { Movement } from './statement-file.ts';

const DAYS = 8;
const SEED = seedOfRun();

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(() => desk.flows.close());

test(`whatever happens in a week is reported, resolved and explained (TARIK_TEST_SEED=${SEED})`, async () => {
  const chance = chanceOf(SEED);
  const parties = [await desk.party(), await desk.party()] as const;
  const planted: string[] = [];
  const paid: Paid[] = [];
  let refundsSeen = 0;
  let late: Movement[] = [];

  /** What the bank has given back since the last look: by its own calls. */
  function refundsOfBank(): Movement[] {
    const asked = desk.flows.bank.asked('refund').slice(refundsSeen) as {
      reference: string;
      refundReference: string;
      amount: bigint;
    }[];
    refundsSeen += asked.length;
    return asked.map(({ reference, refundReference, amount }) => {
      const party = parties.find(({ partner }) => partnerOf.get(reference) === partner)!;
      return refundLine(party, refundReference, amount);
    });
  }
  const partnerOf = new Map<string, string>();

  async function business(): Promise<Movement[]> {
    const lines: Movement[] = [];
    for (let n = chance.whole(2, 5); n > 0; n -= 1) {
      const party = chance.pick(parties);
      const amount = BigInt(chance.whole(10, 90_000));
      const how = chance.pick(['paid', 'paid', 'unclear', 'late'] as const);
      if (how === 'unclear') desk.flows.bank.next('pay', UNCLEAR);
      if (how === 'late') desk.flows.bank.next('pay', declined('bank_refused'));
      const made = await desk.pay(party, amount).catch(() => null);
      const { reference } = desk.flows.bank.asked('pay').at(-1) as { reference: string };
      partnerOf.set(reference, party.partner);
      lines.push({ type: 'DEBIT', reference, amount, partner: party.partner });
      if (how === 'paid' && made !== null) paid.push(made);
    }
    const one = paid.length > 0 && chance.is(0.5) ? paid.pop() : undefined;
    if (one !== undefined) await desk.refund(one, BigInt(chance.whole(1, Number(one.amount))));
    return [...lines, ...refundsOfBank()];
  }

  /** Makes something wrong about the file of a day. */
  function plant(lines: Movement[], fresh: readonly Paid[]): Movement[] {
    const of = fresh.length === 0 ? undefined : chance.pick(fresh);
    const own = lines.find(({ reference }) => reference === of?.reference);
    const kind = chance.pick([
      'extra',
      'missing',
      'amount',
      'duplicate',
      'other day',
      'none',
    ] as const);
    if (kind === 'extra') {
      planted.push('missing_here');
      return [...lines, strange(chance.pick(parties), BigInt(chance.whole(1, 500)))];
    }
    if (own === undefined || kind === 'none') return lines;
    if (kind === 'missing' || kind === 'other day') {
      if (kind === 'other day') late.push(own);
      else planted.push('missing_at_bank');
      return lines.filter((line) => line !== own);
    }
    planted.push(kind === 'amount' ? 'amount_differs' : 'duplicate');
    if (kind === 'duplicate') return [...lines, own];
    const amount = BigInt(own.amount) + chance.pick([1n, -1n, 7n]);
    return lines.map((line) => (line === own ? { ...line, amount } : line));
  }

  async function night(lines: Movement[]): Promise<void> {
    await desk.import(desk.dayOver(), lines);
    await desk.work();
    expect(await booksOf(desk)).toEqual([]);
    for (const party of parties) {
      const { cash, lines: shown, receivable, waits } = await identities(desk, party);
      expect({ cash, receivable }).toEqual({ cash: shown, receivable: waits });
    }
  }

  for (let day = 0; day < DAYS; day += 1) {
    const before = paid.length;
    const lines = await business();
    const put = late;
    late = [];
    await night([...put, ...plant(lines, paid.slice(Math.min(before, paid.length)))]);
  }
  for (let quiet = 0; quiet < 3; quiet += 1) {
    const put = late;
    late = [];
    await night([...put, ...refundsOfBank()]);
  }
  const open = (await Promise.all(parties.map((party) => desk.open(party)))).flat();
  expect(open.map(({ reason }) => reason).toSorted()).toEqual(planted.toSorted());

  for (const party of parties) {
    for (const one of await desk.open(party)) await resolve(party, one);
    expect(await desk.open(party)).toEqual([]);
    for (const account of ['suspense', 'bank_receivable:cimb']) {
      expect([account, await desk.balance(party, account)]).toEqual([account, 0n]);
    }
  }
  expect(await checkBooks(desk.flows.db)).toEqual([]);
});

/** As people would: what is too much goes back by a line of the bank, what is too little is borne, what never was is reversed. */
async function resolve(party: Party, one: ExceptionRow): Promise<void> {
  const surplus = one.booked - (one.reason === 'amount_differs' ? (one.expected ?? 0n) : 0n);
  if (one.reason === 'missing_at_bank' || surplus < 0n) {
    const isMissing = one.reason === 'missing_at_bank';
    const resolution = isMissing ? 'payment_reversed' : 'loss_borne';
    expect(await desk.resolve(party, one.exception_id, { resolution })).toEqual({
      kind: 'resolved',
    });
    return;
  }
  const before = new Set((await desk.open(party)).map(({ exception_id: id }) => id));
  await desk.import(desk.dayOver(), [strange(party, surplus, 'REFUND')]);
  await desk.work();
  const others = (await desk.open(party))
    .map(({ exception_id: id }) => id)
    .filter((id) => !before.has(id));
  const ruling = { resolution: 'returned_to_bank', others } as const;
  expect(await desk.resolve(party, one.exception_id, ruling)).toEqual({ kind: 'resolved' });
}
