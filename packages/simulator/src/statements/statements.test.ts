// Statements of the bank: a WIB day as one file, and everything that a program can have wrong about it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PARTNER, startWorld } from '../../tests/world.ts';
import type { Customer, World } from '../../tests/world.ts';

const HEADER = 'date_time,partner_id,type,bank_reference,partner_reference,amount,currency';
const DAY_MS = 86_400_000;

let world: World;
let customer: Customer;
/** Noon in Jakarta of a day that no test has used before. */
let noon = Date.UTC(new Date().getUTCFullYear() + 1, 0, 1, 5);
let day: string;
let next: string;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  noon += 10 * DAY_MS;
  world.time.now = noon;
  [day, next] = [dateOf(noon), dateOf(noon + DAY_MS)] as [string, string];
  world.forgetToken();
  customer = await world.customer('800000000003');
});

const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const of = (date: string) => world.sandbox('GET', `/sandbox/statements/${date}`);
/** The partner's reference of a payment: every day has its own A, B and C. */
const ours = (name: string) => `${name}.${day}`;
const pay = async (name: string, value = '10000.00') => {
  const asked = { partnerReferenceNo: ours(name), amount: { value, currency: 'IDR' } };
  const paid = await world.pay(customer, asked);
  expect(paid.code).toBe('2005400');
  return paid.body.referenceNo as string;
};
const plant = (body: object, date = day) =>
  world.sandbox('POST', `/sandbox/statements/${date}/differences`, body);

/** The lines of a day's file that is over, without its first and its last. */
async function linesOf(date: string): Promise<string[]> {
  world.time.now = Math.max(world.time.now, noon + 3 * DAY_MS);
  const lines: string[] = (await of(date)).body.split('\r\n');
  expect(lines[0]).toBe(HEADER);
  expect(lines.at(-1)).toBe('');
  expect(lines.at(-2)).toMatch(/^TOTAL,/);
  return lines.slice(1, -2).map((line) => line.replace(`.${day}`, ''));
}

const referencesOf = async (date: string) =>
  (await linesOf(date)).map((line) => line.split(',')[4]);

test('a statement holds the money of one WIB day, in the order of the book, with its sums', async () => {
  // 23:59:59 in Jakarta is 16:59:59 in Greenwich.
  world.time.now = noon + 12 * 3_600_000 - 1000;
  const last = await pay('last,of day');
  world.time.now += 1000;
  const first = await pay('first', '25000.00');
  const refunded = await world.refund(ours('first'), '400.00', 'R-1');
  world.time.now += 2 * DAY_MS;
  expect((await of(day)).body.split('\r\n')).toEqual([
    HEADER,
    `${day}T23:59:59+07:00,${PARTNER.key},DEBIT,${last},"${ours('last,of day')}",10000.00,IDR`,
    'TOTAL,1,10000.00,0.00,0.00,0.00',
    '',
  ]);
  expect((await of(next)).body.split('\r\n')).toEqual([
    HEADER,
    `${next}T00:00:00+07:00,${PARTNER.key},DEBIT,${first},${ours('first')},25000.00,IDR`,
    `${next}T00:00:00+07:00,${PARTNER.key},REFUND,${refunded.body.refundNo},R-1,400.00,IDR`,
    'TOTAL,2,25000.00,400.00,0.00,0.00',
    '',
  ]);
  expect((await of('2001-01-01')).body).toBe(`${HEADER}\r\nTOTAL,0,0.00,0.00,0.00,0.00\r\n`);
});

test('a day that is not over has no statement, and a part of one without its last line when asked', async () => {
  await pay('early');
  for (const date of [day, next]) {
    const early = await of(date);
    expect(early).toMatchObject({ status: 409, body: { error: { code: 'day_not_over' } } });
    expect(early.body.error.message).toMatch(/^date: /);
  }
  const soFar = (await of(`${day}?so_far=true`)).body;
  expect(soFar).toContain(`,${ours('early')},`);
  expect(soFar).not.toContain('TOTAL');
  expect((await of(`${day}?so_far=yes`)).body.error.message).toMatch(/^so_far /);
});

test('a day that is none is refused', async () => {
  for (const date of ['2026-02-30', '2026-13-01', 'today', '2026-1-1']) {
    const refused = { status: 400, body: { error: { message: expect.stringMatching(/^date /) } } };
    expect(await of(date)).toMatchObject(refused);
    expect(await plant({ kind: 'missing_line' }, date)).toMatchObject(refused);
  }
});

