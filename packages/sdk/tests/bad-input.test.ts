// What a merchant may get wrong: each is an error that names the argument, before anything is sent.
import { describe, expect, test } from 'vitest';
import { InputError, NotificationError, Tarik, type TarikOptions } from '../src/index.ts';

const OPTIONS = { clientId: 'MCH-1', secretKey: 'SK-1', baseUrl: 'http://127.0.0.1:9' };
let sent = 0;
const fetch = (async () => {
  sent += 1;
  throw new Error('nothing may be sent');
}) as unknown as typeof globalThis.fetch;
const tarik = new Tarik({ ...OPTIONS, fetch }) as any;

const SETTINGS: readonly [what: string, change: Record<string, unknown>, field: string][] = [
  ['no Client-Id', { clientId: undefined }, 'clientId'],
  ['a Client-Id with a line break', { clientId: 'MCH-1\n' }, 'clientId'],
  ['no Secret Key', { secretKey: undefined }, 'secretKey'],
  ['an empty Secret Key', { secretKey: '' }, 'secretKey'],
  ['a Secret Key with the line break of its file', { secretKey: 'SK-1\n' }, 'secretKey'],
  ['three Secret Keys', { secretKey: ['a', 'b', 'c'] }, 'secretKey'],
  ['no Secret Keys', { secretKey: [] }, 'secretKey'],
  ['no base URL', { baseUrl: undefined }, 'baseUrl'],
  ['a base URL without a scheme', { baseUrl: 'localhost:8080' }, 'baseUrl'],
  ['a base URL with a path', { baseUrl: 'http://127.0.0.1:9/v1' }, 'baseUrl'],
  ['a base URL with a password', { baseUrl: 'http://a:b@127.0.0.1:9' }, 'baseUrl'],
  ['a bank with a slash', { bank: 'cimb/v2' }, 'bank'],
  ['a time-out that is text', { timeoutMs: '30' }, 'timeoutMs'],
  ['no time at all', { timeoutMs: 0 }, 'timeoutMs'],
  ['half a try', { retries: 1.5 }, 'retries'],
  [
    'a tolerance below nothing',
    { notificationToleranceSeconds: -1 },
    'notificationToleranceSeconds',
  ],
  ['a notification path that is a URL', { notificationPath: 'http://a.b/n' }, 'notificationPath'],
  ['a transport that is none', { fetch: 'undici' }, 'fetch'],
  ['an observer that is none', { onExchange: {} }, 'onExchange'],
  ['a clock that cannot wait', { clock: { now: () => 0 } }, 'clock'],
];

