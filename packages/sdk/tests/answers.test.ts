// Answers that are not what they should be: each is one clear error, and nothing is sent again that should not be.
import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as sdk from '../src/index.ts';
import { Tarik, TarikError, type TarikOptions } from '../src/index.ts';
import {
  answer,
  CLIENT_ID,
  refused,
  SECRET_KEY,
  startHostileGateway,
  type Act,
  type HostileGateway,
} from './hostile-gateway.ts';

let gateway: HostileGateway;
const waits: number[] = [];

beforeAll(async () => {
  gateway = await startHostileGateway();
});
afterAll(async () => {
  await gateway.close();
});

function client(options: Partial<TarikOptions> = {}): Tarik {
  return new Tarik({
    clientId: CLIENT_ID,
    secretKey: SECRET_KEY,
    baseUrl: gateway.url,
    clock: { now: () => Date.now(), sleep: async (ms) => void waits.push(ms) },
    ...options,
  });
}

const PAID = {
  order: { invoice_number: 'INV-1', amount: 90_000 },
  payment: { token: 'T', status: 'SUCCESS', payment_id: 'P-1' },
};
const pay = (tarik = client(), requestId?: string) =>
  tarik.payments.create(
    { customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 90_000 },
    requestId === undefined ? {} : { requestId },
  );

async function errorOf(call: Promise<unknown>): Promise<TarikError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TarikError);
  return error as TarikError;
}

interface Wrong {
  what: string;
  act: Act;
  error: string;
  code: string;
  /** How often it is sent; 4 is the first try and three more. */
  tries: number;
  unknown: boolean;
}

const cut: Act = (_asked, response) => {
  response.writeHead(201, { 'Content-Length': 1000 });
  response.write('{"order":', () => response.destroy());
};
const page = '<html>Bad Gateway</html>';