test('a line is missing, or there twice, or has another amount', async () => {
  const bankReference = await pay('A');
  await pay('B');
  await pay('C');
  expect(await plant({ kind: 'missing_line', reference: ours('B') })).toMatchObject({
    status: 201,
    body: { day, kind: 'missing_line', partner_reference: ours('B'), amount: 10_000 },
  });
  await plant({ kind: 'duplicate', reference: bankReference });
  // Without a reference it is about the last line of the day.
  await plant({ kind: 'wrong_amount', amount: 9999 });
  const lines = await linesOf(day);
  expect(lines.map((line) => line.split(',').slice(4, 6))).toEqual([
    ['A', '10000.00'],
    ['A', '10000.00'],
    ['C', '9999.00'],
  ]);
  expect((await of(day)).body).toContain('TOTAL,3,29999.00,0.00,0.00,0.00');
});

test('an extra line is nobody’s, or looks like one of ours', async () => {
  await pay('A');
  await plant({ kind: 'extra_line' });
  await plant({
    kind: 'extra_line',
    type: 'REFUND',
    reference: 'ours',
    amount: 7,
    partner_key: 'KEY-of-nobody',
  });
  const [, stranger, ours] = await linesOf(day);
  expect(stranger).toMatch(
    new RegExp(`^${day}T23:59:59\\+07:00,${PARTNER.key},DEBIT,\\d{12},[0-9a-f]{32},10000.00,IDR$`),
  );
  expect(ours).toMatch(/,KEY-of-nobody,REFUND,\d{12},ours,7\.00,IDR$/);
});

test('a line can stand on the next day’s statement', async () => {
  await pay('A');
  await pay('B');
  await plant({ kind: 'other_day', reference: ours('A') });
  world.time.now = noon + DAY_MS;
  await pay('C');
  expect(await referencesOf(day)).toEqual(['B']);
  expect(await referencesOf(next)).toEqual(['A', 'C']);
  expect((await linesOf(next))[0]).toContain(`${next}T00:00:00+07:00`);
});

test('a whole file can be cut in half, in another encoding, or without a column', async () => {
  for (const reference of ['A', 'B', 'C', 'D']) await pay(reference);
  world.time.now = noon + 2 * DAY_MS;
  const whole = (await of(day)).body as string;
  await plant({ broken: 'half' });
  const half = (await of(day)).body as string;
  expect(whole.startsWith(half)).toBe(true);
  expect(half.split('\r\n')).toHaveLength(4);
  await plant({ broken: 'columns' });
  expect((await of(day)).body).toMatch(
    /^date_time,partner_id,type,bank_reference,amount,currency\r/,
  );
  await plant({ broken: 'encoding' });
  const answer = await fetch(`${world.simulator.url}/sandbox/statements/${day}`);
  const bytes = await answer.arrayBuffer();
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
  expect(new TextDecoder('utf-16le').decode(bytes)).toBe(whole);
});

test('what was planted outlives a restart and ends when it is called off', async () => {
  await pay('A');
  await plant({ kind: 'missing_line', reference: ours('A') });
  await plant({ kind: 'extra_line', reference: 'X', amount: 5 });
  await world.restart();
  const listed = await world.sandbox('GET', `/sandbox/statements/${day}/differences`);
  expect(listed.body).toMatchObject([
    { kind: 'missing_line', partner_reference: ours('A') },
    { kind: 'extra_line', partner_reference: 'X', amount: 5 },
  ]);
  expect(await referencesOf(day)).toEqual(['X']);
  const path = `/sandbox/statements/${day}/differences`;
  expect((await world.sandbox('DELETE', path)).status).toBe(204);
  expect(await referencesOf(day)).toEqual(['A']);
});

test('an order that breaks a rule names the field', async () => {
  await pay('A');
  const cases: [object, number, string][] = [
    [{}, 400, 'kind'],
    [{ kind: 'lost' }, 400, 'kind'],
    [{ broken: 'whole' }, 400, 'broken'],
    [{ kind: 'missing_line', reference: 'unknown' }, 404, 'reference'],
    [{ kind: 'missing_line', reference: 7 }, 400, 'reference'],
    [{ kind: 'wrong_amount', amount: 0.5 }, 400, 'amount'],
    [{ kind: 'wrong_amount', amount: '1' }, 400, 'amount'],
    [{ kind: 'extra_line', type: 'FEE' }, 400, 'type'],
  ];
  for (const [body, status, field] of cases) {
    const refused = await plant(body);
    expect({ body, status: refused.status }).toEqual({ body, status });
    expect(refused.body.error.message).toMatch(new RegExp(`^${field}\\b`));
  }
  expect((await plant({ kind: 'duplicate' }, dateOf(noon - DAY_MS))).status).toBe(404);
  expect(await referencesOf(day)).toEqual(['A']);
});
