// The SDK against the real gateway and a simulated bank: the guide from register to refund, and every error as its class.
import { createHmac } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applyNotification,
  AuthenticationError,
  ConflictError,
  DeclinedError,
  NotFoundError,
  OtpError,
  RefundError,
  RequestError,
  Tarik,
  TarikError,
  type Exchange,
  type Notification,
  type TarikOptions,
} from '../../sdk/src/index.ts';
import { KNOWN_CODES } from '../../sdk/src/catalogue.ts';
import { ERRORS } from '../src/api/doku/errors.ts';
import { booksOf, startWorld, type Bound, type World } from './world.ts';

let world: World;
let bound: Bound;
let tarik: Tarik;
const exchanges: Exchange[] = [];

function client(options: Partial<TarikOptions> = {}): Tarik {
  const { clientId, secret } = world.one;
  return new Tarik({
    clientId,
    secretKey: secret,
    baseUrl: world.url,
    onExchange: (exchange) => exchanges.push(exchange),
    ...options,
  });
}

beforeAll(async () => {
  world = await startWorld();
  bound = await world.token(world.one, '800000000001');
  tarik = client();
});

afterAll(async () => {
  await world.settle();
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
  await world.close();
});

const drawn = (): string => `INV-${crypto.randomUUID()}`;

async function pending(account = bound, amount: bigint | number = 90_000n) {
  const { customerId: id, tokenId } = account;
  const invoiceNumber = drawn();
  return await tarik.payments.create({ customer: { id }, tokenId, invoiceNumber, amount });
}

async function paid(account = bound) {
  const payment = await pending(account);
  if (payment.status !== 'PENDING') throw new Error('expected an OTP step');
  const { challenge } = payment;
  const validated = await tarik.payments.validate({ challenge, otp: await world.otp(bound.phone) });
  return { payment, validated };
}

/** The error of a call that must be refused. */
async function refusal(call: Promise<unknown>): Promise<TarikError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TarikError);
  return error as TarikError;
}

describe('the SDK walks the guide', () => {
  test('registers an account and lists its token', async () => {
    const customer = { id: `C-${crypto.randomUUID()}`, name: 'Robby', email: 'robby@example.com' };
    const registration = await tarik.tokens.register({ customer, phone: '6281234500001' });
    expect(registration.status).toBe('PENDING');
    const id = new URL(registration.registrationUrl).pathname.split('/').at(-1);
    await world.sandbox(`/sandbox/registrations/${id}/complete`, { account_no: '800000000001' });
    const tokens = await tarik.tokens.list({ customer });
    expect(tokens).toEqual([
      {
        tokenId: expect.any(String),
        accountNo: 'XXXXXXXX0001',
        customer: { id: customer.id, name: 'Robby' },
      },
    ]);
    const gone = await tarik.tokens.delete({ customer, tokenId: tokens[0]!.tokenId });
    expect(gone.status).toBe('SUCCESS');
    expect(await tarik.tokens.list({ customer })).toEqual([]);
  });

  test('pulls a payment with an OTP, asks for its status and gives it back in two parts', async () => {
    const { payment, validated } = await paid();
    expect(payment).toMatchObject({ status: 'PENDING', amount: 90_000n, replayed: false });
    expect(validated).toMatchObject({ status: 'SUCCESS', paymentId: expect.stringMatching(/./) });
    const { invoiceNumber, requestId } = payment;
    const status = await tarik.payments.status({ invoiceNumber });
    expect(status).toMatchObject({
      status: 'SUCCESS',
      originalRequestId: requestId,
      date: expect.any(Date),
    });
    const refund = (amount: bigint) =>
      tarik.refunds.create({ invoiceNumber, originalRequestId: requestId, amount });
    expect(await refund(2_000n)).toMatchObject({ status: 'SUCCESS', amount: 2_000n });
    expect(await refund(88_000n)).toMatchObject({ status: 'SUCCESS' });
    expect((await tarik.payments.status({ requestId })).status).toBe('REFUNDED');
    expect(await refusal(refund(1n))).toBeInstanceOf(RefundError);
  });

  test('pulls a payment that needs no OTP', async () => {
    const free = await world.token(world.one, '800000000003');
    expect(await pending(free, 1)).toMatchObject({ status: 'SUCCESS', amount: 1n });
  });

  test('has a new OTP sent under the same challenge', async () => {
    const payment = await pending();
    if (payment.status !== 'PENDING') throw new Error('expected an OTP step');
    const { challenge } = payment;
    world.advance(31);
    expect((await tarik.payments.resendOtp({ challenge })).challenge).toBe(challenge);
    const otp = await world.otp(bound.phone);
    expect((await tarik.payments.validate({ challenge, otp })).status).toBe('SUCCESS');
  });

  test("gives the first result again under the same Request-Id, whatever the wire's 409", async () => {
    const { customerId: id, tokenId } = bound;
    const input = { customer: { id }, tokenId, invoiceNumber: drawn(), amount: 5_000 };
    const requestId = `R-${crypto.randomUUID()}`;
    const first = await tarik.payments.create(input, { requestId });
    const again = await tarik.payments.create(input, { requestId });
    expect(again).toEqual({ ...first, replayed: true });
    const other = tarik.payments.create({ ...input, amount: 5_001 }, { requestId });
    const error = await refusal(other);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ code: 'idempotent_request', retryable: false, requestId });
  });

  test('shows an observer every try, verified, without the OTP', async () => {
    exchanges.length = 0;
    await paid();
    expect(exchanges.map(({ path, answer }) => [path, answer?.signature])).toEqual([
      ['/cimb-direct-debit/v1/payment', 'right'],
      ['/cimb-direct-debit/v1/payment/validate', 'right'],
    ]);
    expect(exchanges[1]!.requestBody).toContain('"otp":"******"');
    expect(exchanges[1]!.stringToSign).toContain('Request-Target:/cimb-direct-debit/v1/payment');
    expect(JSON.stringify(exchanges)).not.toContain(world.one.secret);
  });
});

