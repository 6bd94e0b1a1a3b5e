// The lists of the Back Office: every filter against the same filter by hand, pages that lose and repeat nothing, and walls.
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOTIFICATION_ROUTES } from '../src/backoffice/notifications/index.ts';
import { cutPage } from '../src/backoffice/paging/page.ts';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import { REFUND_ROUTES } from '../src/backoffice/refunds/index.ts';
import { TOKEN_ROUTES } from '../src/backoffice/tokens/index.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { diceOf, makeRows, type Dice, type Made, type Row } from './backoffice-rows.ts';
import { startOffice, type Office } from './backoffice-world.ts';

const SEED = Number(process.env['TARIK_SEED'] ?? randomInt(1, 2 ** 31));

let office: Office;
let dice: Dice;
let merchants: Merchant[];
let made: Made[];
let finance: string;
let gateway: string;

beforeAll(async () => {
  process.stdout.write(`lists: TARIK_SEED=${SEED}\n`);
  dice = diceOf(SEED);
  office = await startOffice(
    [...PAYMENT_ROUTES, ...TOKEN_ROUTES, ...REFUND_ROUTES, ...NOTIFICATION_ROUTES],
    { checksAnswers: true },
  );
  merchants = [await office.merchant(), await office.merchant()];
  made = [];
  for (const merchant of merchants) {
    made.push(await makeRows(office, merchant, dice, { tokens: 15, payments: 150 }));
  }
  finance = office.member('finance_maker', merchants[0]!);
  gateway = office.signIn({ gatewayRole: 'admin' });
}, 120_000);

afterAll(() => office.close());

interface Listed {
  rows: Row[];
  next: string | null;
  searched_to: string | null;
}

async function page(path: string, cookie: string, query: Record<string, string>): Promise<Listed> {
  const answer = await office.ask(`${path}?${new URLSearchParams(query).toString()}`, cookie);
  const body = await answer.json();
  expect({ status: answer.status, body }).toMatchObject({ status: 200 });
  return body as Listed;
}

/** Every row of a list, page by page. */
async function everything(
  path: string,
  cookie: string,
  query: Record<string, string>,
  between: () => Promise<void> = async () => undefined,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const limit = `${1 + dice(40)}`;
    const one: Listed = await page(path, cookie, {
      ...query,
      limit,
      ...(after === null ? {} : { after }),
    });
    rows.push(...one.rows);
    if (one.next === null) return rows;
    after = one.next;
    await between();
  }
}

type Kind = 'payments' | 'tokens' | 'refunds' | 'notifications';
const ID = {
  payments: 'payment_id',
  tokens: 'token_id',
  refunds: 'refund_id',
  notifications: 'notification_id',
} as const;

/** The same by hand: newest first, and of the same instant the greater id. */
function byHand(kind: Kind, of: readonly Made[], keep: (row: Row) => boolean): string[] {
  return of
    .flatMap((one) => one[kind])
    .filter(keep)
    .toSorted((a, b) =>
      `${a.created_at} ${a[ID[kind]]}` < `${b.created_at} ${b[ID[kind]]}` ? 1 : -1,
    )
    .map((row) => row[ID[kind]] as string);
}

type Case = readonly [kind: Kind, query: Record<string, string>, keep: (row: Row) => boolean];

