// Partners that programs register, faults for one of them alone, and time that passes for one of them alone.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signService, signToken } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { PARTNER, startWorld } from '../../tests/world.ts';
import type { World } from '../../tests/world.ts';

/** What the gateway says of the merchant whose time is to pass. */
let gateway: World;
let world: World;
beforeAll(async () => {
  gateway = await startWorld();
  world = await startWorld({ gatewayUrl: gateway.partnerUrl });
});
afterAll(async () => {
  await world.close();
  await gateway.close();
});

const register = (body: unknown) => world.sandbox('POST', '/sandbox/partners', body);

/** A B2B token for a partner: the answer's code, and the token. */
async function tokenOf(key: string): Promise<{ code: string; token: string }> {
  const timestamp = formatSnapTimestamp(Date.now());
  const signature = signToken({ clientKey: key, timestamp }, PARTNER.privateKey);
  const headers = { 'x-client-key': key, 'x-signature': signature };
  const body = { grantType: 'client_credentials' };
  const reply = await world.tokenCall('/access-token/b2b', body, { timestamp, headers });
  return { code: reply.code, token: reply.body.accessToken };
}

/** The answer's code of a status inquiry by a partner. */
async function inquire(partner: { key: string; secret: string }, token: string): Promise<string> {
  const body = { originalPartnerReferenceNo: 'nothing', serviceCode: '54', merchantId: 'M' };
  const timestamp = formatSnapTimestamp(Date.now());
  const path = `${new URL(world.simulator.baseUrl).pathname}/v1.0/debit/status`;
  const text = JSON.stringify(body);
  const parts = { method: 'POST', path, accessToken: token, body: text, timestamp };
  const headers = {
    authorization: `Bearer ${token}`,
    'x-partner-id': partner.key,
    'x-signature': signService(parts, partner.secret),
  };
  return (await world.call('/debit/status', body, { timestamp, headers })).code;
}

test('a partner is registered once, with the usual public key, and outlives a restart', async () => {
  const mine = { key: 'KEY-mine', secret: 'SECRET-mine', name: 'Toko Uji' };
  expect(await register(mine)).toEqual({ status: 201, body: { key: mine.key, name: mine.name } });
  expect((await register(mine)).status).toBe(201);
  expect(await register({ ...mine, secret: 'other' })).toMatchObject({
    status: 409,
    body: { error: { code: 'partner_exists', message: expect.stringMatching(/^key: KEY-mine/) } },
  });
  const { token } = await tokenOf(mine.key);
  expect(await inquire(mine, token)).toBe('4045501');
  await world.restart();
  expect(await inquire(mine, token)).toBe('4045501');
  expect((await tokenOf(mine.key)).code).toBe('2007300');
  expect((await register({ ...mine, secret: 'other' })).status).toBe(409);
});

test('a partner with a key of its own is known by it', async () => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await register({ key: 'KEY-own', secret: 's', public_key: pair.publicKey });
  expect((await tokenOf('KEY-own')).code).toBe('4017300');
});

test('what is no partner is refused by the name of the field', async () => {
  const good = { key: 'KEY-bad', secret: 's' };
  const cases: [body: unknown, message: RegExp][] = [
    [[], /^body must be/],
    [{ secret: 's' }, /^key must be text of 1 to 36/],
    [{ ...good, key: 'K'.repeat(37) }, /^key must be/],
    [{ key: 'KEY-bad' }, /^secret must be/],
    [{ ...good, name: 7 }, /^name must be/],
    [{ ...good, public_key: 'PEM' }, /^public_key must be an RSA public key/],
  ];
  for (const [body, message] of cases) {
    expect(await register(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'field_invalid', message: expect.stringMatching(message) } },
    });
  }
  expect((await tokenOf('KEY-bad')).code).toBe('4017300');
});

