// Who calls, as DOKU checks it: in which order, with which answers, and every answer signed.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { signRequest } from '@tarik/wire/doku/signature';
import { OLD_SECRET, SECRET, startEdge, type Edge } from './api-edge.ts';
import { isSignedWith, rawCall, type Change, type Told } from './raw-call.ts';
import { exchange, requestBytes } from './raw-http.ts';

const PATH = '/cimb-direct-debit/v1/payment';

let edge: Edge;

beforeEach(async () => {
  edge = await startEdge();
});

afterEach(() => edge[Symbol.asyncDispose]());

/** A call that is right but for what the change says; the JSON `[]` then ends it. */
async function call(change: Change = {}): Promise<Told> {
  const { clientId } = edge.merchant;
  return await rawCall(
    edge.port,
    { clientId, secret: SECRET },
    { target: PATH, body: '[]', ...change },
  );
}

/** Status, code and message of an error. */
function said({ status, json }: Told): [number, string, string] {
  return [status, json.error.code, json.error.message];
}

function isSigned(answer: Told, secret = SECRET): boolean {
  return isSignedWith(answer, secret);
}

const names = ['Client-Id', 'Request-Id', 'Request-Timestamp', 'Signature'] as const;

describe('the four headers', () => {
  test.each(names)('%s is required', async (name) => {
    const answer = await call({ headers: { [name]: null } });
    expect(said(answer)).toEqual([400, 'invalid_header_request', `Header ${name} is required`]);
  });

  test.each(names)('%s must not be empty', async (name) => {
    const answer = await call({ headers: { [name]: '' } });
    expect(said(answer)).toEqual([400, 'invalid_header_request', `Header ${name} is required`]);
  });

  test.each(names)('%s must not come twice', async (name) => {
    const answer = await call({ headers: { [name]: ['a', 'a'] } });
    const message = `Header ${name} must be sent exactly once`;
    expect(said(answer)).toEqual([400, 'invalid_header_request', message]);
  });

  test('are asked for one at a time, in DOKU’s order', async () => {
    for (let n = 0; n < names.length; n += 1) {
      const missing = Object.fromEntries(names.slice(n).map((name) => [name, null]));
      expect(said(await call({ headers: missing }))[2]).toBe(`Header ${names[n]} is required`);
    }
  });

  test('are asked for before their forms, the window and the client are looked at', async () => {
    const change = { requestId: 'x'.repeat(129), timestamp: 'never', clientId: 'nobody' };
    expect(said(await call({ ...change, headers: { Signature: null } }))[2]).toBe(
      'Header Signature is required',
    );
    expect(said(await call(change))[2]).toContain('Request-Id');
    expect(said(await call({ ...change, requestId: '1' }))[2]).toContain('Request-Timestamp');
    const old = formatTimestamp(Date.now() - 86_400_000);
    expect(said(await call({ clientId: 'nobody', timestamp: old }))[1]).toBe(
      'request_time_out_of_range',
    );
    expect(said(await call({ clientId: 'nobody', secret: 'wrong' }))[1]).toBe('invalid_client_id');
    expect(said(await call({ secret: 'wrong', body: '{' }))[1]).toBe('invalid_signature');
    expect(said(await call({ body: '{' }))[1]).toBe('invalid_request');
  });

  test.each(['x'.repeat(129), 'a b', 'caf\u00e9'])('Request-Id %s has a wrong form', async (id) => {
    const answer = await call({ requestId: '1', headers: { 'Request-Id': id } });
    expect(said(answer).slice(0, 2)).toEqual([400, 'invalid_header_request']);
  });

  test.each(['1', 'x'.repeat(128), '!"#$%&()*+,-./:;<=>?@[]^_`{|}~'])(
    'Request-Id %s has a right form',
    async (requestId) => {
      expect(said(await call({ requestId }))[1]).toBe('invalid_request');
    },
  );

  test('may be written with any capitals, and others beside them are ignored', async () => {
    const requestId = randomUUID();
    const timestamp = formatTimestamp(Date.now());
    const { clientId } = edge.merchant;
    const parts = { clientId, requestId, timestamp, target: PATH, body: '[]' };
    const headers = [
      ['client-id', clientId],
      ['REQUEST-ID', requestId],
      ['request-timestamp', timestamp],
      ['sIgNaTuRe', signRequest(parts, SECRET)],
      ['content-type', 'application/json;charset=UTF-8'],
      ['Digest', 'SHA-256=nonsense'],
      ['Request-Target', '/elsewhere'],
    ] as const;
    const answer = await exchange(edge.port, requestBytes('POST', PATH, headers, '[]'));
    expect(answer.body).toContain('"invalid_request"');
  });
});

