// Balances in the Back Office: for any ledger and any period the movements come to the balance, journals are found and linked, and
// nobody sees what is not theirs. Money in transit is in home-money.test.ts.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { BALANCE_ROUTES } from '../src/backoffice/balances/index.ts';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import {
  getAccount,
  getJournal,
  listBalances,
  listMerchantBalances,
  listMovements,
} from '../src/backoffice/contract/balances.ts';
import { accountOf, balanceOf } from '../src/ledger/account.ts';
import { piecesOf } from '../src/ledger/pieces.ts';
import * as postings from '../src/ledger/postings.ts';
import { sumLedger } from '../src/ledger/sum.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { postJournals, type NewJournal } from '../src/settlement/store-booking.ts';
import { pay } from './backoffice-money.ts';
import { startOffice, type Office } from './backoffice-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Wednesday, 02:30 WIB: the day before in UTC. */
const START = Date.parse('2026-11-24T19:30:00Z');

let office: Office;
let gateway: string;

beforeAll(async () => {
  office = await startOffice([...BALANCE_ROUTES, ...PAYMENT_ROUTES]);
  gateway = office.signIn({ gatewayRole: 'admin' });
});

afterAll(() => office.close());

/** Asks, and holds the answer against the contract. */
async function ask<S extends { answer: z.ZodType }>(
  shape: S,
  path: string,
  cookie = gateway,
): Promise<z.output<S['answer']>> {
  const answer = await office.ask(path, cookie);
  const body: unknown = await answer.json();
  expect([path, answer.status, body]).toEqual([path, 200, expect.anything()]);
  return shape.answer.parse(body) as z.output<S['answer']>;
}

const iso = (at: number): string => new Date(at).toISOString();
const period = (from: number, to: number) =>
  new URLSearchParams({ from: iso(from), to: iso(to) }).toString();

function post(merchant: Merchant, at: number, journals: readonly NewJournal[]): Promise<void> {
  return office.db.transaction((tx) => postJournals(tx, merchant.merchantId, at, journals));
}

/** What an account held before an instant, by adding up every transfer. */
async function heldBefore(merchant: Merchant, account: string, at: number): Promise<bigint> {
  const [row] = await office.sql<{ debits: string; credits: string }>(
    `select coalesce(sum(t.amount) filter (where t.debit = $2), 0)::text as debits,
            coalesce(sum(t.amount) filter (where t.credit = $2), 0)::text as credits
       from ledger_journals j join ledger_transfers t using (merchant_id, journal_no)
      where merchant_id = $1 and j.made_at < $3`,
    [merchant.merchantId, account, iso(at)],
  );
  return balanceOf(accountOf(account)!.side, BigInt(row!.debits), BigInt(row!.credits));
}

const amounts = fc.bigInt({ min: 1n, max: 999_999n });
/** Any template, with any amounts. */
const movements: fc.Arbitrary<Pick<NewJournal, 'template' | 'transfers'>> = fc.oneof(
  amounts.map((amount) => ({
    template: 'paymentSucceeded' as const,
    transfers: postings.paymentSucceeded('cimb', amount),
  })),
  amounts.map((fee) => ({
    template: 'feeCharged' as const,
    transfers: postings.feeCharged(fee),
  })),
  amounts.map((amount) => ({
    template: 'refundSucceeded' as const,
    transfers: postings.refundSucceeded('cimb', amount),
  })),
  fc.tuple(amounts, amounts).map(([taken, back]) => ({
    template: 'statementReconciled' as const,
    transfers: postings.statementReconciled('cimb', taken, back),
  })),
  fc.tuple(amounts, amounts).map(([plus, minus]) => ({
    template: 'settlementBatched' as const,
    transfers: postings.settlementBatched('cimb', [
      { account: 'SBA-0001-000000001', amount: plus },
      { account: 'SBA-0001-000000002', amount: -minus },
    ]),
  })),
  fc.tuple(amounts, amounts).map(([amount, fee]) => ({
    template: 'paymentReversed' as const,
    transfers: postings.paymentReversed('cimb', amount, fee),
  })),
);

/** Commits in the order of the chain, their times within three days and in any order; after some of them the sums are made. */
const ledgers = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    journals: fc.array(movements, { minLength: 1, maxLength: 4 }),
    sums: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
const instants = fc.integer({ min: -60, max: 3 * 24 * 60 + 60 });