describe('an error of the gateway is a class with a code', () => {
  test('a wrong OTP says how many tries are left, and the third ends the payment', async () => {
    const payment = await pending();
    if (payment.status !== 'PENDING') throw new Error('expected an OTP step');
    const wrong = () => tarik.payments.validate({ challenge: payment.challenge, otp: '000000' });
    const first = await refusal(wrong());
    expect(first).toBeInstanceOf(OtpError);
    expect(first).toMatchObject({ code: 'invalid_otp', triesLeft: 2, httpStatus: 400 });
    expect(first.docsUrl).toBe(`${world.url}/docs/errors/invalid_otp`);
    const page = await fetch(first.docsUrl!);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('tries_left')]);
    await refusal(wrong());
    expect(await refusal(wrong())).toMatchObject({ code: 'otp_attempts_exceeded' });
    const { invoiceNumber } = payment;
    expect((await tarik.payments.status({ invoiceNumber })).status).toBe('FAILED');
  });

  test('a decline tells the reason and the bank code', async () => {
    const poor = await world.token(world.one, '800000000002');
    const error = await refusal(pending(poor).then(paidOut));
    expect(error).toBeInstanceOf(DeclinedError);
    expect(error).toMatchObject({ code: 'payment_declined', reason: 'insufficient_funds' });
  });

  test('a field that the gateway refuses is named', async () => {
    const { customerId: id, tokenId } = bound;
    const input = { customer: { id }, tokenId, invoiceNumber: 'x'.repeat(65), amount: 1 };
    const error = await refusal(tarik.payments.create(input));
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: 'invalid_parameter', field: 'order.invoice_number' });
  });

  test('an unknown token, and another customer, are not found', async () => {
    const input = { tokenId: bound.tokenId, invoiceNumber: drawn(), amount: 1 };
    const error = await refusal(tarik.payments.create({ ...input, customer: { id: 'nobody' } }));
    expect(error).toBeInstanceOf(NotFoundError);
  });

  test('a wrong key and an unknown client are told apart', async () => {
    const wrongKey = client({ secretKey: 'SK-wrong' });
    const nobody = client({ clientId: 'MCH-NOBODY' });
    const customer = { id: 'C-1' };
    const first = await refusal(wrongKey.tokens.list({ customer }));
    expect(first).toBeInstanceOf(AuthenticationError);
    expect(first.code).toBe('invalid_signature');
    expect((await refusal(nobody.tokens.list({ customer }))).code).toBe('invalid_client_id');
  });

  test('a clock that is wrong is told by how much', async () => {
    const ahead = { now: () => Date.now() + 7_200_000, sleep: async () => undefined };
    const error = await refusal(client({ clock: ahead }).tokens.list({ customer: { id: 'C-1' } }));
    expect(error.code).toBe('request_time_out_of_range');
    expect((error as { aheadSeconds?: number }).aheadSeconds).toBeGreaterThan(7_190);
  });

  test('every code of the gateway is known', () => {
    const codes = new Set(Object.values(ERRORS).map(({ code }) => code));
    expect([...KNOWN_CODES].toSorted()).toEqual([...codes].toSorted());
  });
});

describe('a notification reaches the merchant', () => {
  let shop: FastifyInstance | undefined;
  afterAll(async () => {
    await shop?.close();
  });

  test('and verifies, with its payment', async () => {
    const { fastifyNotifications } = await import('../../sdk/src/fastify.ts');
    const got: Notification[] = [];
    const receive = (notification: Notification) => got.push(notification);
    shop = fastify();
    await shop.register(fastifyNotifications(tarik, receive), { url: '/told' });
    const { payment } = await paid();
    await world.settle();
    const { headers, raw, path } = world.receiver.received.at(-1)!;
    const notification = tarik.notifications.verify(raw, headers, { path });
    expect(notification).toMatchObject({
      kind: 'payment',
      type: 'payment.succeeded',
      status: 'SUCCESS',
      invoiceNumber: payment.invoiceNumber,
      amount: 90_000n,
      originalRequestId: payment.requestId,
    });
    const known = applyNotification(undefined, notification);
    expect(applyNotification(known, notification)).toBe(known);
    const signed = tarik.notifications.testHeaders(raw, { path: '/told' });
    const lines = tarik.notifications.stringToSign(raw, signed, { path: '/told' });
    const mac = createHmac('sha256', world.one.secret).update(lines).digest('base64');
    expect(signed['Signature']).toBe(`HMACSHA256=${mac}`);
    const answer = await shop.inject({ method: 'POST', url: '/told', headers: signed, body: raw });
    expect([answer.statusCode, got.length]).toEqual([200, 1]);
  });
});

/** Goes on to validate, where the bank says no only then. */
async function paidOut(payment: Awaited<ReturnType<typeof pending>>): Promise<unknown> {
  if (payment.status !== 'PENDING') return payment;
  const otp = await world.otp(bound.phone);
  return await tarik.payments.validate({ challenge: payment.challenge, otp });
}
