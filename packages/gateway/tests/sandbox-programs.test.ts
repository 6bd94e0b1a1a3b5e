// The gateway's calls for programs in a sandbox: merchants of a test's own, the record of calls, sending again.
import { randomUUID } from 'node:crypto';
import { stringToSign } from '@tarik/wire/doku/signature';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantClient, type MerchantClient } from './merchant-client.ts';
import { startReceiver } from './receiver.ts';
import { BANK, paymentBody, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

test('a browser that opens the address of the gateway is led to the API reference', async () => {
  const { status, headers } = await fetch(world.url, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([302, '/docs']);
});

test('a merchant gets verified bank accounts, the first one as its default', async () => {
  const { body: made } = await ask('POST', '/sandbox/merchants', {});
  const path = `/sandbox/merchants/${made.client_id}/bank-accounts`;
  const first = await ask('POST', path, {});
  const asked = { bank_code: '008', number: '900000000003', holder: 'CV SELLER DUA' };
  const second = await ask('POST', path, asked);
  expect([first, second]).toMatchObject([
    { status: 201, body: { bank_name: 'BCA', status: 'verified', is_default: true } },
    { status: 201, body: { bank_name: 'Mandiri', number_tail: '0003', is_default: false } },
  ]);
  const { body } = await ask('GET', path);
  expect(body.bank_accounts).toEqual([first.body, second.body]);
  expect(await ask('POST', path, asked)).toMatchObject({ status: 409 });
  const wrong = await ask('POST', path, { number: '12A' });
  expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringMatching(/^number /) } });
  expect((await ask('POST', path, { bank: '008' })).body.error).toMatch(/^bank is no field/);
  expect((await ask('GET', '/sandbox/merchants/MCH-nobody/bank-accounts')).status).toBe(404);
});