describe('any ledger', () => {
  test('comes from its opening to its closing balance by what moved in between, whatever is summed yet', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, fc.tuple(instants, instants), async (ledger, ends) => {
        const merchant = await office.merchant();
        for (const { after, journals, sums } of ledger) {
          await post(
            merchant,
            START + after * MINUTE,
            journals.map((one) => ({ ...one, subjectId: randomUUID() })),
          );
          if (sums) await sumLedger(office.ctx);
        }
        const [from, to] = [Math.min(...ends), Math.max(...ends)].map((at) => START + at * MINUTE);
        const now = await ask(listBalances, `/${merchant.clientId}/balances`);
        expect(now.difference).toBe('0');
        const then = await ask(
          listBalances,
          `/${merchant.clientId}/balances?before=${encodeURIComponent(iso(to!))}`,
        );
        expect(then.difference).toBe('0');
        for (const { account, balance } of now.accounts) {
          const path = `/${merchant.clientId}/balances/${account}`;
          const why = await ask(getAccount, `${path}?${period(from!, to!)}`);
          const sum = why.groups.reduce((all, one) => all + BigInt(one.change), 0n);
          expect(BigInt(why.opening) + sum).toBe(BigInt(why.closing));
          expect(BigInt(why.opening)).toBe(await heldBefore(merchant, account, from!));
          expect(BigInt(why.closing)).toBe(await heldBefore(merchant, account, to!));
          expect(why.account.balance).toBe(balance);
          expect(BigInt(then.accounts.find((one) => one.account === account)?.balance ?? 0)).toBe(
            BigInt(why.closing),
          );
          expect((await ask(getAccount, path)).closing).toBe(balance);
          const rows = await pages(path, period(from!, to!));
          expect(new Set(rows.map((one) => one.journal_no)).size).toBe(rows.length);
          expect(rows.reduce((all, one) => all + BigInt(one.change), 0n)).toBe(sum);
          expect(rows.length).toBe(why.groups.reduce((all, one) => all + one.journals, 0));
        }
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  /** All movements, three to a page. */
  async function pages(path: string, query: string) {
    const rows: z.output<typeof listMovements.answer>['rows'] = [];
    for (let after: string | null = ''; after !== null;) {
      const next: string = after === '' ? '' : `&after=${after}`;
      const page = await ask(listMovements, `${path}/movements?${query}&limit=3${next}`);
      rows.push(...page.rows);
      after = page.next;
    }
    return rows;
  }
});

test('a stretch of time is put together from pieces, each instant in one of them', () => {
  const whole = fc.tuple(fc.nat({ max: 90 * DAY }), fc.nat({ max: 90 * DAY }), fc.nat({ max: 1 }));
  fc.assert(
    fc.property(whole, fc.nat({ max: 90 * DAY }), ([one, other], at) => {
      const [from, to] = [START + Math.min(one, other), START + Math.max(one, other)];
      const { kept, parts } = piecesOf(from, to);
      const holds = [...kept, ...parts].filter(
        ({ first, last }) => first <= START + at && START + at < last,
      );
      expect(holds.length).toBe(START + at >= from && START + at < to ? 1 : 0);
      for (const { span, first, last } of kept) {
        const unit = span === 'day' ? DAY : HOUR;
        expect([(first + 7 * HOUR) % unit, (last + 7 * HOUR) % unit]).toEqual([0, 0]);
      }
      for (const { first, last } of parts) {
        expect(Math.floor(first / HOUR)).toBe(Math.floor((last - 1) / HOUR));
      }
      expect(kept.length + parts.length).toBeLessThanOrEqual(5);
    }),
  );
});

describe('what a merchant is owed', () => {
  test('is what is not settled, what is settled and what is on its way, refunds taken off', async () => {
    const merchant = await office.merchant();
    await post(merchant, START, [
      journal('paymentSucceeded', postings.paymentSucceeded('cimb', 100_000n)),
      journal('feeCharged', postings.feeCharged(2_000n)),
      journal('refundRequested', postings.refundRequested(8_000n)),
      journal(
        'settlementBatched',
        postings.settlementBatched('cimb', [{ account: 'SBA-0001-000000001', amount: 30_000n }]),
      ),
      journal('payoutSent', postings.payoutSent('cimb', 'SBA-0001-000000001', 20_000n)),
    ]);
    const { owed, accounts } = await ask(listBalances, `/${merchant.clientId}/balances`);
    expect(owed).toEqual({
      total: '90000',
      payable: '60000',
      settled: '10000',
      on_its_way: '20000',
      refunds: '8000',
    });
    for (const { last_moved_at: at } of accounts) expect(at).toBe(iso(START));
    await sumLedger(office.ctx);
    const summed = await ask(listBalances, `/${merchant.clientId}/balances`);
    expect(summed.accounts).toEqual(accounts);
    const split = accounts.find(({ kind }) => kind === 'split_payable');
    expect(split).toMatchObject({
      bank: 'cimb',
      bank_account: { account_id: 'SBA-0001-000000001' },
      side: 'credit',
      clears: false,
    });
  });
});

const journal = (
  template: postings.Template,
  transfers: readonly postings.Transfer[],
): NewJournal => ({ template, transfers, subjectId: randomUUID() });

describe('a journal', () => {
  test('shows its transfers, its payment, what caused it, and that its link holds', async () => {
    const merchant = await office.merchant();
    const paid = await pay(office, merchant, 90_000n);
    const path = `/${merchant.clientId}/journals/1`;
    expect(await ask(getJournal, path)).toMatchObject({
      journal: {
        journal_no: 1,
        template: 'paymentSucceeded',
        lines: [{ debit: 'bank_receivable:cimb', credit: 'merchant_payable', amount: '90000' }],
      },
      subject: { kind: 'payment', id: paid.paymentId, name: paid.invoiceNumber },
      cause: { event: 'bank_paid', actor: 'bank', people: [] },
      previous_hash: null,
      holds: true,
      is_head: true,
    });
    await pay(office, merchant, 10_000n);
    const [first, second] = [
      await ask(getJournal, path),
      await ask(getJournal, `/${merchant.clientId}/journals/2`),
    ];
    expect(second.previous_hash).toBe(first.hash);
    expect([first.is_head, second.is_head, second.holds]).toEqual([false, true, true]);
    const story = await office.ask(`/${merchant.clientId}/payments/${paid.paymentId}`, gateway);
    expect(await story.json()).toMatchObject({ journals: [{ journal_no: 1 }] });
  });

  test('says when it was changed', async () => {
    const merchant = await office.merchant();
    await pay(office, merchant, 90_000n);
    await office.sql('update ledger_transfers set amount = 80000 where merchant_id = $1', [
      merchant.merchantId,
    ]);
    expect((await ask(getJournal, `/${merchant.clientId}/journals/1`)).holds).toBe(false);
  });

  test('of a number that there is not is not found', async () => {
    const merchant = await office.merchant();
    for (const no of ['1', '999999']) {
      expect((await office.ask(`/${merchant.clientId}/journals/${no}`, gateway)).status).toBe(404);
    }
    expect((await office.ask(`/${merchant.clientId}/journals/0`, gateway)).status).toBe(400);
  });
});

describe('an account', () => {
  test('that is none of the chart is not found, and one that never moved holds nothing', async () => {
    const merchant = await office.merchant();
    const status = async (account: string) =>
      (await office.ask(`/${merchant.clientId}/balances/${account}`, gateway)).status;
    expect(await status('profit')).toBe(404);
    expect(await status('cash')).toBe(404);
    expect(await status('suspense:cimb')).toBe(404);
    const never = await ask(getAccount, `/${merchant.clientId}/balances/suspense`);
    expect(never).toMatchObject({ opening: '0', closing: '0', groups: [] });
  });

  test('refuses a period that ends before it begins, and a cursor of another list', async () => {
    const merchant = await office.merchant();
    const path = `/${merchant.clientId}/balances/merchant_payable`;
    const said = async (where: string) =>
      ((await (await office.ask(where, gateway)).json()) as { error: { field: string } }).error
        .field;
    expect(await said(`${path}?${period(START, START - 1)}`)).toBe('to');
    expect(await said(`${path}/movements?after=bm90aGluZw`)).toBe('after');
  });

  test('is a file of its movements, oldest first, in the zone that its head names', async () => {
    const merchant = await office.merchant();
    await post(merchant, START, [journal('feeCharged', postings.feeCharged(1_000n))]);
    await sumLedger(office.ctx);
    await post(merchant, START + HOUR, [
      journal('paymentSucceeded', postings.paymentSucceeded('cimb', 50_000n)),
    ]);
    const path = `/${merchant.clientId}/balances/merchant_payable/movements.csv`;
    const answer = await office.ask(path, gateway);
    expect(answer.status).toBe(200);
    const [head, ...rows] = (await answer.text()).trim().split('\n');
    expect(head).toContain('made_at (Asia/Jakarta, UTC+7)');
    expect(rows.map((row) => row.replace(/,[0-9a-f-]{36},/, ',id,'))).toEqual([
      '2026-11-25 02:30:00,1,feeCharged,payment,id,1000,0,-1000',
      '2026-11-25 03:30:00,2,paymentSucceeded,payment,id,0,50000,50000',
    ]);
    const some = await office.ask(`${path}?template=feeCharged`, gateway);
    expect((await some.text()).trim().split('\n')).toHaveLength(2);
  });

  test('is not read while too much of the chain is not added up; its balance is', async () => {
    const merchant = await office.merchant();
    await pay(office, merchant, 90_000n);
    await office.sql(
      `insert into ledger_journals (merchant_id, journal_no, template, subject_id, made_at, hash)
       values ($1, 60000, 'feeCharged', gen_random_uuid(), now(), '\\x00')`,
      [merchant.merchantId],
    );
    const path = `/${merchant.clientId}/balances`;
    const answer = await office.ask(`${path}/merchant_payable`, gateway);
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error: { code: 'being_counted' } },
    ]);
    expect((await ask(listBalances, path)).owed.total).toBe('90000');
  });
});