function cases(): Case[] {
  const [mine] = made;
  const token = mine!.tokens[0]!;
  const spots = mine!.payments.map((row) => row.created_at as string).toSorted();
  const [from, to] = [spots[30]!, spots[100]!];
  return [
    ['payments', {}, () => true],
    ['payments', { state: 'unclear' }, (row) => row.state === 'unclear'],
    ['payments', { state: 'failed,expired' }, (row) => ['failed', 'expired'].includes(row.state)],
    ['payments', { bank: 'other' }, (row) => row.bank === 'other'],
    ['payments', { reason: 'not_found' }, (row) => row.reason === 'not_found'],
    ['payments', { refunded: 'none' }, (row) => row.refunded === 0],
    ['payments', { refunded: 'part' }, (row) => row.refunded > 0 && row.refunded < row.amount],
    ['payments', { refunded: 'all' }, (row) => row.refunded === row.amount],
    [
      'payments',
      { least: '10000', most: '30000' },
      (r) => r.amount >= 10_000 && r.amount <= 30_000,
    ],
    ['payments', { from, to }, (row) => row.created_at >= from && row.created_at < to],
    ['payments', { customer_id: 'C-3' }, (row) => row._customer.id === 'C-3'],
    ['payments', { customer_id: 'C-none' }, () => false],
    ['payments', { token_id: token.token_id }, (row) => row.token_id === token.token_id],
    [
      'payments',
      { token_id: token.token_id, state: 'unclear', from },
      (r) => r.token_id === token.token_id && r.state === 'unclear' && r.created_at >= from,
    ],
    ['tokens', {}, () => true],
    ['tokens', { state: 'active,pending' }, (row) => ['active', 'pending'].includes(row.state)],
    ['tokens', { bank: 'cimb' }, (row) => row.bank === 'cimb'],
    ['tokens', { customer_id: 'C-2' }, (row) => row._customer.id === 'C-2'],
    ['tokens', { phone: '+62 812-3456-783' }, (row) => row._phone === '628123456783'],
    ['tokens', { phone: '0812 3456 7831' }, (row) => row._phone === '6281234567831'],
    ['tokens', { phone: token._phone }, (row) => row._phone === token._phone],
    ['refunds', {}, () => true],
    ['refunds', { state: 'unclear' }, (row) => row.state === 'unclear'],
    ['refunds', { kind: 'late' }, () => false],
    ['refunds', { bank: 'cimb' }, (row) => row._bank === 'cimb'],
    ['refunds', { least: '1001' }, (row) => row.amount > 1000],
    ['notifications', {}, () => true],
    ['notifications', { state: 'exhausted,undeliverable' }, (r) => FAILED.includes(r.state)],
    ['notifications', { state: 'pending' }, (row) => row.state === 'pending'],
    ['notifications', { type: 'payment.failed' }, (row) => row.type === 'payment.failed'],
  ];
}
const FAILED = ['exhausted', 'undeliverable'];

describe('a filter', () => {
  test('finds what the same filter finds by hand, in one merchant and in its order', async () => {
    const [mine] = merchants;
    for (const [kind, query, keep] of cases()) {
      const found = await everything(`/${mine!.clientId}/${kind}`, finance, query);
      const wanted = byHand(kind, [made[0]!], keep);
      const ids = found.map((row) => row[ID[kind]] as string);
      expect({ kind, query, ids }).toEqual({ kind, query, ids: wanted });
      expect(found.every((row) => row.client_id === mine!.clientId)).toBe(true);
    }
  });

  test('finds the same over every merchant for people of the gateway', async () => {
    for (const [kind, query, keep] of cases()) {
      if (query['customer_id'] !== undefined || query['phone'] !== undefined) continue;
      const found = await everything(`/all/${kind}`, gateway, query);
      const ids = found.map((row) => row[ID[kind]] as string);
      expect({ kind, query, ids }).toEqual({ kind, query, ids: byHand(kind, made, keep) });
    }
  });

  test('by a customer asks for one merchant, since each has customers of its own', async () => {
    const answer = await office.ask('/all/payments?customer_id=C-1', gateway);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'choose_merchant' } });
  });

  test('that is wrong is refused by its name', async () => {
    for (const query of ['state=gone', 'least=x', 'from=yesterday', 'limit=0', 'token_id=1']) {
      const answer = await office.ask(`/${merchants[0]!.clientId}/payments?${query}`, finance);
      expect({ query, status: answer.status }).toEqual({ query, status: 400 });
      expect(await answer.json()).toMatchObject({ error: { code: 'field_invalid' } });
    }
  });
});

