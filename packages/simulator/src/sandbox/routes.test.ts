// The calls for programs: completing a registration, texts, statements, the clock, and how
// they refuse.
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHONE, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const registrationId = async () => (await world.bind()).body.redirectUrl.split('/').at(-1);
const complete = (id: string, body: unknown) =>
  world.sandbox('POST', `/sandbox/registrations/${id}/complete`, body);

test('completing tells the partner and answers where it sends the customer', async () => {
  const completed = await complete(await registrationId(), { account_no: '800000000001' });
  expect(completed).toEqual({
    status: 200,
    body: { status: 'SUCCESS', redirect_url: `${world.partnerUrl}/done?status=SUCCESS` },
  });
  expect(world.heard.at(-1)).toMatchObject({
    method: 'GET',
    path: expect.stringMatching(/^\/return\?state=s1&status=SUCCESS&authCode=[\w-]{43}$/),
  });
});

test('completing with a refused account fails, and the partner is told', async () => {
  const completed = await complete(await registrationId(), { account_no: '800000000010' });
  expect(completed.body).toEqual({
    status: 'FAILED',
    redirect_url: `${world.partnerUrl}/done?status=FAILED`,
  });
});

test('a registration is completed once', async () => {
  const id = await registrationId();
  await complete(id, { account_no: '800000000001' });
  const again = await complete(id, { account_no: '800000000001' });
  expect(again.status).toBe(409);
  expect(again.body.error).toMatchObject({
    code: 'registration_used',
    message: expect.stringContaining('succeeded'),
  });
});

test('an expired registration is not completed', async () => {
  const id = await registrationId();
  world.time.now += 15 * 60_000;
  const late = await complete(id, { account_no: '800000000001' });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'registration_used' } } });
});

test('completing names an unknown id, a bad account and a bad phone', async () => {
  const id = await registrationId();
  const cases: [id: string, body: unknown, status: number, field: string][] = [
    ['nothing', { account_no: '800000000001' }, 404, 'id'],
    [id, { account_no: '80000000000' }, 400, 'account_no'],
    [id, { account_no: 800000000001 }, 400, 'account_no'],
    [id, {}, 400, 'account_no'],
    [id, { account_no: '800000000001', phone: 'x' }, 400, 'phone'],
    [id, [], 400, 'body'],
  ];
  for (const [to, body, status, field] of cases) {
    const reply = await complete(to, body);
    expect(reply.status).toBe(status);
    expect(reply.body.error.message).toMatch(new RegExp(`^${field}\\b`));
  }
  expect((await complete(id, { account_no: '800000000001' })).status).toBe(200);
});

test('a partner that cannot be told is said', async () => {
  const bound = await world.bind({ redirectUrl: 'http://127.0.0.1:9/return' });
  const id = bound.body.redirectUrl.split('/').at(-1);
  const reply = await complete(id, { account_no: '800000000001' });
  expect(reply).toMatchObject({ status: 502, body: { error: { code: 'partner_unreachable' } } });
});

test('texts are found by any spelling of the phone, newest first', async () => {
  const customer = await world.customer('800000000001');
  await world.pay(customer);
  const of = async (phone: string) =>
    (await world.sandbox('GET', `/sandbox/sms?phone=${encodeURIComponent(phone)}`)).body;
  const texts = await of(PHONE);
  expect(texts[0]).toMatchObject({
    phone: PHONE,
    otp: expect.stringMatching(/^\d{6}$/),
    text: expect.stringContaining('to pay Rp 10.000 from account XXXXXXXX0001'),
    at: expect.stringMatching(/Z$/),
  });
  expect(texts[0].text).toContain(texts[0].otp);
  expect(texts[1].text).toContain('to link account');
  expect(await of('081234567890')).toEqual(texts);
  expect(await of('+62 812-3456-7890')).toEqual(texts);
  expect(await of('6281999999999')).toEqual([]);
});

