// The search of the Back Office: everything by every reference that it has, exactly, in one merchant or in all, and no further.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYMENT_ROUTES } from '../src/backoffice/payments/index.ts';
import { SEARCH_ROUTES } from '../src/backoffice/search/index.ts';
import { referenceOf } from '../src/base/reference.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { CUSTOMER, pay, somebody, type Made, type Somebody } from './backoffice-money.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import { declined } from './flow-context.ts';

interface Hit {
  client_id: string;
  kind: string;
  id: string;
  by: string;
  state: string | null;
}

let office: Office;
let merchant: Merchant;
let made: Made;
let other: Made;
let finance: Somebody;
let gateway: string;

beforeAll(async () => {
  office = await startOffice([...SEARCH_ROUTES, ...PAYMENT_ROUTES], { checksAnswers: true });
  merchant = await office.merchant({ notifyRefunds: true });
  made = await pay(office, merchant);
  other = await pay(office, await office.merchant());
  finance = await somebody(office, 'finance_maker', merchant);
  gateway = office.signIn({ gatewayRole: 'support' });
  await office.ask(`/${merchant.clientId}/payments/${made.paymentId}/refunds`, finance.cookie, {
    method: 'POST',
    body: { amount: '1000', reason: 'a dent in it', request_id: 'form-1' },
  });
});

afterAll(() => office.close());

async function find(
  q: string,
  workspace = merchant.clientId,
  who = finance.cookie,
): Promise<Hit[]> {
  const answer = await office.ask(
    `/${workspace}/search?${new URLSearchParams({ q }).toString()}`,
    who,
  );
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { hits: Hit[] }).hits;
}

const kindsOf = (hits: readonly Hit[]) => hits.map(({ kind, by }) => `${kind} by ${by}`).toSorted();

describe('a search', () => {
  test('finds a payment by its invoice, its Request-Id, its id, our reference and the bank its own', async () => {
    const [row] = await office.sql<{ bank_payment_id: string }>(
      'select bank_payment_id from payments where payment_id = $1',
      [made.paymentId],
    );
    for (const [q, by] of [
      [made.invoiceNumber, 'invoice_number'],
      [made.requestId, 'request_id'],
      [made.paymentId, 'id'],
      [made.paymentId.toUpperCase(), 'id'],
      [referenceOf(made.paymentId), 'id'],
      [row!.bank_payment_id, 'bank_reference'],
    ] as const) {
      expect({ q, hits: await find(q) }).toMatchObject({
        q,
        hits: [
          {
            kind: 'payments',
            by,
            id: made.paymentId,
            state: 'succeeded',
            client_id: merchant.clientId,
          },
        ],
      });
    }
  });

  test('finds what ended without money by its invoice as well', async () => {
    office.bank.next('pay', declined('bank_refused'));
    const failed = await pay(office, merchant);
    expect(await find(failed.invoiceNumber)).toMatchObject([
      { id: failed.paymentId, state: 'failed' },
    ]);
  });

  test('finds a customer by their id, and an account by its phone however it is written', async () => {
    const found = kindsOf(await find(CUSTOMER.id));
    expect(found).toContain('payments by customer_id');
    expect(found).toContain('tokens by customer_id');
    for (const phone of ['6281234567890', '+62 812-3456-7890', '081234567890']) {
      const hits = await find(phone);
      expect(hits.map(({ id }) => id)).toContain(made.tokenId);
      expect(new Set(kindsOf(hits))).toEqual(new Set(['tokens by phone']));
    }
  });

  test('finds tokens, refunds and notifications by their ids and references', async () => {
    const [refund] = await office.sql<{ refund_id: string; bank_refund_id: string }>(
      'select refund_id, bank_refund_id from refunds where payment_id = $1',
      [made.paymentId],
    );
    const [news] = await office.sql<{ notification_id: string }>(
      `select notification_id from notifications where subject_id = $1`,
      [made.paymentId],
    );
    expect(kindsOf(await find(made.tokenId))).toEqual(['tokens by id']);
    expect(kindsOf(await find(referenceOf(made.tokenId)))).toEqual(['tokens by id']);
    expect(kindsOf(await find(refund!.refund_id))).toEqual(['refunds by id']);
    expect(kindsOf(await find(refund!.bank_refund_id))).toEqual(['refunds by bank_reference']);
    expect(kindsOf(await find('bo-form-1'))).toEqual(['refunds by request_id']);
    expect(kindsOf(await find(news!.notification_id))).toEqual(['notifications by id']);
  });

  test('finds calls by their Request-Id', async () => {
    await office.sql(
      `insert into api_calls (merchant_id, call_id, at, method, path, endpoint, request_id, status, signature, replayed, took_ms)
       values ($1, gen_random_uuid(), now(), 'POST', '/x', 'payment', 'call-77', 400, 'wrong', false, 3)`,
      [merchant.merchantId],
    );
    expect(kindsOf(await find('call-77'))).toEqual(['requests by request_id']);
  });

  test('finds nothing of another merchant; people of the gateway find it in all', async () => {
    for (const q of [other.invoiceNumber, other.requestId, other.paymentId, other.tokenId]) {
      expect({ q, hits: await find(q) }).toEqual({ q, hits: [] });
      expect({ q, count: (await find(q, 'all', gateway)).length }).toEqual({ q, count: 1 });
    }
    const everywhere = await find(CUSTOMER.id, 'all', gateway);
    expect(new Set(everywhere.map((hit) => hit.client_id)).size).toBe(2);
  });

  test('is exact: a part of a reference finds nothing', async () => {
    expect(await find(made.invoiceNumber.slice(0, -1))).toEqual([]);
    expect(await find(`${made.invoiceNumber}' or true --`)).toEqual([]);
  });
});

describe('its statements', () => {
  test('read no table from one end to the other', async () => {
    const { byIdQuery, byPersonQuery, byTextQuery } =
      await import('../src/backoffice/search/store.ts');
    const key = Buffer.from('key');
    const keys = [{ merchantId: merchant.merchantId, customer: key, phone: key }];
    for (const query of [
      byTextQuery(null, 'x'),
      byTextQuery([merchant.merchantId], 'x'),
      byIdQuery(null, made.paymentId),
      byPersonQuery(null, keys),
    ]) {
      const plan = await office.db.transaction(async (tx) => {
        await tx.rows({ name: 'off', text: 'set local enable_seqscan = off', values: [] });
        return await tx.rows<{ 'QUERY PLAN': string }>({
          name: `explain ${query.name}`,
          text: `explain ${query.text}`,
          values: query.values,
        });
      });
      const text = plan.map((line) => line['QUERY PLAN']).join('\n');
      expect(text).not.toMatch(
        /Seq Scan on (payments|tokens|refunds|notifications|requests|api_calls)/,
      );
    }
  });
});
