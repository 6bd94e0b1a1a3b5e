// The statements of lists and search touch a bounded number of blocks, whatever the table holds and whatever is asked for.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NEWEST } from '../src/backoffice/paging/cursor.ts';
import {
  ownerQuery,
  sumQuery,
  WALKING,
  walkQuery,
  type Narrowed,
} from '../src/backoffice/paging/store.ts';
import { approvalsQuery } from '../src/backoffice/people/store.ts';
import { narrowPayments, PAYMENTS } from '../src/backoffice/payments/store-list.ts';
import { byIdQuery, byPersonQuery, byTextQuery } from '../src/backoffice/search/store.ts';
import type { Query, Tx } from '../src/base/db.ts';
import { openTestReading } from './backoffice-world.ts';
import { diceOf, makeRows, type Row } from './backoffice-rows.ts';
import { flowContext, type FlowContext } from './flow-context.ts';

let flow: FlowContext;
let reading: ReturnType<typeof openTestReading>;
let merchants: string[];
let token: Row;

beforeAll(async () => {
  flow = await flowContext();
  reading = openTestReading(flow.databaseUrl);
  merchants = [];
  for (const count of [60_000, 3000]) {
    const merchant = await flow.merchant();
    const made = await makeRows(flow, merchant, diceOf(5), { tokens: 8, payments: 1 });
    token ??= made.tokens[0]!;
    merchants.push(merchant.merchantId);
    await flow.sql(FILL, [made.payments[0]!.payment_id, count, `${count}`]);
  }
  await flow.sql('analyze');
}, 120_000);

afterAll(async () => {
  await reading.close();
  await flow.close();
});

const FILL = `
  insert into payments (merchant_id, payment_id, bank, token_id, state, version, last_move, amount, invoice_number, request_id,
    customer_key, sealed_details, asked_at, created_at, finished_at, bank_payment_id)
  select p.merchant_id, gen_random_uuid(), p.bank, t.token_id, 'failed', 1, gen_random_uuid(), 7, $3 || '-' || n, $3 || '-' || n,
         t.customer_key, 'x', p.asked_at, now() - n * interval '1 second', now(), $3 || '-' || n
    from payments p
   cross join generate_series(1, $2::int) n
    join (select *, row_number() over (order by token_id) as i from tokens) t
      on t.merchant_id = p.merchant_id and t.i % 8 = n % 8
   where p.payment_id = $1`;

/** Blocks that a statement of a walk reads, found or not. */
async function blocksOf(merchantIds: string[] | null, query: Query): Promise<number> {
  return await reading.of(merchantIds).together(async (at) => {
    await at.rows(WALKING);
    return await touched(at, query);
  });
}

async function touched(at: Tx, query: Query): Promise<number> {
  const [row] = await at.rows<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>({
    name: '',
    text: `explain (analyze, buffers, format json) ${query.text}`,
    values: query.values,
  });
  const plan = row!['QUERY PLAN'][0]!.Plan;
  return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
}

const of = (merchantIds: string[] | null): Narrowed => ({
  merchantIds,
  along: [],
  filters: [],
  from: null,
  to: null,
});

describe('a walk', () => {
  test('of a full page reads little more than its rows', async () => {
    for (const ids of [[merchants[0]!], [merchants[1]!], merchants, null]) {
      expect(await blocksOf(ids, walkQuery(PAYMENTS, of(ids), NEWEST, 50))).toBeLessThan(1500);
    }
  });

  test('begins where its time ends, and not at the newest row', async () => {
    const ids = [merchants[0]!];
    const to = new Date(flow.clock.now() - 50_000_000).toISOString();
    const query = walkQuery(PAYMENTS, { ...of(ids), to }, NEWEST, 50);
    expect(await blocksOf(ids, query)).toBeLessThan(800);
  });

  test('in vain ends after its bounded look', async () => {
    for (const ids of [[merchants[0]!], null]) {
      const list = narrowPayments(of(ids), { reason: 'none' }, null);
      expect(await blocksOf(ids, walkQuery(PAYMENTS, list, NEWEST, 50))).toBeLessThan(6000);
      expect(await blocksOf(ids, sumQuery(PAYMENTS, list, NEWEST))).toBeLessThan(6000);
    }
  });

  test('along what is unclear or a customer passes nothing else', async () => {
    const ids = [merchants[0]!];
    const unclear = narrowPayments(of(ids), { state: ['unclear'] }, null);
    expect(await blocksOf(ids, walkQuery(PAYMENTS, unclear, NEWEST, 50))).toBeLessThan(100);
    const customer = narrowPayments(of(ids), {}, token['customer_key'] as Buffer);
    expect(await blocksOf(ids, walkQuery(PAYMENTS, customer, NEWEST, 50))).toBeLessThan(800);
  });
});

test('a page of requests for approval, of any state, reads little more than its rows', async () => {
  await flow.sql(
    `insert into approvals (merchant_id, approval_id, kind, state, subject, asked, reason, asked_by, asked_at, expires_at)
     select $1, gen_random_uuid(), 'refund', case when n % 10000 = 0 then 'failed' else 'done' end, 's', '{}', 'why', $1,
            now() - n * interval '1 second', now() from generate_series(1, 60000) n`,
    [merchants[0]],
  );
  await flow.sql('analyze approvals');
  const all = { state: null, from: null, to: null, after: null, limit: 50 };
  for (const ids of [[merchants[0]!], [merchants[1]!], null]) {
    for (const state of [null, 'done', 'failed', 'expired'] as const) {
      const recent = flow.clock.now() - 10_000;
      for (const wanted of [all, { ...all, from: recent }, { ...all, to: recent }]) {
        const query = approvalsQuery(ids, { ...wanted, state });
        expect(query.name, 'it is planned for its values').toBe('');
        const blocks = await reading.of(ids).together(async (at) => await touched(at, query));
        expect(blocks).toBeLessThan(400);
      }
    }
  }
});

describe('a look-up', () => {
  test('reads a few blocks for each merchant, found or not', async () => {
    const keys = merchants.map((merchantId) => ({
      merchantId,
      customer: token['customer_key'] as Buffer,
      phone: Buffer.from('x'),
    }));
    for (const ids of [[merchants[0]!], null]) {
      for (const text of ['60000-55', '60000-59999', 'nothing']) {
        expect(await blocksOf(ids, byTextQuery(ids, text))).toBeLessThan(200);
      }
      expect(await blocksOf(ids, byIdQuery(ids, merchants[0]!))).toBeLessThan(100);
      expect(await blocksOf(ids, byPersonQuery(ids, keys))).toBeLessThan(300);
      expect(await blocksOf(ids, ownerQuery(PAYMENTS, ids, merchants[0]!))).toBeLessThan(50);
    }
  });
});