describe('merchants', () => {
  test('are made with everything drawn, and may call at once', async () => {
    const made = await ask('POST', '/sandbox/merchants', {});
    expect(made).toEqual({
      status: 201,
      body: {
        client_id: expect.stringMatching(/^MCH-\d{4}-\d{14}$/),
        secret_key: expect.stringMatching(/^SK-[\w-]{32}-do-not-use-in-production$/),
        name: 'Sandbox merchant',
        banks: [],
        settings: expect.objectContaining({ rate: null, replayStatus: 'conflict' }),
      },
    });
    const listed = await clientOf(made.body).post(`${BANK}/tokens`, { customer: { id: 'C-1' } });
    expect([listed.status, listed.json, listed.verified]).toEqual([200, [], true]);
  });

  test('are made as asked, with their bank, and pay with it', async () => {
    const asked = {
      name: 'Toko Uji',
      client_id: `MCH-test-${randomUUID()}`,
      secret_key: 'SK-of-a-test',
      notification_url: world.receiver.url,
      bank: { key: 'KEY-two', secret: 'no matter' },
      settings: { notifyRefunds: true, replayStatus: 'original' },
    };
    const { status, body } = await ask('POST', '/sandbox/merchants', asked);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      client_id: asked.client_id,
      secret_key: asked.secret_key,
      name: asked.name,
      banks: [{ bank: 'cimb', active: true, notification_url: world.receiver.url }],
      settings: { notifyRefunds: true, replayStatus: 'original', rate: null },
    });
    expect(await ask('GET', `/sandbox/merchants/${asked.client_id}`)).toEqual({
      status: 200,
      body,
    });
    const all = await ask('GET', '/sandbox/merchants');
    expect(all.body.merchants).toContainEqual(body);
    expect(await ask('POST', '/sandbox/merchants', asked)).toEqual({
      status: 409,
      body: { error: `the Client-Id ${asked.client_id} is taken` },
    });
  });

  test('are refused with a sentence that names the field', async () => {
    const bank = { key: 'K', secret: 'S' };
    const cases: [body: unknown, error: RegExp][] = [
      [{ client_id: 'two words' }, /^client_id must be 1 to 64 letters/],
      [{ client_id: 7 }, /^client_id must be/],
      [{ secret_key: '' }, /^secret_key must be/],
      [{ name: '' }, /^name must be/],
      [{ bank: 'cimb' }, /^bank must be an object/],
      [{ bank: { key: 'K' } }, /^bank\.secret must be/],
      [{ bank: { ...bank, key: 'K'.repeat(37) } }, /^bank\.key must be/],
      [{ bank: { ...bank, more: 1 } }, /^bank\.more is no field/],
      [{ notification_url: world.receiver.url }, /^notification_url needs bank/],
      [{ bank, notification_url: 'ftp://shop.example' }, /^notification_url must be/],
      [{ bank, notification_url: 'http://10.0.0.1/' }, /^notification_url must be/],
      [{ bank, notification_url: 'http://127.0.0.1/\u0000' }, /^notification_url must be/],
      [{ settings: { replayStatus: 'other' } }, /^settings\.replayStatus: /],
      [{ settings: { unknown: true } }, /^settings: /],
      [{ clientId: 'MCH-1' }, /^clientId is no field of this call/],
      [[], /^body must be a JSON object/],
    ];
    for (const [asked, error] of cases) {
      const answer = await ask('POST', '/sandbox/merchants', asked);
      expect([answer.status, answer.body.error]).toEqual([400, expect.stringMatching(error)]);
    }
    const text = await fetch(`${world.url}/sandbox/merchants`, { method: 'POST', body: '{}' });
    expect(text.status).toBe(415);
    expect((await ask('GET', '/sandbox/merchants/MCH-nobody')).status).toBe(404);
    expect((await ask('GET', '/sandbox/merchants/two%20words')).status).toBe(404);
  });

  test('are notified elsewhere once their URL is changed, also after a 410', async () => {
    const path = `/sandbox/merchants/${world.one.clientId}/notification-url`;
    const other = await startReceiver(() => world.one.secret);
    await world.db.rows({
      name: 'test-disable',
      text: `update bank_connections b set notifications_disabled_at = now() from merchants m
              where m.merchant_id = b.merchant_id and m.client_id = $1`,
      values: [world.one.clientId],
    });
    expect((await ask('PUT', path, { url: other.url })).body).toEqual({
      bank: 'cimb',
      url: other.url,
      former_url: world.receiver.url,
    });
    const { body } = await ask('GET', `/sandbox/merchants/${world.one.clientId}`);
    expect(body.banks).toMatchObject([
      { notification_url: other.url, notifications_disabled: false },
    ]);
    await pay(world.one);
    await world.settle();
    expect(other.received).toMatchObject([{ verified: true }]);

    expect((await ask('PUT', path, { url: world.receiver.url })).body.former_url).toBe(other.url);
    expect(await ask('PUT', path, { url: 'x' })).toMatchObject({ status: 400 });
    expect(await ask('PUT', path, {})).toMatchObject({ status: 400 });
    expect(await ask('PUT', path, { url: null, bank: 'bca' })).toMatchObject({ status: 400 });
    const third = `/sandbox/merchants/${world.three.clientId}/notification-url`;
    expect(await ask('PUT', third, { url: other.url })).toEqual({
      status: 409,
      body: { error: 'cimb was never activated for this merchant' },
    });
    await other.close();
  });
});

