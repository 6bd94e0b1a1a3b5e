// A sandbox reconciles by itself: the simulated bank's own file of a day, with every difference that it can be told to make.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchDay, fetchStatements } from '../src/sandbox/statements.ts';
import { judgeRipeDay } from '../src/reconciliation/judge-day.ts';
import { matchWaiting } from '../src/reconciliation/match.ts';
import { plusDays, startOf, wibDay } from '../src/settlement/calendar.ts';
import { BANK, booksOf, paymentBody, startWorld, type World } from './world.ts';

const HOUR = 3_600_000;

let world: World;

beforeAll(async () => {
  world = await startWorld();
  toNoon(1);
});

afterAll(() => world.close());

/** Noon in Jakarta, so many days on. */
function toNoon(days: number): void {
  const now = world.clock.now();
  world.advance((startOf(plusDays(wibDay(now), days)) + 12 * HOUR - now) / 1000);
}

async function pay(count: number): Promise<string[]> {
  const bound = await world.token(world.one, '800000000003');
  const invoices = [];
  for (let n = 0; n < count; n += 1) {
    const body = paymentBody(bound, { amount: 10_000 + n });
    await world.one.post(`${BANK}/payment`, body);
    invoices.push(body['order'].invoice_number as string);
  }
  return invoices;
}

async function referencesOf(invoices: readonly string[]): Promise<string[]> {
  const rows = await world.db.rows<{ reference: string }>({
    name: 'test-references',
    text: `select replace(p.payment_id::text, '-', '') as reference from payments p
            where p.invoice_number = any($1) order by p.amount`,
    values: [invoices],
  });
  return rows.map(({ reference }) => reference);
}

async function work(): Promise<void> {
  const { ctx } = world;
  while ((await matchWaiting(ctx)) > 0);
  while ((await judgeRipeDay(ctx)) > 0);
}

test('every day that is over is fetched, matched, and every planted difference found for what it is', async () => {
  const day = wibDay(world.clock.now());
  const invoices = await pay(6);
  const [missing, wrong, twice, other] = await referencesOf(invoices);
  toNoon(1);
  const plant = (body: Record<string, unknown>) =>
    world.sandbox(`/sandbox/statements/${day}/differences`, body);
  await plant({ kind: 'missing_line', reference: missing });
  await plant({ kind: 'wrong_amount', reference: wrong, amount: 99 });
  await plant({ kind: 'duplicate', reference: twice });
  await plant({ kind: 'other_day', reference: other });
  await plant({ kind: 'extra_line', amount: 4_321, partner_key: 'KEY-one' });
  await pay(1);
  toNoon(1);
  const chore = fetchStatements('cimb', new URL(world.bank.url).origin);
  let fetched = 0;
  while ((await chore.run(world.ctx)) > 0) fetched += 1;
  expect(fetched).toBe(2);
  await work();
  const rows = await world.db.rows<{ one: string }>({
    name: 'test-exceptions',
    text: `select reason || ' ' || coalesce(amount::text, '-') || '/' || coalesce(expected::text, '-') as one
             from exceptions order by 1`,
    values: [],
  });
  expect(rows.map(({ one }) => one)).toEqual([
    'amount_differs 99/10001',
    'duplicate 10002/10002',
    'missing_at_bank -/10000',
    'missing_here 4321/-',
  ]);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

test.each([
  ['half', /half of it|fields|quoted field/],
  ['encoding', /not in UTF-8/],
  ['columns', /line 1, column 5: the column must be partner_reference/],
])(
  'a file that is broken (%s) is refused, and taken when it is right again',
  async (broken, says) => {
    const day = wibDay(world.clock.now());
    await pay(2);
    toNoon(1);
    const origin = new URL(world.bank.url).origin;
    const where = `/sandbox/statements/${day}/differences`;
    await world.sandbox(where, { broken });
    await expect(fetchDay(world.ctx, { bank: 'cimb', origin, day })).rejects.toThrow(says);
    await fetch(world.bank.url + where, { method: 'DELETE' });
    await fetchDay(world.ctx, { bank: 'cimb', origin, day });
    await work();
    expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  },
);

test('a bank that is away is asked again later, and nothing else happens', async () => {
  await pay(1);
  toNoon(1);
  const chore = fetchStatements('cimb', 'http://127.0.0.1:1');
  const asked = (): number => world.logged().split('did not give its statement').length - 1;
  const before = asked();
  expect(await chore.run(world.ctx)).toBe(0);
  expect(await chore.run(world.ctx)).toBe(0);
  expect(asked()).toBe(before + 1);
  // Later by the sandbox's own time, which may be moved.
  world.advance(61);
  expect(await chore.run(world.ctx)).toBe(0);
  expect(asked()).toBe(before + 2);
});
