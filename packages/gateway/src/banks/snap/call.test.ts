// Calls on the line: tokens shared and renewed, signatures both ways, one repeat at the most, and
// no time overrun.
import { verifyService, verifyToken } from '@tarik/wire/snap/signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hangUp, json, signed, silence, text } from '../../../tests/scripted-bank.ts';
import type { Script } from '../../../tests/scripted-bank.ts';
import {
  CONNECTION,
  KEYS,
  SECRET,
  startScriptedSnap,
  tokens,
} from '../../../tests/scripted-snap.ts';
import type { ScriptedSnap } from '../../../tests/scripted-snap.ts';
import { CIMB } from '../cimb/profile.ts';

const TOKEN_PATH = CIMB.paths.token;
const STATUS_PATH = CIMB.paths.inquire;

let snap: ScriptedSnap;

beforeEach(async () => {
  snap = await startScriptedSnap();
});

afterEach(() => snap.close());

const AMOUNT = { value: '10000.00', currency: 'IDR' };
const PAID = {
  responseCode: '2005500',
  responseMessage: 'Successful',
  originalPartnerReferenceNo: 'ref-1',
  originalReferenceNo: '000000000001',
  serviceCode: '54',
  latestTransactionStatus: '00',
  transAmount: AMOUNT,
};
const payment = { reference: 'ref-1', bankPaymentId: null, amount: 10_000n };

describe('a signed call', () => {
  it('carries the headers of the standard, signed over the exact bytes and the whole path', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    expect(await snap.bank().inquire(CONNECTION, payment)).toMatchObject({ kind: 'paid' });
    const [request] = snap.calls(STATUS_PATH);
    const { headers, path, body } = request!;
    expect(path).toBe('/prefix/v1.0/debit/status');
    expect(headers).toMatchObject({
      authorization: 'Bearer token-1',
      'x-partner-id': 'the-key',
      'channel-id': '95221',
      'content-type': 'application/json',
    });
    expect(headers['x-external-id']).toMatch(/^[0-9a-f-]{36}$/);
    const timestamp = String(headers['x-timestamp']);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/);
    const parts = { method: 'POST', path, accessToken: 'token-1', body, timestamp };
    const signature = String(headers['x-signature']);
    expect(verifyService({ ...parts, signature }, SECRET)).toBe(true);
    expect(JSON.parse(body)).toEqual({
      originalPartnerReferenceNo: 'ref-1',
      serviceCode: '54',
      merchantId: 'MCH-0001',
      amount: AMOUNT,
    });
  });

  it('asks for its token with the RSA key of the gateway', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    await snap.bank().inquire(CONNECTION, payment);
    const [request] = snap.calls(TOKEN_PATH);
    const timestamp = String(request!.headers['x-timestamp']);
    const signature = String(request!.headers['x-signature']);
    const parts = { clientKey: 'the-key', timestamp, signature };
    expect(request!.headers['x-client-key']).toBe('the-key');
    expect(verifyToken(parts, KEYS.publicKey)).toBe(true);
    expect(JSON.parse(request!.body)).toEqual({ grantType: 'client_credentials' });
  });

  it('has a new external id every time', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    const cimb = snap.bank();
    const outcomes = [
      await cimb.inquire(CONNECTION, payment),
      await cimb.inquire(CONNECTION, payment),
    ];
    const ids = snap.calls(STATUS_PATH).map((one) => one.headers['x-external-id']);
    expect(new Set(ids).size).toBe(2);
    expect(outcomes.map((one) => one.evidence.externalId)).toEqual(ids);
  });

  it('tells the observer what it was and how it ended, and no more', async () => {
    snap.on(STATUS_PATH, json(200, PAID), hangUp);
    const cimb = snap.bank();
    await cimb.inquire(CONNECTION, payment);
    await cimb.inquire(CONNECTION, payment);
    const durationMs = expect.any(Number) as number;
    expect(snap.seen).toEqual([
      { bank: 'cimb', operation: 'token', http: 200, code: '2007300', result: 'done', durationMs },
      {
        bank: 'cimb',
        operation: 'inquire',
        http: 200,
        code: '2005500',
        result: 'done',
        durationMs,
      },
      { bank: 'cimb', operation: 'inquire', http: null, code: null, result: 'unclear', durationMs },
    ]);
  });
});