describe('the record of calls', () => {
  test('says what was asked and what became of it, and covers people and codes', async () => {
    const before = (await calls('')).next;
    const bound = await world.token(world.one, '800000000001');
    const body: any = { ...paymentBody(bound), customer: { ...PERSON, id: bound.customerId } };
    const paid = await world.one.post(`${BANK}/payment`, body);
    await world.one.post(`${BANK}/payment`, body, { requestId: paid.requestId });
    const validate = { payment: { token: paid.json.payment.token, otp: '481516' } };
    await world.one.post(`${BANK}/payment/validate`, validate);
    const { calls: seen } = await calls(`after=${before}&client_id=${world.one.clientId}`);
    const [payment, replay, wrong] = seen.slice(-3);
    expect(payment).toEqual({
      seq: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      client_id: world.one.clientId,
      request_id: paid.requestId,
      method: 'POST',
      path: `${BANK}/payment`,
      status: 201,
      replayed: false,
      signature: 'right',
      duration_ms: expect.any(Number),
      request: {
        customer: Object.fromEntries(Object.keys(PERSON).map((name) => [name, '***'])),
        order: { invoice_number: body.order.invoice_number, amount: 90_000 },
        payment: { token_id: `${bound.tokenId.slice(0, 8)}…` },
      },
      answer: expect.objectContaining({
        payment: expect.objectContaining({ status: 'PENDING' }),
      }),
    });
    expect(replay).toMatchObject({ status: 409, replayed: true });
    expect(wrong).toMatchObject({
      code: expect.any(String),
      message: expect.any(String),
      request: { payment: { otp: '***' } },
    });
    const said = JSON.stringify(seen);
    for (const secret of [
      bound.customerId,
      PERSON['name'],
      PERSON['id_card'],
      '481516',
      bound.phone,
      bound.tokenId,
    ]) {
      expect(said).not.toContain(secret);
    }
  });

  test('names the wrong field, and the text that a wrong signature should have signed', async () => {
    const before = (await calls('')).next;
    await world.one.post(`${BANK}/payment`, { customer: { id: '' } });
    const body = '{"customer":{"id":"C-1"}}';
    const forged = await world.one.post(`${BANK}/tokens`, body, {
      timestamp: '2026-01-01T00:00:00Z',
    });
    const stranger = merchantClient(() => world.url, { clientId: 'MCH-stranger', secret: 'x' });
    await stranger.post(`${BANK}/tokens`, body);
    const other = merchantClient(() => world.url, { ...world.one, secret: 'SK-wrong' });
    const unsigned = await other.post(`${BANK}/tokens`, body, {
      headers: { 'Content-Type': 'application/json' },
    });
    await fetch(`${world.url}/favicon.ico`);
    const { calls: seen } = await calls(`after=${before}`);
    expect(seen.map((one: any) => [one.client_id, one.status, one.signature, one.field])).toEqual([
      [world.one.clientId, 400, 'right', 'customer.id'],
      [world.one.clientId, 400, 'unknown', undefined],
      ['MCH-stranger', 400, 'unknown', undefined],
      [world.one.clientId, 400, 'wrong', undefined],
    ]);
    expect(forged.json.error.code).toBe(seen[1].code);
    const [clock = ''] = /(?<=Request-Timestamp:).*/.exec(seen[3].string_to_sign) ?? [];
    expect(seen[3].string_to_sign).toBe(
      stringToSign('request', {
        clientId: world.one.clientId,
        requestId: unsigned.requestId,
        timestamp: clock,
        target: `${BANK}/tokens`,
        body,
      }),
    );
  });

  test('hands out what is newer, waits for it, and ends a wait', async () => {
    const { next } = await calls('');
    expect(await calls(`after=${next}`)).toEqual({ calls: [], next, dropped: 0 });
    const mine = calls(`after=${next}&wait_seconds=25&client_id=${world.one.clientId}`);
    const whole = calls(`after=${next}&wait_seconds=25`);
    await world.two.post(`${BANK}/tokens`, { customer: { id: 'C-2' } });
    expect((await whole).calls).toMatchObject([{ client_id: world.two.clientId }]);
    await world.one.post(`${BANK}/tokens`, { customer: { id: 'C-1' } });
    expect(await mine).toMatchObject({
      calls: [{ client_id: world.one.clientId, seq: next + 2 }],
      next: next + 2,
    });
    expect(await calls(`after=${next}&limit=1`)).toMatchObject({
      calls: [{ seq: next + 1 }],
      next: next + 1,
    });
    expect((await calls(`after=${next + 2}&wait_seconds=1`)).calls).toEqual([]);
    // Numbers begin anew with the process: whoever remembers more is shown everything.
    expect((await calls(`after=${next + 1_000_000}`)).calls.length).toBeGreaterThan(0);
    for (const wrong of ['after=-1', 'limit=0', 'wait_seconds=26', 'client_id=a%20b']) {
      expect((await ask('GET', `/sandbox/calls?${wrong}`)).status).toBe(400);
    }
  });

  test('remembers a thousand and says how many it has forgotten', async () => {
    const { next } = await calls('');
    await Promise.all(
      Array.from({ length: 1001 }, () => world.one.get('/orders/v1/status/nothing?no')),
    );
    const reading = await calls(`after=${next}`);
    expect([reading.calls.length, reading.dropped, reading.next]).toEqual([1000, 1, next + 1001]);
  });
});

