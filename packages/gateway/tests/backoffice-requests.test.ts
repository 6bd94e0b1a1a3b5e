// Calls of the API in the Back Office: found, shown masked, led to what they made, and sent again in a sandbox.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAffairs, type Affairs, type Colleague } from './affairs-world.ts';
import type { MerchantClient } from './merchant-client.ts';
import { BANK, booksOf, paymentBody, type Bound } from './world.ts';

let affairs: Affairs;
let shop: MerchantClient;
let dev: Colleague;
let bound: Bound;
let at: string;

beforeAll(async () => {
  affairs = await startAffairs();
  shop = affairs.clientOf(affairs.one);
  dev = await affairs.person('developer', affairs.one);
  bound = await affairs.token(shop, '800000000003');
  at = `/${shop.clientId}/requests`;
});

afterAll(async () => {
  try {
    expect(await booksOf(affairs)).toEqual({ findings: [], differences: [] });
  } finally {
    await affairs.close();
  }
});

async function list(query: string, person = dev, where = at) {
  await affairs.recordCalls();
  return (await person.get(`${where}?${query}`)).json;
}

/** The page of the newest call with this Request-Id. */
async function callOf(requestId: string) {
  const { rows } = await list(`request_id=${requestId}`);
  return (await dev.get(`${at}/${rows[0].call_id}`)).json;
}

describe('the list', () => {
  test('has the newest first, page by page, without a gap or a repeat', async () => {
    for (let n = 0; n < 7; n += 1) await shop.get(`/orders/v1/status/page-${n}`);
    const paths: string[] = [];
    let next = '';
    do {
      const page = await list(`limit=3&endpoint=orders-status${next}`);
      paths.push(...page.rows.map((row: { path: string }) => row.path));
      next = page.next === null ? '' : `&after=${page.next}`;
    } while (next !== '');
    expect(paths).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `/orders/v1/status/page-${n}`));
    expect((await dev.get(`${at}?after=nonsense`)).json.error.field).toBe('after');
  });

  test('is narrowed by outcome, code, signature, time and Request-Id', async () => {
    const began = new Date(affairs.clock.now()).toISOString();
    const ok = await shop.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
    const refused = await shop.post(`${BANK}/payment`, paymentBody(bound, { amount: -1 }));
    const forged = await shop.get('/orders/v1/status/x', {
      headers: { Signature: 'HMACSHA256=x' },
    });
    const ids = async (query: string) =>
      (await list(`from=${began}&${query}`)).rows.map((row: any) => row.request_id);
    expect(await ids('outcome=ok')).toEqual([ok.requestId]);
    expect(await ids('outcome=refused&signature=right')).toEqual([refused.requestId]);
    expect(await ids('signature=wrong')).toEqual([forged.requestId]);
    expect(await ids('code=invalid_signature')).toEqual([forged.requestId]);
    expect(await ids('outcome=failed')).toEqual([]);
    expect(await ids(`request_id=${ok.requestId}`)).toEqual([ok.requestId]);
    const before = (await list(`to=${began}`)).rows.map((row: any) => row.request_id);
    expect(before).not.toContain(ok.requestId);
  });

  test('is the merchant’s own; people of the gateway see everybody’s', async () => {
    const two = affairs.clientOf(affairs.two);
    const { requestId } = await two.get('/orders/v1/status/of-two');
    expect((await list(`request_id=${requestId}`)).rows).toEqual([]);
    const gateway = await affairs.ofGateway('support');
    const all = await list(`request_id=${requestId}`, gateway, '/all/requests');
    expect(all.rows).toMatchObject([{ client_id: two.clientId, status: 404 }]);
    const newest = await list('limit=5', gateway, '/all/requests');
    expect(newest.rows[0].client_id).toBe(two.clientId);
    const theirs = all.rows[0].call_id;
    expect((await dev.get(`${at}/${theirs}`)).json.error.code).toBe('not_found');
    expect((await dev.post(`${at}/${theirs}/replay`)).json.error.code).toBe('not_found');
    const viewer = await affairs.person('viewer', affairs.one);
    expect((await viewer.get(at)).json.error.code).toBe('forbidden');
  });
});