describe('pages', () => {
  test('show every row exactly once while new rows arrive and old ones change', async () => {
    const mine = await office.merchant();
    const reader = office.member('finance_maker', mine);
    const first = await makeRows(office, mine, dice, { tokens: 3, payments: 80 });
    const path = `/${mine.clientId}/payments`;
    const rows = await everything(path, reader, {}, async () => {
      office.advance(1);
      await makeRows(office, mine, dice, { tokens: 1, payments: 2 });
      await office.sql(`update payments set refunded = refunded where merchant_id = $1`, [
        mine.merchantId,
      ]);
    });
    const ids = rows.map((row) => row['payment_id'] as string);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = byHand('payments', [first], () => true);
    expect(ids.filter((id) => wanted.includes(id))).toEqual(wanted);
  });

  test('begin only where a page has ended', async () => {
    const path = `/${merchants[0]!.clientId}/payments`;
    const forged = [
      'x',
      Buffer.from('2026-01-01').toString('base64url'),
      Buffer.from("infinity ' or true --").toString('base64url'),
      Buffer.from('2026-13-77T99:00:00.000000Z 00000000-0000-0000-0000-000000000000').toString(
        'base64url',
      ),
    ];
    for (const after of forged) {
      const answer = await office.ask(`${path}?after=${encodeURIComponent(after)}`, finance);
      expect({ after, status: answer.status }).toEqual({ after, status: 400 });
      expect(await answer.json()).toMatchObject({
        error: { code: 'field_invalid', field: 'after' },
      });
    }
  });

  test('that stop looking say how far they looked, and lead on from there', () => {
    const row = (lane: string, at: number, matched: boolean, last = false) => ({
      lane,
      matched,
      last,
      spot_id: `${at}`,
      spot_at: `2026-01-01T00:00:${at}.000000Z`,
    });
    const found = [
      row('a', 50, true),
      row('a', 40, false, true),
      row('b', 45, true),
      row('b', 30, true),
    ];
    const cut = cutPage(found, 10);
    expect(cut.rows.map((one) => one.spot_id)).toEqual(['50', '45']);
    expect(cut.searched_to).toBe('2026-01-01T00:00:40.000Z');
    expect(cut.next).not.toBeNull();
  });

  test('of something rare among many end after a bounded look and go on until it is found', async () => {
    const mine = await office.merchant();
    const reader = office.member('viewer', mine);
    const { payments } = await makeRows(office, mine, dice, { tokens: 1, payments: 1 });
    const [only] = payments;
    await office.sql(
      `insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number,
         request_id, customer_key, sealed_details, asked_at, created_at, finished_at)
       select p.merchant_id, gen_random_uuid(), p.bank, p.token_id, 'failed', 1, gen_random_uuid(), 7, 'many-' || n,
              'many-' || n, p.customer_key, p.sealed_details, p.asked_at, now() + n * interval '1 ms', now()
         from payments p, generate_series(1, 2500) n where p.payment_id = $1`,
      [only!.payment_id],
    );
    const query = { least: `${only!.amount}` };
    const first = await page(`/${mine.clientId}/payments`, reader, query);
    expect(first.rows).toEqual([]);
    expect(first.searched_to).not.toBeNull();
    const second = await page(`/${mine.clientId}/payments`, reader, {
      ...query,
      after: first.next!,
    });
    expect(second.rows.map((row) => row['payment_id'])).toEqual([only!.payment_id]);
    expect(second).toMatchObject({ next: null, searched_to: null });
  });
});

describe('walls', () => {
  test('another merchant is not there, by list or by id', async () => {
    const [, other] = merchants;
    for (const kind of ['payments', 'tokens', 'refunds', 'notifications'] as const) {
      const foreign = made[1]![kind][0]![ID[kind]] as string;
      for (const path of [
        `/${other!.clientId}/${kind}`,
        `/${merchants[0]!.clientId}/${kind}/${foreign}`,
      ]) {
        const answer = await office.ask(path, finance);
        expect({ path, status: answer.status }).toEqual({ path, status: 404 });
        expect(await answer.json()).toMatchObject({ error: { code: 'not_found' } });
      }
    }
  });

  test('who may not see people sees them covered, in lists and on pages', async () => {
    const viewer = office.member('viewer', merchants[0]!);
    const path = `/${merchants[0]!.clientId}`;
    for (const kind of ['payments', 'tokens'] as const) {
      const open = await page(`${path}/${kind}`, finance, {});
      const covered = await page(`${path}/${kind}`, viewer, {});
      expect(open.rows[0]!['customer_name']).toMatch(/^Budi Santoso \d+$/);
      expect(covered.rows[0]!['customer_name']).toMatch(/^B\*\*\* S\*\*\* \d\*\*\*$/);
      const id = made[0]![kind][0]![ID[kind]] as string;
      const one = await (await office.ask(`${path}/${kind}/${id}`, viewer)).text();
      expect(one).not.toContain('Santoso');
      expect(one).not.toContain('gmail');
    }
    const news = made[0]!.notifications[0]!.notification_id as string;
    const body = await (await office.ask(`${path}/notifications/${news}`, viewer)).text();
    expect(body).toContain('B*** S***');
    expect(body).not.toContain('Santoso');
  });
});

describe('the sum', () => {
  test('counts and adds up what the filters find', async () => {
    const path = `/${merchants[0]!.clientId}/payments/sum`;
    const paid = made[0]!.payments.filter((row) => row.state === 'succeeded');
    const answer = await office.ask(`${path}?state=succeeded`, finance);
    expect(await answer.json()).toEqual({
      count: paid.length,
      amount: `${paid.reduce((sum, row) => sum + (row.amount as number), 0)}`,
      searched_to: null,
    });
  });
});