describe('the access token', () => {
  it('is asked for once by calls at the same time, and kept', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    const cimb = snap.bank();
    await Promise.all(Array.from({ length: 20 }, () => cimb.inquire(CONNECTION, payment)));
    await cimb.inquire(CONNECTION, payment);
    expect(snap.calls(STATUS_PATH)).toHaveLength(21);
    expect(snap.calls(TOKEN_PATH)).toHaveLength(1);
  });

  it('is renewed 60 seconds before it ends, by business time', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    const cimb = snap.bank();
    await cimb.inquire(CONNECTION, payment);
    snap.clock.setOffset(835_000);
    await cimb.inquire(CONNECTION, payment);
    expect(snap.calls(TOKEN_PATH)).toHaveLength(1);
    snap.clock.setOffset(841_000);
    await cimb.inquire(CONNECTION, payment);
    expect(snap.calls(TOKEN_PATH)).toHaveLength(2);
    expect(snap.calls(STATUS_PATH).at(-1)?.headers.authorization).toBe('Bearer token-2');
  });

  it('belongs to a Key', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    const cimb = snap.bank();
    await cimb.inquire(CONNECTION, payment);
    const other = { ...CONNECTION, credentials: { key: 'another', secret: SECRET } };
    await cimb.inquire(other, payment);
    expect(snap.calls(TOKEN_PATH).map((one) => one.headers['x-client-key'])).toEqual([
      'the-key',
      'another',
    ]);
  });

  it.each([
    ['is refused', json(401, { responseCode: '4017300', responseMessage: 'Unauthorized.' }), 1],
    ['is answered with HTML', text(502, '<html>'), 3],
    [
      'is answered without a token',
      json(200, { responseCode: '2007300', responseMessage: 'S' }),
      1,
    ],
    ['has no life', tokens('0'), 1],
    ['is met with a cut connection', hangUp, 3],
  ])('means not sent when it %s', async (_name, script, tries) => {
    snap.on(TOKEN_PATH, script);
    const outcome = await snap.bank().inquire(CONNECTION, payment);
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      why: expect.stringMatching(/^no_access_token/),
    });
    expect(snap.calls(TOKEN_PATH)).toHaveLength(tries);
    expect(snap.calls(STATUS_PATH)).toEqual([]);
  });

  it('is asked for again when the first try fails', async () => {
    snap.on(TOKEN_PATH, hangUp, tokens());
    snap.on(STATUS_PATH, json(200, PAID));
    expect(await snap.bank().inquire(CONNECTION, payment)).toMatchObject({ kind: 'paid' });
  });

  it('is not waited for longer than its time-out', async () => {
    snap.on(TOKEN_PATH, silence);
    const timeouts = { ...CIMB.timeouts, token: 200 };
    const outcome = await snap.bank({ timeouts }).inquire(CONNECTION, payment);
    expect(outcome).toMatchObject({ kind: 'not_sent' });
    expect(snap.calls(TOKEN_PATH)).toHaveLength(1);
  });

  it('leaves no time for the call when it took most of it: then the call is not made', async () => {
    snap.on(STATUS_PATH, json(200, PAID));
    snap.on(TOKEN_PATH, (request, response, socket) => {
      setTimeout(() => tokens()(request, response, socket), 200);
    });
    const timeouts = { ...CIMB.timeouts, inquire: 210 };
    const outcome = await snap.bank({ timeouts }).inquire(CONNECTION, payment);
    expect(outcome).toMatchObject({ kind: 'not_sent', why: 'no_time_left' });
    expect(snap.calls(STATUS_PATH)).toEqual([]);
  });
});