const WRONG: readonly Wrong[] = [
  {
    what: 'an answer that a proxy altered by one byte',
    act: answer(201, PAID, { sent: JSON.stringify(PAID).replace('90000', '90001') }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_wrong',
    tries: 1,
    unknown: true,
  },
  {
    what: 'an answer signed with another key',
    act: answer(201, PAID, { key: 'SK-other' }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_wrong',
    tries: 1,
    unknown: true,
  },
  {
    what: "another call's answer, rightly signed",
    act: answer(201, PAID, { requestId: 'R-another' }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_wrong',
    tries: 1,
    unknown: true,
  },
  {
    what: 'an answer without a signature',
    act: answer(201, PAID, { unsigned: true }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_absent',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a decline without a signature, which a proxy may have made up',
    act: refused(400, 'payment_declined', { unsigned: true }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_absent',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a decline signed with another key',
    act: refused(400, 'payment_declined', { key: 'SK-other' }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_wrong',
    tries: 1,
    unknown: true,
  },
  {
    what: 'an answer that breaks off',
    act: cut,
    error: 'ConnectionError',
    code: 'connection_failed',
    tries: 4,
    unknown: true,
  },
  {
    what: 'an answer of more than a megabyte',
    act: (_asked, response) => void response.writeHead(201).end('x'.repeat(1_100_000)),
    error: 'AnswerError',
    code: 'answer_too_large',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a signed answer that is not JSON',
    act: answer(201, 'paid!'),
    error: 'AnswerError',
    code: 'answer_unreadable',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a signed answer without its status',
    act: answer(201, { ...PAID, payment: { token: 'T' } }),
    error: 'AnswerError',
    code: 'answer_unexpected',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a signed answer with a fraction of a rupiah',
    act: answer(201, { ...PAID, order: { invoice_number: 'INV-1', amount: 90_000.5 } }),
    error: 'AnswerError',
    code: 'answer_unexpected',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a redirect',
    act: answer(302, '', { headers: { Location: 'http://elsewhere.example/' } }),
    error: 'AnswerError',
    code: 'answer_unreadable',
    tries: 1,
    unknown: true,
  },
  {
    what: "a proxy's own page",
    act: (_asked, response) => void response.writeHead(502).end(page),
    error: 'UnavailableError',
    code: 'http_502',
    tries: 4,
    unknown: true,
  },
  {
    what: 'a bug of the gateway',
    act: refused(500, 'server_error', { headers: { 'Retry-After': '5' } }),
    error: 'UnavailableError',
    code: 'server_error',
    tries: 4,
    unknown: true,
  },
  {
    what: 'a bank that is away',
    act: refused(503, 'bank_unavailable', { headers: { 'Retry-After': '5' } }),
    error: 'UnavailableError',
    code: 'bank_unavailable',
    tries: 4,
    unknown: false,
  },
  {
    what: 'too many calls',
    act: refused(429, 'too_many_requests', { headers: { 'Retry-After': '1' } }),
    error: 'RateLimitError',
    code: 'too_many_requests',
    tries: 4,
    unknown: false,
  },
  {
    what: 'a wait that is longer than a call may take',
    act: refused(429, 'too_many_requests', { headers: { 'Retry-After': '30' } }),
    error: 'RateLimitError',
    code: 'too_many_requests',
    tries: 1,
    unknown: false,
  },
  {
    what: 'a call that is still running',
    act: refused(409, 'idempotent_request', { headers: { 'Retry-After': '2' } }),
    error: 'ConflictError',
    code: 'idempotent_request',
    tries: 4,
    unknown: true,
  },
  {
    what: 'a Request-Id that was used for another call',
    act: refused(409, 'idempotent_request'),
    error: 'ConflictError',
    code: 'idempotent_request',
    tries: 1,
    unknown: false,
  },
  {
    what: 'a decline',
    act: refused(400, 'payment_declined'),
    error: 'DeclinedError',
    code: 'payment_declined',
    tries: 1,
    unknown: false,
  },
  {
    what: 'a code that nobody knows yet',
    act: refused(400, 'brand_new'),
    error: 'RequestError',
    code: 'brand_new',
    tries: 1,
    unknown: false,
  },
  {
    what: 'our own wrong key, told in an answer that we cannot verify',
    act: refused(400, 'invalid_signature', { key: 'SK-the-right-one' }),
    error: 'AuthenticationError',
    code: 'invalid_signature',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a refusal at the door without a signature, which a proxy may have made up',
    act: refused(400, 'invalid_request', { unsigned: true }),
    error: 'RequestError',
    code: 'invalid_request',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a bank that is away, without the signature that this answer always bears',
    act: refused(503, 'bank_unavailable', { unsigned: true }),
    error: 'AnswerSignatureError',
    code: 'answer_signature_absent',
    tries: 1,
    unknown: true,
  },
  {
    what: 'a payment that is being worked on, its Retry-After lost on the way',
    act: refused(409, 'payment_in_progress'),
    error: 'ConflictError',
    code: 'payment_in_progress',
    tries: 4,
    unknown: true,
  },
];

describe('what comes back is', () => {
  test.for(WRONG)('$what: $error', async ({ act, error: name, code, tries, unknown }) => {
    gateway.script(act);
    const error = await errorOf(pay());
    expect(error.name).toBe(name);
    expect(error.constructor.name).toBe(name);
    expect(Object.keys(sdk)).toContain(name);
    expect(error).toMatchObject({ code, outcomeUnknown: unknown });
    expect(gateway.asked).toHaveLength(tries);
    // One Request-Id for all of it: whatever reached the gateway, it is done once.
    expect(new Set(gateway.asked.map(({ headers }) => headers['request-id'])).size).toBe(1);
    expect(error.requestId).toBe(gateway.asked[0]!.headers['request-id']);
    expect(error.message).not.toContain(SECRET_KEY);
  });
});

describe('a call that is sent again', () => {
  test('succeeds when a later answer is right, with a fresh signature and the same bytes', async () => {
    gateway.script(cut, refused(503, 'server_unavailable'), answer(201, PAID));
    expect(await pay()).toMatchObject({ status: 'SUCCESS', paymentId: 'P-1', replayed: false });
    expect(new Set(gateway.asked.map(({ body }) => body)).size).toBe(1);
  });

  test("takes the replay's 409 for the result that was lost", async () => {
    gateway.script(cut, answer(409, PAID, { headers: { 'Idempotency-Status': 'replayed' } }));
    expect(await pay()).toMatchObject({ status: 'SUCCESS', replayed: true });
  });

  test("takes a replayed decline for the decline, and knows that it is the call's end", async () => {
    gateway.script(cut, refused(409, 'payment_declined'));
    expect(await errorOf(pay())).toMatchObject({
      name: 'DeclinedError',
      outcomeUnknown: false,
      retryable: false,
    });
  });

  test('stays unknown when a refusal at the door follows a try that may have been done', async () => {
    gateway.script(cut, refused(429, 'too_many_requests', { headers: { 'Retry-After': '30' } }));
    expect(await errorOf(pay())).toMatchObject({ name: 'RateLimitError', outcomeUnknown: true });
  });

  test.for(['merchant_not_active', 'channel_inactive', 'idempotent_request', 'brand_new'])(
    'stays unknown when %s, said before the Request-Id is looked up, follows such a try',
    async (code) => {
      gateway.script(cut, refused(403, code));
      expect(await errorOf(pay())).toMatchObject({ code, outcomeUnknown: true });
    },
  );

  test('takes a date for Retry-After as well', async () => {
    const now = Date.parse('2026-01-15T09:31:12Z');
    const late = { 'Retry-After': 'Thu, 15 Jan 2026 09:31:42 GMT' };
    gateway.script(refused(429, 'too_many_requests', { headers: late }));
    const clock = { now: () => now, sleep: async () => undefined };
    expect(await errorOf(pay(client({ clock })))).toMatchObject({
      retryAfterSeconds: 30,
      retryable: true,
    });
  });

  test('waits longer each time, and as long as it is asked to', async () => {
    waits.length = 0;
    gateway.script(cut);
    await errorOf(pay());
    expect(waits.map((ms, n) => ms >= 100 * 2 ** n && ms <= 200 * 2 ** n)).toEqual([
      true,
      true,
      true,
    ]);
    waits.length = 0;
    gateway.script(refused(503, 'server_unavailable', { headers: { 'Retry-After': '2' } }), cut);
    await errorOf(pay());
    expect(waits[0]).toBe(2000);
  });

  test('is not sent again where the client is told not to', async () => {
    gateway.script(cut);
    await errorOf(pay(client({ retries: 0 })));
    expect(gateway.asked).toHaveLength(1);
  });

  test('is given up when its time is over, and when the caller gives it up', async () => {
    gateway.script(() => undefined);
    const late = await errorOf(pay(client({ timeoutMs: 400, retries: 1 })));
    expect([late.name, late.outcomeUnknown, gateway.asked.length]).toEqual([
      'TimeoutError',
      true,
      2,
    ]);
    const input = { customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 1 };
    const giver = new AbortController();
    const call = client().payments.create(input, { signal: giver.signal });
    giver.abort();
    expect(await errorOf(call)).toMatchObject({ code: 'aborted', outcomeUnknown: true });
  });

  test('is not sent at all when it was given up before', async () => {
    gateway.script(answer(201, PAID));
    const input = { customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 1 };
    const call = client().payments.create(input, { signal: AbortSignal.abort() });
    expect(await errorOf(call)).toMatchObject({ code: 'aborted', outcomeUnknown: false });
    expect(gateway.asked).toHaveLength(0);
  });

  test("leaves nothing behind at the caller's signal", async () => {
    gateway.script(cut, answer(201, PAID));
    const { signal } = new AbortController();
    const input = { customer: { id: 'C' }, tokenId: 'T', invoiceNumber: 'INV-1', amount: 1 };
    await client().payments.create(input, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('of which nothing can have come, a question, leaves nothing unknown', async () => {
    gateway.script(cut);
    const asked = client({ retries: 0 }).payments.status({ invoiceNumber: 'INV/1 ä' });
    expect((await errorOf(asked)).outcomeUnknown).toBe(false);
    expect(gateway.asked[0]!.path).toBe('/orders/v1/status/INV%2F1%20%C3%A4');
  });
});

describe('under a Request-Id that the caller names, and may have used before,', () => {
  const repeat = () => errorOf(pay(client({ retries: 0 }), 'R-mine'));
  test.for([
    ['a refusal at the door tells nothing of the earlier call', 429, 'too_many_requests', true],
    ['a suspension tells nothing of it', 403, 'merchant_not_active', true],
    ['another body under it tells nothing of the first', 409, 'idempotent_request', true],
    [
      'a bank that is away is told once the Request-Id is found free',
      503,
      'bank_unavailable',
      false,
    ],
    ['a decline is the end', 400, 'payment_declined', false],
    ['a field that is wrong is the end', 400, 'invalid_parameter', false],
  ] as const)('%s', async ([, status, code, unknown]) => {
    gateway.script(refused(status, code));
    expect(await repeat()).toMatchObject({ code, outcomeUnknown: unknown });
  });
});

describe('a status', () => {
  const STATUS = {
    order: { invoice_number: 'INV-2', amount: 90_000 },
    transaction: { status: 'SUCCESS', original_request_id: 'INV-1' },
  };

  test("of another invoice, whose Request-Id is this one's number, is not taken for this one's", async () => {
    gateway.script(answer(200, STATUS));
    expect(await errorOf(client().payments.status({ invoiceNumber: 'INV-1' }))).toMatchObject({
      code: 'answer_unexpected',
      field: 'order.invoice_number',
      outcomeUnknown: false,
    });
    const asked = await client().payments.status({ requestId: 'INV-1' });
    expect(asked.invoiceNumber).toBe('INV-2');
  });
});

test('an observer that fails later does not fail the process', async () => {
  gateway.script(answer(201, PAID));
  const onExchange = (): unknown => Promise.reject(new Error('the log is slow and full'));
  const warned = new Promise((resolve) => process.once('warning', resolve));
  expect((await pay(client({ onExchange }))).status).toBe('SUCCESS');
  expect(String(await warned)).toContain('slow and full');
});

test('an observer that fails does not fail the payment', async () => {
  gateway.script(answer(201, PAID));
  const onExchange = (): never => {
    throw new Error('the log is full');
  };
  const warned = new Promise((resolve) => process.once('warning', resolve));
  expect((await pay(client({ onExchange }))).status).toBe('SUCCESS');
  expect(String(await warned)).toContain('the log is full');
});

test('a global fetch that is replaced later, as test tools do, is the one that is called', async () => {
  const made = client();
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('replaced');
  });
  expect((await errorOf(pay(made))).message).toContain('replaced');
  vi.unstubAllGlobals();
});

test('amounts as text, as in the samples of the guide, are the same rupiah', async () => {
  gateway.script(answer(201, { ...PAID, order: { invoice_number: 'INV-1', amount: '90000.00' } }));
  expect((await pay()).amount).toBe(90_000n);
});

test('while keys are rotated, calls are signed with the newest and answers of either are believed', async () => {
  gateway.script(answer(201, PAID));
  const rotating = client({ secretKey: ['SK-2', SECRET_KEY] });
  expect((await pay(rotating)).status).toBe('SUCCESS');
});