describe('sending again', () => {
  test('tells of one invoice, one event, or what failed for good', async () => {
    const invoice = await pay(world.two);
    await world.settle();
    const of = () =>
      world.receiver.received.filter((one) => one.body.order?.invoice_number === invoice);
    expect(of()).toHaveLength(1);
    const client_id = world.two.clientId;
    const again = (body: object) =>
      ask('POST', '/sandbox/notifications/resend', { client_id, ...body });
    expect(await again({ invoice_number: invoice })).toEqual({ status: 200, body: { resent: 1 } });
    await world.settle();
    expect(await again({ event_id: of()[0]?.body.event.id })).toMatchObject({
      body: { resent: 1 },
    });
    await world.settle();
    expect(new Set(of().map((one) => one.body.event.id)).size).toBe(1);
    expect(of()).toHaveLength(3);
    expect(await again({})).toEqual({ status: 200, body: { resent: 0 } });
    expect(await again({ invoice_number: 'INV-none' })).toEqual({
      status: 404,
      body: { error: 'invoice_number: the merchant was never notified of it' },
    });
    expect((await again({ event_id: randomUUID() })).status).toBe(404);
    expect((await again({ event_id: 'x' })).status).toBe(400);
    expect(await again({ invoice_number: 'INV-\u0000' })).toEqual({
      status: 400,
      body: {
        error: 'invoice_number must be text of 1 to 64 characters without control characters',
      },
    });
    expect((await again({ event_id: randomUUID(), invoice_number: 'x' })).status).toBe(400);
    expect((await again({ to: 'elsewhere' })).status).toBe(400);
    expect((await again({ client_id: world.one.clientId, invoice_number: invoice })).status).toBe(
      404,
    );
    expect((await again({ client_id: 'MCH-nobody' })).status).toBe(404);
  });
});

const PERSON: Record<string, string> = {
  id: 'C-person',
  name: 'Siti Rahayu',
  email: 'siti@mail.example',
  phone: '6281298765432',
  address: 'Jalan Mawar 7',
  country: 'ID',
  id_card: '3174012345670001',
  date_of_birth: '01-02-1990',
};

/** Pays without an OTP; answers the invoice. */
async function pay(merchant: MerchantClient): Promise<string> {
  const bound = await world.token(merchant, '800000000003');
  const body = paymentBody(bound);
  const paid = await merchant.post(`${BANK}/payment`, body);
  expect(paid.json.payment.status).toBe('SUCCESS');
  return body['order'].invoice_number as string;
}

function clientOf(made: any): MerchantClient {
  return merchantClient(() => world.url, { clientId: made.client_id, secret: made.secret_key });
}

async function calls(query: string): Promise<any> {
  return (await ask('GET', `/sandbox/calls?${query}`)).body;
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: any }> {
  const answer = await fetch(world.url + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}