describe('a call whose token the bank refuses', () => {
  const refusal = (code: string): Script =>
    json(401, { responseCode: code, responseMessage: 'no' });

  it.each(['4015501', '4015503'])('%s is made once more, with a fresh token', async (code) => {
    snap.on(STATUS_PATH, refusal(code), json(200, PAID));
    expect(await snap.bank().inquire(CONNECTION, payment)).toMatchObject({ kind: 'paid' });
    const [first, second] = snap.calls(STATUS_PATH);
    expect(second!.headers.authorization).toBe('Bearer token-2');
    expect(second!.headers['x-external-id']).not.toBe(first!.headers['x-external-id']);
    expect(second!.body).toBe(first!.body);
  });

  it('is made twice at the most', async () => {
    snap.on(STATUS_PATH, refusal('4015501'));
    expect(await snap.bank().inquire(CONNECTION, payment)).toMatchObject({ kind: 'unclear' });
    expect(snap.calls(STATUS_PATH)).toHaveLength(2);
  });

  it.each([
    ['4015500, another refusal', refusal('4015500')],
    ['4015401, a refusal of another service', refusal('4015401')],
    ['401 without a SNAP body', text(401, '{"httpCode":"401","httpMessage":"Unauthorized"}')],
    ['504', json(504, { responseCode: '5045500', responseMessage: 'Timeout' })],
    ['a cut connection', hangUp],
  ])('is not repeated after %s', async (_name, script) => {
    snap.on(STATUS_PATH, script, json(200, PAID));
    await snap.bank().inquire(CONNECTION, payment);
    expect(snap.calls(STATUS_PATH)).toHaveLength(1);
  });

  it('shares one renewal with the other calls of its Key', async () => {
    const answer: Script = (request, response, socket) => {
      const isOld = request.headers.authorization === 'Bearer token-1';
      (isOld ? refusal('4015501') : json(200, PAID))(request, response, socket);
    };
    snap.on(STATUS_PATH, answer);
    const cimb = snap.bank();
    const all = await Promise.all([1, 2, 3, 4].map(() => cimb.inquire(CONNECTION, payment)));
    expect(all.map((one) => one.kind)).toEqual(['paid', 'paid', 'paid', 'paid']);
    expect(snap.calls(TOKEN_PATH)).toHaveLength(2);
  });
});

describe('an answer of a bank that signs its answers', () => {
  const strict = { signedAnswers: true };

  it('is believed when the signature is right', async () => {
    snap.on(STATUS_PATH, signed(SECRET, 200, PAID));
    expect(await snap.bank({}, strict).inquire(CONNECTION, payment)).toMatchObject({
      kind: 'paid',
    });
  });

  it.each([
    ['missing', json(200, PAID)],
    ['made with another secret', signed('another secret', 200, PAID)],
    ['over another body', signed(SECRET, 200, PAID, { sent: { ...PAID, x: 1 } })],
    ['an old one', signed(SECRET, 200, PAID, { at: Date.now() - 16 * 60_000 })],
  ])('is unclear when the signature is %s', async (_name, script) => {
    snap.on(STATUS_PATH, script);
    expect(await snap.bank({}, strict).inquire(CONNECTION, payment)).toMatchObject({
      kind: 'unclear',
      why: "the answer's signature is missing or wrong",
    });
  });

  it('is not repeated for an unsigned 401', async () => {
    snap.on(STATUS_PATH, json(401, { responseCode: '4015501', responseMessage: 'no' }));
    expect(await snap.bank({}, strict).inquire(CONNECTION, payment)).toMatchObject({
      kind: 'unclear',
    });
    expect(snap.calls(STATUS_PATH)).toHaveLength(1);
  });
});

describe('time', () => {
  it('of a call is bounded by its profile', async () => {
    snap.on(STATUS_PATH, silence);
    const timeouts = { ...CIMB.timeouts, inquire: 2000 };
    const outcome = await snap.bank({ timeouts }).inquire(CONNECTION, payment);
    expect(outcome).toMatchObject({ kind: 'unclear', why: 'no answer came: time_out' });
  });
});