describe('every merchant', () => {
  test('is listed by name with its balances by kind, page by page', async () => {
    for (const name of ['Zeta', 'Alpha', 'Alpha']) {
      const merchant = await office.merchant();
      await office.sql('update merchants set name = $2 where merchant_id = $1', [
        merchant.merchantId,
        name,
      ]);
      await post(merchant, START, [
        journal('paymentSucceeded', postings.paymentSucceeded('cimb', 7_000n)),
      ]);
    }
    const rows: z.output<typeof listMerchantBalances.answer>['rows'] = [];
    let totals: z.output<typeof listMerchantBalances.answer>['totals'] = null;
    for (let after: string | null = ''; after !== null;) {
      const next: string = after === '' ? '' : `&after=${after}`;
      const page = await ask(listMerchantBalances, `/all/merchant-balances?limit=2${next}`);
      rows.push(...page.rows);
      ({ totals } = page);
      after = page.next;
    }
    const names = rows.map((one) => one.merchant_name);
    expect(names.filter((name) => /Alpha|Zeta/.test(name))).toEqual(['Alpha', 'Alpha', 'Zeta']);
    expect(new Set(rows.map((one) => one.client_id)).size).toBe(rows.length);
    const sum = (kind: string) =>
      rows
        .flatMap(({ balances }) => balances)
        .reduce((all, one) => (one.kind === kind ? all + BigInt(one.balance) : all), 0n);
    for (const { kind, balance } of totals ?? [])
      expect([kind, balance]).toEqual([kind, `${sum(kind)}`]);
    const only = await ask(listMerchantBalances, '/all/merchant-balances?kind=cash&limit=200');
    expect(only.rows.flatMap((one) => one.balances.map(({ kind }) => kind))).not.toContain(
      'suspense',
    );
  });
});

describe('people', () => {
  test('see the balances of their own merchant alone', async () => {
    const [own, foreign] = [await office.merchant(), await office.merchant()];
    for (const merchant of [own, foreign]) await pay(office, merchant, 90_000n);
    const finance = office.member('finance_maker', own);
    const status = async (path: string) => (await office.ask(path, finance)).status;
    expect(await status(`/${own.clientId}/balances`)).toBe(200);
    expect(await status(`/${foreign.clientId}/balances`)).toBe(404);
    expect(await status(`/${foreign.clientId}/journals/1`)).toBe(404);
    expect(await status('/all/merchant-balances')).toBe(404);
    const { rows } = await ask(listMerchantBalances, `/${own.clientId}/merchant-balances`, finance);
    expect(rows.map((one) => one.client_id)).toEqual([own.clientId]);
    for (const role of ['viewer', 'support', 'developer'] as const) {
      const path = `/${own.clientId}/balances`;
      expect((await office.ask(path, office.member(role, own))).status).toBe(403);
    }
  });
});
