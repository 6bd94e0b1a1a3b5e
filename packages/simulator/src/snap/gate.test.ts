// The gate: signatures, tokens, timestamps and external ids, each right and wrong.
import { randomUUID } from 'node:crypto';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PARTNER, startWorld } from '../../tests/world.ts';
import type { CallOptions, World } from '../../tests/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const STATUS = { originalPartnerReferenceNo: 'nothing', serviceCode: '54' };
const GRANT = { grantType: 'client_credentials' };
/** What a status inquiry of an unknown payment is answered once it is through the gate. */
const THROUGH = '4045501';

const passing: [what: string, options: CallOptions][] = [
  ['a base64 signature', {}],
  ['a hex signature', { hex: true }],
  ['a pretty body signed in its compact form', { pretty: true }],
  ['a timestamp with milliseconds and Z', { timestamp: new Date().toISOString() }],
  ['no CHANNEL-ID', { headers: { 'channel-id': undefined } }],
  ['no X-DEVICE-ID', { headers: { 'x-device-id': undefined } }],
  ['the root path', { root: true }],
];
test.for(passing)('%s passes', async ([, options]) => {
  const reply = await world.call('/debit/status', STATUS, options);
  expect(reply).toMatchObject({ code: THROUGH, status: 404, signed: true });
});

const minutesAgo = (minutes: number): string => formatSnapTimestamp(Date.now() - minutes * 60_000);
const refused: [what: string, options: CallOptions, code: string][] = [
  ['a wrong secret', { secret: 'other' }, '4015500'],
  ['an unknown partner', { headers: { 'x-partner-id': 'nobody' } }, '4015500'],
  ['a timestamp 16 minutes old', { timestamp: minutesAgo(16) }, '4015500'],
  ['a timestamp 16 minutes ahead', { timestamp: minutesAgo(-16) }, '4015500'],
  ['a timestamp that is none', { timestamp: 'yesterday' }, '4005501'],
  ['an unknown token', { headers: { authorization: 'Bearer nothing' } }, '4015503'],
  ['no X-PARTNER-ID', { headers: { 'x-partner-id': undefined } }, '4005502'],
  ['no X-TIMESTAMP', { headers: { 'x-timestamp': undefined } }, '4005502'],
  ['no X-SIGNATURE', { headers: { 'x-signature': undefined } }, '4005502'],
  ['no Authorization', { headers: { authorization: undefined } }, '4005502'],
  ['no X-EXTERNAL-ID', { headers: { 'x-external-id': undefined } }, '4005502'],
  ['an X-EXTERNAL-ID of 37 characters', { externalId: 'x'.repeat(37) }, '4005501'],
];
test.for(refused)('%s is refused', async ([, options, code]) => {
  const reply = await world.call('/debit/status', STATUS, options);
  expect(reply.code).toBe(code);
  expect(reply.status).toBe(Number(code.slice(0, 3)));
  expect(reply.message).toMatch(/^(Unauthorized\.|Invalid|Token Not Found)/);
});

test('a body changed on the way is refused, though its blanks alone may change', async () => {
  const sent = (text: string) => world.call('/debit/status', STATUS, { sent: text });
  expect((await sent(JSON.stringify(STATUS, null, '\t'))).code).toBe(THROUGH);
  expect((await sent(JSON.stringify({ ...STATUS, serviceCode: '5 4' }))).code).toBe('4015500');
  expect((await sent(JSON.stringify({ ...STATUS, more: 1 }))).code).toBe('4015500');
});

test('an external id works once a day (WIB), and again the next day', async () => {
  const externalId = randomUUID();
  const call = () => world.call('/debit/status', STATUS, { externalId });
  expect((await call()).code).toBe(THROUGH);
  expect((await call()).code).toBe('4095500');
  world.time.now += 86_400_000;
  expect((await call()).code).toBe(THROUGH);
});

test('a token lives 900 seconds of bank time', async () => {
  const issued = await world.tokenCall('/access-token/b2b', GRANT);
  expect(issued).toMatchObject({ status: 200, code: '2007300' });
  expect(issued.body).toMatchObject({ tokenType: 'Bearer', expiresIn: '900' });
  world.time.now += 901_000;
  const headers = { authorization: `Bearer ${issued.body.accessToken}` };
  expect((await world.call('/debit/status', STATUS, { headers })).code).toBe('4015501');
});

test('token calls accept hex and every spelling of grantType, and refuse the rest', async () => {
  const ask = async (body: unknown, options?: CallOptions) =>
    (await world.tokenCall('/access-token/b2b', body, options)).code;
  expect(await ask(GRANT, { hex: true })).toBe('2007300');
  expect(await ask({ grant_type: 'client_credentials' })).toBe('2007300');
  expect(await ask({ granttype: 'client_credentials' })).toBe('2007300');
  expect(await ask({ grantType: 'password' })).toBe('4007301');
  expect(await ask({})).toBe('4007302');
  expect(await ask(GRANT, { headers: { 'x-signature': 'AAAA' } })).toBe('4017300');
  expect(await ask(GRANT, { headers: { 'x-client-key': 'nobody' } })).toBe('4017300');
  expect(await ask(GRANT, { timestamp: minutesAgo(16) })).toBe('4017300');
});

test('bodies that are no JSON object are refused', async () => {
  expect((await world.call('/debit/status', [])).code).toBe('4005500');
  expect((await world.call('/debit/status', 'text')).code).toBe('4005500');
});

test('refusals of a known partner are signed, those of an unknown one are not', async () => {
  const known = await world.call('/debit/status', STATUS, { secret: 'other' });
  expect(known).toMatchObject({ code: '4015500', signed: true });
  const unknown = await world.call('/debit/status', STATUS, {
    headers: { 'x-partner-id': 'nobody' },
  });
  expect(unknown.headers.get('x-signature')).toBeNull();
});

test('the bank takes wall time as well as its own, wherever its clock has been moved', async () => {
  await world.sandbox('POST', '/sandbox/clock', { advance_seconds: 30 * 86_400 });
  const ofBank = formatSnapTimestamp(world.simulator.clock.now());
  expect((await world.call('/debit/status', STATUS, { timestamp: ofBank })).code).toBe(THROUGH);
  const ofWall = formatSnapTimestamp(Date.now());
  expect((await world.call('/debit/status', STATUS, { timestamp: ofWall })).code).toBe(THROUGH);
});

test('a partner that is added later is served', async () => {
  world.simulator.addPartner({ ...PARTNER, key: 'KEY-0002' });
  const reply = await world.call('/debit/status', STATUS, {
    headers: { 'x-partner-id': 'KEY-0002' },
  });
  // Known now, but the token is the first partner's.
  expect(reply.code).toBe('4015503');
});