describe('one call', () => {
  test('leads to the payment, the refund and the token that it made or was about', async () => {
    const body = paymentBody(bound);
    const paid = await shop.post(`${BANK}/payment`, body);
    const payment = await callOf(paid.requestId);
    expect(payment.subject.kind).toBe('payments');
    const refund = await shop.post(`${BANK}/payment-refund`, {
      order: { invoice_number: body.order.invoice_number },
      payment: { original_request_id: paid.requestId },
      refund: { amount: 1000, reason: 'Returned' },
    });
    expect(refund.status).toBe(201);
    const refunded = await callOf(refund.requestId);
    const [row] = await affairs.db.rows<{ refund_id: string }>({
      name: 'test-refund',
      text: 'select refund_id from refunds where request_id = $1',
      values: [refund.requestId],
    });
    expect(refunded.subject).toEqual({ kind: 'refunds', id: row!.refund_id });
    const registered = await shop.post(`${BANK}/token`, {
      customer: { id: 'C-new', name: 'Robby' },
      debit_card: { account_mobile_phone: '6281999000111' },
    });
    expect((await callOf(registered.requestId)).subject?.kind).toBe('tokens');
  });

  test('shows masked bodies, and a command for the shell without a signature that is good', async () => {
    const name = `Ibu O'Rahasia; rm -rf ${randomUUID()}`;
    const body = { ...paymentBody(bound), customer: { id: bound.customerId, name } };
    const { requestId } = await shop.post(`${BANK}/payment`, body);
    const call = await callOf(requestId);
    expect(call.request.order.invoice_number).toMatch(/^INV-/);
    const text = JSON.stringify(call);
    for (const secret of [name, bound.customerId, shop.secret]) expect(text).not.toContain(secret);
    expect(call.curl).toContain(`curl -sS -X POST '${affairs.ctx.publicUrl}${BANK}/payment'`);
    expect(call.curl).not.toMatch(/HMACSHA256=[A-Za-z0-9+/]{20}/);
  });

  test('with a wrong signature says what had to be signed, and is about nothing', async () => {
    const paid = await shop.post(`${BANK}/payment`, paymentBody(bound));
    // Somebody who has seen a Request-Id uses it without a key.
    await shop.post(`${BANK}/payment`, paymentBody(bound), {
      requestId: paid.requestId,
      headers: { Signature: 'HMACSHA256=x' },
    });
    const call = await callOf(paid.requestId);
    expect(call.call.signature).toBe('wrong');
    expect(call.string_to_sign).toContain(`Request-Id:${paid.requestId}\n`);
    expect(call.subject).toBeNull();
  });
});

describe('sent again', () => {
  test('a payment is another one, under a new Request-Id, signed anew', async () => {
    const body = paymentBody(bound);
    const first = await shop.post(`${BANK}/payment`, body);
    const { call } = await callOf(first.requestId);
    const again = await dev.post(`${at}/${call.call_id}/replay`);
    expect(again.status).toBe(200);
    // The same invoice cannot be paid twice: the gateway's own answer is shown.
    expect(again.json).toMatchObject({ status: 409, answer: { error: {} } });
    expect(again.json.request_id).not.toBe(first.requestId);
    const seen = await callOf(again.json.request_id);
    expect(seen.call).toMatchObject({ signature: 'right', path: `${BANK}/payment` });
    expect((await affairs.auditOf(shop)).at(-1)).toMatchObject({
      act: 'request.replayed',
      subject: call.call_id,
      operator_id: dev.operatorId,
    });
  });

  test('a query answers as before, with its body and without one', async () => {
    const asked = await shop.post(`${BANK}/tokens`, { customer: { id: bound.customerId } });
    const tokens = await callOf(asked.requestId);
    const again = await dev.post(`${at}/${tokens.call.call_id}/replay`);
    expect(again.json.status).toBe(200);
    expect(again.json.answer).toHaveLength(asked.json.length);
    expect(again.text).not.toContain(bound.customerId);
    const got = await shop.get('/orders/v1/status/none');
    const status = await callOf(got.requestId);
    const said = await dev.post(`${at}/${status.call.call_id}/replay`);
    expect(said.json).toMatchObject({
      status: 404,
      answer: { error: { code: 'transaction_not_found' } },
    });
  });

  test('is nothing that was not proved, and nothing outside a sandbox', async () => {
    const forged = await shop.post(`${BANK}/payment`, paymentBody(bound), {
      headers: { Signature: 'HMACSHA256=x' },
    });
    const { call } = await callOf(forged.requestId);
    const said = await dev.post(`${at}/${call.call_id}/replay`);
    expect(said.json.error.code).toBe('not_allowed_now');
    affairs.ctx.sandbox = false;
    try {
      const { json } = await dev.post(`${at}/${call.call_id}/replay`);
      expect(json.error.code).toBe('sandbox_only');
      // and what it would need is not kept there
      const paid = await shop.post(`${BANK}/payment`, paymentBody(bound));
      await affairs.recordCalls();
      affairs.ctx.sandbox = true;
      const kept = await callOf(paid.requestId);
      const again = await dev.post(`${at}/${kept.call.call_id}/replay`);
      expect(again.json.error.code).toBe('not_allowed_now');
    } finally {
      affairs.ctx.sandbox = true;
    }
  });
});

test('the debugger answers for the merchant’s own keys alone', async () => {
  const debug = (person: Colleague, body: object) =>
    person.post(`/${shop.clientId}/signature`, {
      method: 'GET',
      target: '/orders/v1/status/x',
      client_id: shop.clientId,
      request_id: 'R-1',
      timestamp: new Date(affairs.clock.wall()).toISOString(),
      signature: 'HMACSHA256=x',
      body: '',
      ...body,
    });
  const said = await debug(dev, {});
  expect(said.json).toMatchObject({
    right: false,
    findings: [{ code: 'signature_form' }],
  });
  expect(said.text).not.toContain(shop.secret);
  const stranger = await affairs.person('developer', affairs.two);
  expect((await debug(stranger, {})).json.error.code).toBe('not_found');
});