test('a phone that is named twice is no phone', async () => {
  const twice = await world.sandbox('GET', '/sandbox/sms?phone=1&phone=2');
  expect(twice).toMatchObject({ status: 400, body: { error: { code: 'field_invalid' } } });
  expect(twice.body.error.message).toMatch(/^phone must be named once/);
  expect((await world.sandbox('GET', '/sms?phone=1&phone=2')).status).toBe(200);
});

test.each([
  'GET /sandbox/clock?client_id=a&client_id=b',
  'DELETE /sandbox/faults?partner_key=a&partner_key=b',
])('a field of the query that comes twice is refused: %s', async (call) => {
  const [method = '', path = ''] = call.split(' ');
  const twice = await world.sandbox(method, path);
  expect(twice).toMatchObject({ status: 400, body: { error: { code: 'field_invalid' } } });
});

test('another phone in the completion gets the texts', async () => {
  await complete(await registrationId(), { account_no: '800000000001', phone: '6287700000001' });
  const texts = (await world.sandbox('GET', '/sandbox/sms?phone=6287700000001')).body;
  expect(texts).toHaveLength(1);
});

test('the clock goes forward by whole and broken seconds, and nothing else', async () => {
  const advance = (seconds: unknown) =>
    world.sandbox('POST', '/sandbox/clock', { advance_seconds: seconds });
  const start = (await world.sandbox('GET', '/sandbox/clock')).body.offset_seconds;
  expect((await advance(90)).body).toEqual({
    now: new Date(world.time.now + start * 1000 + 90_000).toISOString(),
    offset_seconds: start + 90,
  });
  expect((await advance(0.5)).body.offset_seconds).toBe(start + 90.5);
  await Promise.all([advance(1), advance(2), advance(3)]);
  for (const wrong of [0, -1, '5', null, 315_360_001, undefined]) {
    expect(await advance(wrong)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringMatching(/^advance_seconds must be/) } },
    });
  }
  expect((await world.sandbox('GET', '/sandbox/clock')).body.offset_seconds).toBe(start + 96.5);
});

test('the gateway is told before the answer; one that is away leaves both clocks', async () => {
  const gateway = await startWorld();
  const led = await startWorld({ gatewayUrl: gateway.partnerUrl });
  const moved = await led.sandbox('POST', '/sandbox/clock', { advance_seconds: 60 });
  expect(moved.body.offset_seconds).toBe(60);
  await led.sandbox('POST', '/sandbox/clock', { advance_seconds: 5 });
  expect(gateway.heard.map(({ path, body }) => [path, body])).toEqual([
    ['/sandbox/clock', '{"offset_ms":60000}'],
    ['/sandbox/clock', '{"offset_ms":65000}'],
  ]);
  gateway.partnerStatus = 500;
  const refused = await led.sandbox('POST', '/sandbox/clock', { advance_seconds: 1 });
  expect(refused).toMatchObject({ status: 502, body: { error: { code: 'gateway_unreachable' } } });
  expect((await led.sandbox('GET', '/sandbox/clock')).body.offset_seconds).toBe(65);
  await led.close();
  await gateway.close();
});

test('readiness, the public key, and a path that is none', async () => {
  expect(await world.sandbox('GET', '/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
  const { body } = await world.sandbox('GET', '/sandbox/public-key');
  expect(body).toBe(world.simulator.publicKey);
  expect(createPublicKey(body).asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(await world.sandbox('GET', '/sandbox/nothing')).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found' } },
  });
});

test('a body that is no JSON is refused: broken, of another type, or too large', async () => {
  const post = async (body: string, type: string) => {
    const url = `${world.simulator.url}/sandbox/faults`;
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
    return { status: answer.status, body: await answer.json() };
  };
  expect(await post('{', 'application/json')).toMatchObject({
    status: 400,
    body: { error: { code: 'body_invalid', message: expect.stringMatching(/^body: /) } },
  });
  // What a form on another site could send without asking.
  expect((await post('{}', 'text/plain')).status).toBe(415);
  expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await post(`"${'x'.repeat(70_000)}"`, 'application/json')).status).toBe(413);
});