describe('the timestamp', () => {
  test.each([
    '2020-08-11 08:45:42',
    '2020-08-11T08:45:42',
    '2020-08-11T08:45:42+07:00',
    '2020-02-30T08:45:42Z',
    '2020-08-11T24:00:00Z',
    '1597135542',
    '2020-08-11T08:45:42.123456Z',
  ])('%s has a wrong form', async (timestamp) => {
    expect(said(await call({ timestamp }))).toEqual([
      400,
      'invalid_header_request',
      'Invalid format Header Request-Timestamp',
    ]);
  });

  test('may have milliseconds', async () => {
    const timestamp = new Date().toISOString();
    expect(said(await call({ timestamp }))[1]).toBe('invalid_request');
  });

  test.each([-3700, 3700])('%i s away is out of the window', async (seconds) => {
    const timestamp = formatTimestamp(Date.now() + seconds * 1000);
    expect(said(await call({ timestamp }))).toEqual([
      400,
      'request_time_out_of_range',
      'Header Request-Timestamp is not in +- 3600 second of now',
    ]);
  });

  test.each([-3590, 3590])('%i s away is in the window', async (seconds) => {
    const timestamp = formatTimestamp(Date.now() + seconds * 1000);
    expect(said(await call({ timestamp }))[1]).toBe('invalid_request');
  });

  test('may follow the wall or the sandbox’s moved clock', async () => {
    edge.clock.setOffset(10 * 86_400_000);
    expect(said(await call())[1]).toBe('invalid_request');
    const moved = formatTimestamp(edge.clock.now());
    expect(said(await call({ timestamp: moved }))[1]).toBe('invalid_request');
    const between = formatTimestamp(edge.clock.now() - 5 * 86_400_000);
    expect(said(await call({ timestamp: between }))[1]).toBe('request_time_out_of_range');
    const answer = await call({ timestamp: moved });
    const told = Date.parse(answer.headers['response-timestamp'] ?? '');
    expect(Math.abs(told - Date.now())).toBeLessThan(5000);
  });
});

describe('the client', () => {
  test.each(['MCH-0009-1', 'x y', 'a/b', '../../x', 'x'.repeat(65), `MCH' or 1=1`])(
    '%s is nobody',
    async (clientId) => {
      const answer = await call({ clientId });
      expect(said(answer)).toEqual([400, 'invalid_client_id', 'Invalid Client-Id']);
      expect(answer.headers).not.toHaveProperty('signature');
    },
  );

  test('may be suspended, which is told only to those who can sign', async () => {
    edge.merchant.status = 'suspended';
    const answer = await call();
    expect(said(answer).slice(0, 2)).toEqual([403, 'merchant_not_active']);
    expect(isSigned(answer)).toBe(true);
    expect(said(await call({ secret: 'wrong' }))[1]).toBe('invalid_signature');
  });
});