describe('a client is not made with', () => {
  test.for(SETTINGS)('%s', ([, change, field]) => {
    const make = () => new Tarik({ ...OPTIONS, ...change });
    expect(make).toThrow(InputError);
    expect(make).toThrow(expect.objectContaining({ code: 'invalid_input', field }));
    expect(make).not.toThrow(/SK-1/);
  });

  test('nothing', () => {
    expect(() => new Tarik(undefined as unknown as TarikOptions)).toThrow(/new Tarik\(\{/);
  });
});

const customer = { id: 'C-1' };
const payment = { customer, tokenId: 'T', invoiceNumber: 'INV-1', amount: 1 };
const refund = { invoiceNumber: 'INV-1', originalRequestId: 'R-1', amount: 1 };
const registration = { customer, phone: '628' };

const CALLS: readonly [what: string, call: () => Promise<unknown>, field: string][] = [
  ['register nothing', () => tarik.tokens.register(), 'input'],
  ['register text', () => tarik.tokens.register('C-1'), 'input'],
  ['register nobody', () => tarik.tokens.register({ phone: '628' }), 'customer'],
  [
    'register a customer that is text',
    () => tarik.tokens.register({ customer: 'C', phone: '6' }),
    'customer',
  ],
  ['register without a phone', () => tarik.tokens.register({ customer }), 'phone'],
  [
    'register a phone that is a number',
    () => tarik.tokens.register({ customer, phone: 628 }),
    'phone',
  ],
  [
    'register an e-mail that is none',
    () => tarik.tokens.register({ ...registration, email: 1 }),
    'email',
  ],
  [
    'register a URL object',
    () => tarik.tokens.register({ ...registration, successUrl: new URL('http://a.b') }),
    'successUrl',
  ],
  [
    'register an id that is a number',
    () => tarik.tokens.register({ phone: '6', customer: { id: 1 } }),
    'customer.id',
  ],
  [
    'register an id that is empty',
    () => tarik.tokens.register({ phone: '6', customer: { id: '' } }),
    'customer.id',
  ],
  [
    'register a name that is a number',
    () => tarik.tokens.register({ phone: '6', customer: { id: 'C', name: 1 } }),
    'customer.name',
  ],
  ['list nothing', () => tarik.tokens.list(), 'input'],
  ['list a customer named by text', () => tarik.tokens.list('C-1'), 'input'],
  ['delete without a token', () => tarik.tokens.delete({ customer }), 'tokenId'],
  ['pay nothing', () => tarik.payments.create(null), 'input'],
  [
    'pay without a token',
    () => tarik.payments.create({ ...payment, tokenId: undefined }),
    'tokenId',
  ],
  [
    'pay without an invoice number',
    () => tarik.payments.create({ ...payment, invoiceNumber: '' }),
    'invoiceNumber',
  ],
  [
    "pay in the wire's own words",
    () => tarik.payments.create({ ...payment, invoiceNumber: undefined, invoice_number: 'I' }),
    'invoiceNumber',
  ],
  ['pay text', () => tarik.payments.create({ ...payment, amount: '90000' }), 'amount'],
  ['pay a fraction', () => tarik.payments.create({ ...payment, amount: 0.5 }), 'amount'],
  [
    'pay what a float cannot hold',
    () => tarik.payments.create({ ...payment, amount: 2 ** 53 }),
    'amount',
  ],
  ['pay nothing at all', () => tarik.payments.create({ ...payment, amount: 0n }), 'amount'],
  ['pay below nothing', () => tarik.payments.create({ ...payment, amount: -1 }), 'amount'],
  [
    'pay more than twelve digits',
    () => tarik.payments.create({ ...payment, amount: 1_000_000_000_000n }),
    'amount',
  ],
  ['pay not a number', () => tarik.payments.create({ ...payment, amount: Number.NaN }), 'amount'],
  [
    'pay items that are no list',
    () => tarik.payments.create({ ...payment, lineItems: {} }),
    'lineItems',
  ],
  [
    'pay an item at half a rupiah',
    () => tarik.payments.create({ ...payment, lineItems: [{ price: 0.5 }] }),
    'lineItems[0].price',
  ],
  [
    'pay an item that is null',
    () => tarik.payments.create({ ...payment, lineItems: [null] }),
    'lineItems[0]',
  ],
  ['pay within no time', () => tarik.payments.create({ ...payment, otpMinutes: 0 }), 'otpMinutes'],
  [
    'pay with a bigint in additionalInfo',
    () => tarik.payments.create({ ...payment, additionalInfo: { a: 1n } }),
    'additionalInfo',
  ],
  [
    'pay with a list as additionalInfo',
    () => tarik.payments.create({ ...payment, additionalInfo: [] }),
    'additionalInfo',
  ],
  [
    'split to nobody',
    () => tarik.payments.create({ ...payment, settlement: [{ type: 'FIX', value: 1 }] }),
    'settlement[0].bankAccountId',
  ],
  [
    'split in another way',
    () =>
      tarik.payments.create({
        ...payment,
        settlement: [{ type: 'ALL', value: 1, bankAccountId: 'S' }],
      }),
    'settlement[0].type',
  ],
  ['validate nothing', () => tarik.payments.validate(), 'input'],
  [
    'validate an OTP that is a number',
    () => tarik.payments.validate({ challenge: 'c', otp: 123456 }),
    'otp',
  ],
  ['validate five digits', () => tarik.payments.validate({ challenge: 'c', otp: '12345' }), 'otp'],
  ['validate letters', () => tarik.payments.validate({ challenge: 'c', otp: '12345a' }), 'otp'],
  ['validate no challenge', () => tarik.payments.validate({ otp: '123456' }), 'challenge'],
  ['resend for nothing', () => tarik.payments.resendOtp({}), 'challenge'],
  ['ask for nothing', () => tarik.payments.status({}), 'input'],
  ['ask by text', () => tarik.payments.status('INV-1'), 'input'],
  ['refund nothing', () => tarik.refunds.create(), 'input'],
  [
    'refund no payment',
    () => tarik.refunds.create({ ...refund, originalRequestId: undefined }),
    'originalRequestId',
  ],
  ['refund a fraction', () => tarik.refunds.create({ ...refund, amount: 1.5 }), 'amount'],
  [
    'refund for a reason that is none',
    () => tarik.refunds.create({ ...refund, reason: 1 }),
    'reason',
  ],
  [
    'call under a Request-Id with a blank',
    () => tarik.payments.status({ invoiceNumber: 'I' }, { requestId: 'a b' }),
    'requestId',
  ],
  [
    'call under a Request-Id that is empty',
    () => tarik.payments.create(payment, { requestId: '' }),
    'requestId',
  ],
  [
    'call under a Request-Id that stands where the options do',
    () => tarik.payments.create(payment, 'R-1'),
    'options',
  ],
  ['call without options', () => tarik.payments.create(payment, null), 'options'],
  [
    'call with a signal that is none',
    () => tarik.payments.create(payment, { signal: {} }),
    'signal',
  ],
  ['ask for the folder', () => tarik.payments.status({ invoiceNumber: '.' }), 'invoiceNumber'],
  ['ask for the one above', () => tarik.payments.status({ requestId: '..' }), 'requestId'],
  [
    'ask for half a character',
    () => tarik.payments.status({ invoiceNumber: 'INV-\ud83d' }),
    'invoiceNumber',
  ],
  [
    'pay for half a name',
    () => tarik.payments.create({ ...payment, customer: { id: 'C', name: '\udc4b' } }),
    'customer.name',
  ],
  ['call within no time', () => tarik.payments.create(payment, { timeoutMs: -1 }), 'timeoutMs'],
];

describe('one does not', () => {
  test.for(CALLS)('%s', async ([, call, field]) => {
    sent = 0;
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'invalid_input',
      field,
      retryable: false,
      outcomeUnknown: false,
    });
    expect((error as Error).message).toContain(field);
    expect((error as InputError).docsUrl).toBe('http://127.0.0.1:9/docs/errors/invalid_input');
    expect(sent).toBe(0);
  });
});