test('a fault for one partner leaves the others alone', async () => {
  const mine = { key: 'KEY-faulty', secret: 'SECRET-faulty' };
  await register(mine);
  const { token } = await tokenOf(mine.key);
  const order = { operation: 'status', fault: 'error_500', partner_key: mine.key };
  expect(await world.sandbox('POST', '/sandbox/faults', order)).toMatchObject({
    status: 201,
    body: { partner_key: mine.key, account_no: null, count: 1 },
  });
  expect((await world.status('nothing')).code).toBe('4045501');
  expect(await inquire(mine, token)).toBe('5005500');
  expect(await inquire(mine, token)).toBe('4045501');

  await world.sandbox('POST', '/sandbox/faults', order);
  await world.sandbox('POST', '/sandbox/faults', { ...order, partner_key: PARTNER.key });
  await world.sandbox('DELETE', `/sandbox/faults?partner_key=${mine.key}`);
  expect(await inquire(mine, token)).toBe('4045501');
  expect((await world.status('nothing')).code).toBe('5005500');
  expect(
    await world.sandbox('POST', '/sandbox/faults', { ...order, partner_key: 'KEY-nobody' }),
  ).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringMatching(/^partner_key must be/) } },
  });
});

test('time passes for one partner alone: OTPs, deferred calls and tokens, over a restart too', async () => {
  const customer = await world.customer('800000000001');
  const waiting = await world.pay(customer);
  const quick = await world.customer('800000000003');
  const order = { operation: 'pay', fault: 'in_progress', after_ms: 60_000 };
  await world.sandbox('POST', '/sandbox/faults', order);
  const later = { partnerReferenceNo: 'later' };
  expect((await world.pay(quick, later)).code).toBe('2025400');
  const ageOf = (query = '') => world.sandbox('GET', `/sandbox/clock${query}`);

  gateway.partnerAnswer = '{"partner_key":"KEY-somebody"}';
  const pass = (advance_seconds: number, client_id: string) =>
    world.sandbox('POST', '/sandbox/clock', { advance_seconds, client_id });
  expect((await pass(DAY, 'MCH-2')).body.offset_seconds).toBe(DAY);
  expect((await world.status('later')).body.latestTransactionStatus).toBe('03');

  gateway.partnerAnswer = `{"partner_key":"${PARTNER.key}"}`;
  await pass(30, 'MCH-1');
  await world.restart();
  expect((await world.status('later')).body.latestTransactionStatus).toBe('03');
  expect((await pass(31, 'MCH-1')).body.offset_seconds).toBe(61);
  expect((await world.status('later')).body.latestTransactionStatus).toBe('00');
  await pass(DAY, 'MCH-1');
  expect((await world.status('later')).code).toBe('4015501');
  world.forgetToken();
  expect((await world.verify(customer, waiting)).code).toBe('4030412');
  expect(gateway.heard.at(-1)).toMatchObject({
    path: '/sandbox/clock',
    body: `{"client_id":"MCH-1","advance_ms":${DAY * 1000}}`,
  });
  await world.restart();
  expect((await ageOf('?client_id=MCH-1')).body.offset_seconds).toBe(DAY + 61);
  expect((await ageOf('?client_id=MCH-2')).body.offset_seconds).toBe(DAY);
  expect((await ageOf()).body.offset_seconds).toBe(0);
});

test('a gateway that is away leaves the merchant’s time; a bank without one has no merchants', async () => {
  const pass = (where: World, client_id: unknown) =>
    where.sandbox('POST', '/sandbox/clock', { advance_seconds: 1, client_id });
  for (const [status, answered] of [
    [500, 502],
    [404, 404],
  ] as const) {
    gateway.partnerStatus = status;
    expect((await pass(world, 'MCH-9')).status).toBe(answered);
  }
  gateway.partnerStatus = 200;
  const read = await world.sandbox('GET', '/sandbox/clock?client_id=MCH-9');
  expect(read.body.offset_seconds).toBe(0);
  expect((await pass(gateway, 'MCH-9')).body.error.message).toMatch(/^client_id must be absent/);
  expect((await pass(world, 7)).body.error.message).toMatch(/^client_id must be/);
});

const DAY = 86_400;