describe('the signature', () => {
  const wrong = [400, 'invalid_signature', 'Invalid Header Signature'];
  const right = 'OvIRJs/jH8BIcGsktr4d8nnYtxY6E0Uzdm9d1GVgv5s=';

  test.each([
    ['of another key', { secret: 'SK-another' }],
    ['of another path', { signedTarget: '/cimb-direct-debit/v1/tokens' }],
    ['of another body', { signedBody: '[ ]' }],
    ['of no body', { signedBody: '' }],
    ['without its prefix', { headers: { Signature: right } }],
    ['with a prefix in lower case', { headers: { Signature: `hmacsha256=${right}` } }],
    ['with a misspelt prefix', { headers: { Signature: `HMACHSHA256=${right}` } }],
    ['that is no base64', { headers: { Signature: 'HMACSHA256=$$$' } }],
    ['of 8 kilobytes', { headers: { Signature: `HMACSHA256=${'A'.repeat(8192)}` } }],
  ] satisfies [string, Change][])('%s is wrong', async (_what, change) => {
    const answer = await call(change);
    expect(said(answer)).toEqual(wrong);
    expect(isSigned(answer)).toBe(true);
  });

  test.each([
    ['unpadded', (text: string) => text.replace(/=$/, '')],
    [
      'url-safe',
      (text: string) => `HMACSHA256=${text.slice(11).replaceAll('+', '-').replaceAll('/', '_')}`,
    ],
    [
      'in hex',
      (text: string) => `HMACSHA256=${Buffer.from(text.slice(11), 'base64').toString('hex')}`,
    ],
    ['with a changed last bit', (text: string) => text.replace(/.=$/, (end) => `${next(end[0])}=`)],
  ])('%s is wrong, whatever it decodes to', async (_what, spoil) => {
    const { clientId } = edge.merchant;
    // One that holds every character that the spoiling would change.
    for (let n = 0; n < 100; n += 1) {
      const requestId = `${n}`;
      const timestamp = formatTimestamp(Date.now());
      const signature = signRequest(
        { clientId, requestId, timestamp, target: PATH, body: '[]' },
        SECRET,
      );
      const spoilt = spoil(signature);
      if (spoilt === signature) continue;
      const answer = await call({ requestId, timestamp, headers: { Signature: spoilt } });
      expect(said(answer)).toEqual(wrong);
      return;
    }
    throw new Error('no signature could be spoilt');
  });

  test('of a body changed by one blank is wrong', async () => {
    expect(said(await call({ body: '[] ', signedBody: '[]' }))).toEqual(wrong);
  });

  test('may be made with either of two keys, and the answer comes under the same', async () => {
    const fresh = await call();
    expect([isSigned(fresh), isSigned(fresh, OLD_SECRET)]).toEqual([true, false]);
    const old = await call({ secret: OLD_SECRET });
    expect([isSigned(old), isSigned(old, OLD_SECRET)]).toEqual([false, true]);
  });

  test('of a key that has run out is wrong, as is one of a key that is not valid yet', async () => {
    const [newer, older] = edge.merchant.keys;
    edge.merchant.keys = [newer!, { ...older!, validUntil: Date.now() - 1 }];
    expect(said(await call({ secret: OLD_SECRET }))).toEqual(wrong);
    edge.merchant.keys = [{ ...newer!, validFrom: Date.now() + 60_000 }, older!];
    expect(said(await call())).toEqual(wrong);
  });

  test('of a GET has no digest', async () => {
    const target = '/orders/v1/status/INV-1';
    const { clientId } = edge.merchant;
    const timestamp = formatTimestamp(Date.now());
    const digested = signRequest({ clientId, requestId: '1', timestamp, target, body: '' }, SECRET);
    const change = { method: 'GET', target, requestId: '1', timestamp };
    expect(said(await call({ ...change, headers: { Signature: digested } }))).toEqual(wrong);
    // A right one passes on to the database, which is not there.
    expect(said(await call({ ...change })).slice(0, 2)).toEqual([500, 'server_error']);
  });

  test('of a GET is over the path as it was sent', async () => {
    const change = { method: 'GET', target: '/orders/v1/status/INV%2F1' };
    expect(said(await call({ ...change, signedTarget: '/orders/v1/status/INV/1' }))).toEqual(wrong);
    expect(said(await call(change))[1]).toBe('server_error');
  });
});

describe('every answer', () => {
  test.each([
    ['400 of a field', { body: '{}' }, 400],
    ['400 of a header', { headers: { 'Request-Timestamp': null } }, 400],
    ['404', { target: '/cimb-direct-debit/v1/none' }, 404],
    ['405', { method: 'GET' }, 405],
    ['413', { body: ' '.repeat(65 * 1024) }, 413],
    ['415', { headers: { 'Content-Type': 'text/plain' } }, 415],
  ] satisfies [string, Change, number][])('%s is signed', async (_what, change: Change, status) => {
    const answer = await call(change);
    expect(answer.status).toBe(status);
    expect(isSigned(answer)).toBe(true);
  });

  test('repeats the Request-Id where it was sent once, even if it is too long', async () => {
    const long = 'x'.repeat(129);
    expect((await call({ requestId: long })).headers['request-id']).toBe(long);
    const twice = await call({ headers: { 'Request-Id': ['a', 'b'] } });
    expect(twice.headers['request-id']).toBe('');
    expect(isSigned(twice)).toBe(true);
  });

  test('writes the names of its headers as merchants look for them', async () => {
    const answer = await call();
    const written = answer.lines.map((line) => line.split(':')[0]);
    for (const name of [
      'Client-Id',
      'Request-Id',
      'Response-Timestamp',
      'Signature',
      'Idempotency-Status',
      'Content-Type',
      'Cache-Control',
    ]) {
      expect(written.filter((one) => one === name)).toEqual([name]);
    }
    expect(answer.headers).toMatchObject({
      'idempotency-status': 'created',
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(answer.headers['response-timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});

test('nothing of a call’s headers or body reaches the log', async () => {
  const marker = 'marker-5f1c';
  await call({ body: `{"customer":{"id":"${marker}"}}`, headers: { Digest: marker } });
  await call({ headers: { Signature: marker } });
  expect(edge.logged()).not.toContain(marker);
  expect(edge.logged()).toContain('"route":"/cimb-direct-debit/v1/payment"');
});

/** The next letter of base64's alphabet: another last letter, the same bytes. */
function next(letter = ''): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return alphabet[(alphabet.indexOf(letter) + 1) % 64] ?? '';
}