const PATH = { path: '/told' };
const BODY =
  '{ "transaction":{"status":"SUCCESS","original_request_id":"R"},"order":{"invoice_number":"I","amount":1}}';

test("the guide's own hosts have no pages about errors to link to", async () => {
  const baseUrl = 'https://api-sandbox.doku.com';
  const asked = new Tarik({ ...OPTIONS, baseUrl, fetch, retries: 0 }).tokens.list({ customer });
  await expect(asked).rejects.toMatchObject({ code: 'connection_failed', docsUrl: undefined });
  await expect(asked).rejects.toThrow('the gateway (api-sandbox.doku.com) failed');
});

describe('a notification is not believed', () => {
  const good = new Tarik({ ...OPTIONS, fetch });
  const headers = good.notifications.testHeaders(BODY, PATH);
  const verify =
    (body: unknown, given: unknown, options: unknown = PATH) =>
    () =>
      (good.notifications as any).verify(body, given, options);
  const without = (name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

  const CASES: readonly [what: string, run: () => unknown, code: string, words: RegExp][] = [
    [
      'when its body was parsed',
      verify(JSON.parse(BODY), headers),
      'notification_body_parsed',
      /express\.raw/,
    ],
    [
      'when its body was parsed and written again',
      verify(JSON.stringify(JSON.parse(BODY)), headers),
      'notification_signature_wrong',
      /exactly as they came/,
    ],
    [
      'when one byte was altered',
      verify(BODY.replace('"amount":1', '"amount":2'), headers),
      'notification_signature_wrong',
      /Secret Key/,
    ],
    [
      'when a line break was added',
      verify(`${BODY}\n`, headers),
      'notification_signature_wrong',
      /added to the end/,
    ],
    [
      'on another path',
      verify(BODY, headers, { path: '/other' }),
      'notification_signature_wrong',
      /\/other/,
    ],
    [
      'on a path with another slash',
      verify(BODY, headers, { path: '/told/' }),
      'notification_signature_wrong',
      /is over the path \/told, not \/told\//,
    ],
    [
      'without a signature',
      verify(BODY, without('Signature')),
      'notification_header_missing',
      /Signature/,
    ],
    [
      'without a Request-Id',
      verify(BODY, without('Request-Id')),
      'notification_header_missing',
      /Request-Id/,
    ],
    [
      'when a header has a line break',
      verify(BODY, { ...headers, 'Request-Id': 'R-1\nRequest-Timestamp:x' }),
      'notification_header_missing',
      /Request-Id/,
    ],
    ['without headers', verify(BODY, undefined), 'notification_header_missing', /Client-Id/],
    [
      'when a header came twice',
      verify(BODY, { ...headers, signature: 'x' }),
      'notification_header_missing',
      /more than once/,
    ],
    [
      "when it is another merchant's",
      verify(BODY, { ...headers, 'Client-Id': 'MCH-2' }),
      'notification_client_unknown',
      /Client-Id/,
    ],
    [
      'when it is old, a replay perhaps',
      verify(
        BODY,
        good.notifications.testHeaders(BODY, { ...PATH, timestampMs: Date.now() - 301_000 }),
      ),
      'notification_too_old',
      /300 seconds/,
    ],
    [
      'when it comes from the future',
      verify(
        BODY,
        good.notifications.testHeaders(BODY, { ...PATH, timestampMs: Date.now() + 360_000 }),
      ),
      'notification_too_old',
      /300 seconds/,
    ],
    [
      'when it is signed with another key',
      verify(BODY, good.notifications.testHeaders(BODY, { ...PATH, secretKey: 'SK-9' })),
      'notification_signature_wrong',
      /Secret Key/,
    ],
    [
      'when it is rightly signed and no JSON',
      verify('hello', good.notifications.testHeaders('hello', PATH)),
      'notification_unreadable',
      /not JSON/,
    ],
    [
      'when it is rightly signed and says nothing',
      verify('{}', good.notifications.testHeaders('{}', PATH)),
      'notification_unreadable',
      /transaction/,
    ],
  ];
  test.for(CASES)('%s', ([, run, code, words]) => {
    expect(run).toThrow(NotificationError);
    expect(run).toThrow(expect.objectContaining({ code }));
    expect(run).toThrow(words);
    expect(run).not.toThrow(/SK-/);
  });

  test.for([undefined, {}, { path: 'told' }, { path: 1 }])('without its path: %o', (options) => {
    expect(verify(BODY, headers, options ?? null)).toThrow(InputError);
  });

  test("but is on the client's own path, where none is named", () => {
    const own = new Tarik({ ...OPTIONS, notificationPath: '/told' });
    expect(own.notifications.verify(BODY, headers).kind).toBe('payment');
    expect(own.notifications.verify(BODY, own.notifications.testHeaders(BODY)).kind).toBe(
      'payment',
    );
    expect(() => own.notifications.verify(BODY, headers, { path: '/other' })).toThrow(/\/other/);
  });

  test('but is with any form of headers, with a query, and with either of two keys', () => {
    const lower = Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
    for (const given of [headers, lower, new Headers(headers)]) {
      expect(good.notifications.verify(BODY, given, { path: '/told?x=1' }).id).toBe(
        headers['Request-Id'],
      );
    }
    const rotating = new Tarik({ ...OPTIONS, secretKey: ['SK-2', 'SK-1'] });
    const bytes = Buffer.from(BODY);
    const buffer = Uint8Array.from(bytes).buffer;
    for (const body of [bytes, buffer]) {
      expect((rotating.notifications as any).verify(body, headers, PATH).kind).toBe('payment');
    }
  });
});
