// Two who move one payment at once: the caller, the clock, the bank's callback and the customer. Whoever comes second
// changes nothing that is no longer so, and what the bank has done is never lost.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  callOf,
  evidence,
  flowContext,
  NOT_SENT,
  refusalOf,
  UNCLEAR,
  type FlowContext,
} from '../../tests/flow-context.ts';
import type { Db, Query } from '../base/db.ts';
import { referenceOf } from '../base/reference.ts';
import { Refusal } from '../base/refusal.ts';
import type { BankCallback } from '../banks/bank.ts';
import { checkBooks } from '../checks/check.ts';
import { findBalances } from '../ledger/store.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Reply } from '../requests/call.ts';
import { keep } from '../requests/once.ts';
import { confirmRegistration } from '../tokens/confirm.ts';
import { registerToken, type Registration } from '../tokens/register.ts';
import { createPayment, type PaymentInput } from './create.ts';
import type { PaymentState, PaymentView } from './payment.ts';
import { receiveCallback } from './receive-callback.ts';
import { resendOtp } from './resend-otp.ts';
import { settleDuePayments } from './settle-unclear.ts';
import { findPaymentByReference } from './store.ts';
import { validateOtp } from './validate-otp.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
let flows: FlowContext;

beforeAll(async () => {
  flows = await flowContext();
});

afterEach(async () => {
  expect(await checkBooks(flows.db)).toEqual([]);
  await flows.forget();
});

afterAll(() => flows.close());

const PAID = { kind: 'paid', bankPaymentId: '001194654652', evidence: evidence() } as const;
const OTP = { kind: 'otp_required', bankPaymentId: '001194654652', evidence: evidence() } as const;
const said = (reply: Reply): any => JSON.parse(reply.body.toString());

interface Begun {
  merchant: Merchant;
  requestId: string;
  reply: Promise<Reply>;
  input: PaymentInput;
}

async function begin(withinMs = 20 * SECOND, db = flows.db): Promise<Begun> {
  const { bank } = flows;
  const ctx = { ...flows.ctx, db };
  const merchant = await flows.merchant();
  const registration = callOf(
    flows,
    merchant,
    'cimb/token',
    (view: Registration) => view.token.tokenId,
  );
  const tokenDetails = { customer: { id: 'C-1' }, accountPhone: '6281234567890' };
  const tokenId = said(
    await registerToken(ctx, registration, { bank, details: tokenDetails }),
  ) as string;
  const state = ctx.sealer.coverIds('registration', merchant.merchantId, tokenId);
  await confirmRegistration(ctx, bank, { state, status: 'SUCCESS', authCode: 'CODE' });
  const requestId = randomUUID();
  const input: PaymentInput = {
    bank,
    tokenId,
    amount: 100n,
    invoiceNumber: requestId,
    details: { customer: { id: 'C-1' }, otpLifeMs: 10 * MINUTE },
    notificationUrl: null,
    price: { fee: 0n, split: null },
  };
  const deadline = ctx.clock.steady() + withinMs;
  const reply = createPayment(ctx, { ...paymentCall(merchant, requestId), deadline }, input);
  return { merchant, requestId, reply, input };
}

/** The very same call once more. */
function again({ merchant, requestId, input }: Begun): Promise<Reply> {
  return createPayment(flows.ctx, paymentCall(merchant, requestId), input);
}

function paymentCall(merchant: Merchant, requestId: string) {
  const word = ({ payment, challenge }: PaymentView) => ({ state: payment.state, challenge });
  return callOf(flows, merchant, 'cimb/payment', word, requestId);
}

function stepCall(merchant: Merchant, endpoint: string) {
  return callOf(flows, merchant, endpoint, ({ payment }: PaymentView) => ({
    state: payment.state,
  }));
}

/** The database of a process that dies with the commit of this statement: of what comes after it, nothing happens. */
function dyingAfter(name: string): Db {
  let dead = false;
  return {
    ...flows.db,
    async rows<R>(query: Query): Promise<R[]> {
      if (dead) throw new Refusal('database_unavailable');
      const rows = await flows.db.rows<R>(query);
      dead = query.name === name;
      return rows;
    },
  };
}

async function attemptsOf({ merchant, requestId }: Begun): Promise<unknown[]> {
  return await flows.db.rows({
    name: 'test-attempts',
    text: 'select p.state, p.reason from payments p where p.merchant_id = $1 and p.request_id = $2',
    values: [merchant.merchantId, requestId],
  });
}

async function standing({ merchant, requestId }: Begun) {
  const payment = await findPaymentByReference(flows.db, merchant.merchantId, requestId);
  if (payment === null) throw new Error('a payment that was begun is there');
  return payment;
}

async function stateOf(begun: Begun): Promise<PaymentState> {
  return (await standing(begun)).state;
}

async function payable(merchant: Merchant): Promise<bigint> {
  const balances = await findBalances(flows.db, merchant.merchantId);
  return balances.find((one) => one.account === 'merchant_payable')?.credits ?? 0n;
}

async function callback(begun: Begun, says: BankCallback['says'], amount = 100n) {
  const { ctx, bank } = flows;
  const payment = await standing(begun);
  const { bankPaymentId } = PAID;
  const reference = referenceOf(payment.paymentId);
  const news = { reference, bankPaymentId, amount, says, bankCode: '00', evidence: evidence() };
  return await receiveCallback(ctx, begun.merchant, bank, news);
}

describe('the answer of a call that the clock had given up', () => {
  test.each([
    ['paid', PAID, 'succeeded'],
    ['an OTP is out', OTP, 'awaiting_otp'],
  ] as const)('still counts: %s', async (_what, answer, state) => {
    const { ctx, bank } = flows;
    const held = Promise.withResolvers<typeof answer>();
    const asked = Promise.withResolvers<undefined>();
    bank.next('pay', () => {
      asked.resolve(undefined);
      return held.promise;
    });
    bank.next('inquire', UNCLEAR);
    const begun = await begin();
    await asked.promise;
    flows.advance(31 * SECOND);
    await settleDuePayments(ctx);
    expect(await stateOf(begun)).toBe('unclear');
    held.resolve(answer);
    expect(said(await begun.reply).state).toBe(state);
    expect(await stateOf(begun)).toBe(state);
    expect(await payable(begun.merchant)).toBe(state === 'succeeded' ? 100n : 0n);
  });

  test('changes nothing when the bank’s book has said it before', async () => {
    const { ctx, bank } = flows;
    const held = Promise.withResolvers<typeof PAID>();
    const asked = Promise.withResolvers<undefined>();
    bank.next('pay', () => {
      asked.resolve(undefined);
      return held.promise;
    });
    bank.next('inquire', PAID);
    const begun = await begin();
    await asked.promise;
    flows.advance(31 * SECOND);
    await settleDuePayments(ctx);
    held.resolve(PAID);
    expect(said(await begun.reply).state).toBe('succeeded');
    expect((await standing(begun)).version).toBe(3);
    expect(await payable(begun.merchant)).toBe(100n);
  });
});

describe('a callback', () => {
  test('before the answer makes the payment succeed once', async () => {
    const { bank } = flows;
    const inside = Promise.withResolvers<Begun>();
    bank.next('pay', async () => {
      expect(await callback(await inside.promise, 'paid')).toBe('applied');
      return PAID;
    });
    const begun = await begin();
    inside.resolve(begun);
    expect(said(await begun.reply).state).toBe('succeeded');
    expect(await callback(begun, 'paid')).toBe('known');
    expect(await payable(begun.merchant)).toBe(100n);
  });

  test('with another amount changes nothing', async () => {
    const { bank } = flows;
    bank.next('pay', UNCLEAR);
    const begun = await begin();
    await begun.reply;
    expect(await callback(begun, 'paid', 99n)).toBe('amount_differs');
    expect(await stateOf(begun)).toBe('unclear');
  });

  test('that says failed after success moves nothing', async () => {
    const { bank } = flows;
    bank.next('pay', PAID);
    const begun = await begin();
    await begun.reply;
    expect(await callback(begun, 'failed')).toBe('known');
    expect(await stateOf(begun)).toBe('succeeded');
  });

  test('that says paid after the OTP window was closed goes to suspense', async () => {
    const { ctx, bank } = flows;
    bank.next('pay', OTP);
    const begun = await begin();
    await begun.reply;
    flows.advance(6 * MINUTE);
    await settleDuePayments(ctx);
    expect(await stateOf(begun)).toBe('expired');
    expect(await callback(begun, 'paid')).toBe('late');
    expect(await stateOf(begun)).toBe('expired');
    const balances = await findBalances(flows.db, begun.merchant.merchantId);
    expect(balances.find((one) => one.account === 'suspense')?.credits).toBe(100n);
  });
});

test('an OTP that was resent while its window was being closed keeps the payment open', async () => {
  const { ctx, bank } = flows;
  bank.next('pay', OTP);
  bank.next('resendOtp', { kind: 'otp_sent', evidence: evidence() });
  const begun = await begin();
  const { challenge } = said(await begun.reply) as { challenge: string };
  // The window of this payment is made to end early, so that a resend is still allowed when the clock looks.
  await flows.sql(
    `update payments set otp_expires_at = otp_sent_at + interval '60 s', due_at = otp_sent_at + interval '65 s'
      where merchant_id = $1`,
    [begun.merchant.merchantId],
  );
  flows.advance(66 * SECOND);
  bank.next('inquire', async () => {
    await resendOtp(ctx, stepCall(begun.merchant, 'cimb/payment-otp'), { bank, challenge });
    return { kind: 'awaiting_otp', bankPaymentId: '001194654652', evidence: evidence() };
  });
  await settleDuePayments(ctx);
  expect(await stateOf(begun)).toBe('awaiting_otp');
  bank.next('verifyOtp', PAID);
  const validated = await validateOtp(ctx, stepCall(begun.merchant, 'cimb/payment/validate'), {
    bank,
    challenge,
    otp: '123456',
  });
  expect(said(validated).state).toBe('succeeded');
});

test.each(['unclear', 'awaiting_otp'] as const)(
  'a book that was read before the bank came to an OTP does not end a payment that is %s',
  async (state) => {
    const { ctx, bank } = flows;
    const waiting = { kind: 'awaiting_otp', bankPaymentId: null, evidence: evidence() } as const;
    bank.next('pay', OTP);
    bank.next('verifyOtp', UNCLEAR);
    const begun = await begin();
    const { challenge } = said(await begun.reply) as { challenge: string };
    const call = stepCall(begun.merchant, 'cimb/payment/validate');
    await validateOtp(ctx, call, { bank, challenge, otp: '123456' });
    flows.advance(10 * SECOND);
    bank.next('inquire', state === 'unclear' ? UNCLEAR : waiting);
    await settleDuePayments(ctx);
    expect(await stateOf(begun)).toBe(state);
    flows.advance(15 * MINUTE - 12 * SECOND);
    bank.next('inquire', () => {
      // Asked within the bank's longest time and heard after it: the debit fell in between.
      flows.advance(4 * SECOND);
      return waiting;
    });
    await settleDuePayments(ctx);
    expect(await stateOf(begun)).toBe('unclear');
    flows.advance(2 * MINUTE);
    bank.next('inquire', PAID);
    await settleDuePayments(ctx);
    expect(await stateOf(begun)).toBe('succeeded');
  },
);

test('an OTP that never left us gives its try back', async () => {
  const { ctx, bank } = flows;
  bank.next('pay', OTP);
  bank.next('verifyOtp', NOT_SENT);
  const begun = await begin();
  const { challenge } = said(await begun.reply) as { challenge: string };
  const call = stepCall(begun.merchant, 'cimb/payment/validate');
  const input = { bank, challenge, otp: '123456' };
  expect(await refusalOf(validateOtp(ctx, call, input))).toBe('bank_unavailable');
  expect(await standing(begun)).toMatchObject({ state: 'awaiting_otp', otpTries: 0 });
  bank.next('verifyOtp', PAID);
  expect(said(await validateOtp(ctx, call, input)).state).toBe('succeeded');
});

test('an OTP that the bank calls too old on the last try ends the payment', async () => {
  const { ctx, bank } = flows;
  const tooOld = { kind: 'otp_too_old', evidence: evidence() } as const;
  bank.next('pay', OTP);
  bank.next('verifyOtp', tooOld, tooOld, tooOld);
  const begun = await begin();
  const { challenge } = said(await begun.reply) as { challenge: string };
  const answers: unknown[] = [];
  for (let n = 0; n < 4; n += 1) {
    const call = stepCall(begun.merchant, 'cimb/payment/validate');
    answers.push(said(await validateOtp(ctx, call, { bank, challenge, otp: '123456' })).refused);
  }
  expect(answers).toEqual(['otp_expired', 'otp_expired', 'otp_attempts_exceeded', 'payment_final']);
  expect(await stateOf(begun)).toBe('failed');
});

test('an OTP that comes at the same time as a resend is told to wait, not that it has expired', async () => {
  const { ctx, bank } = flows;
  bank.next('pay', OTP);
  bank.next('resendOtp', { kind: 'otp_sent', evidence: evidence() });
  const begun = await begin();
  const { challenge } = said(await begun.reply) as { challenge: string };
  flows.advance(31 * SECOND);
  const validation = stepCall(begun.merchant, 'cimb/payment/validate');
  const resend = resendOtp(ctx, stepCall(begun.merchant, 'cimb/payment-otp'), { bank, challenge });
  const validated = validateOtp(ctx, validation, { bank, challenge, otp: '123456' });
  expect(await refusalOf(validated)).toBe('payment_busy');
  expect(said(await resend).state).toBe('awaiting_otp');
  bank.next('verifyOtp', PAID);
  const later = await validateOtp(ctx, validation, { bank, challenge, otp: '123456' });
  expect(said(later).state).toBe('succeeded');
});

test('a repeat waits for its twin in this process also when the clock has run past its lease', async () => {
  const { bank } = flows;
  const held = Promise.withResolvers<typeof PAID>();
  const asked = Promise.withResolvers<undefined>();
  bank.next('pay', () => {
    asked.resolve(undefined);
    return held.promise;
  });
  const begun = await begin();
  await asked.promise;
  flows.advance(MINUTE);
  const repeat = again(begun);
  await flows.clock.sleep(50);
  held.resolve(PAID);
  const first = await begun.reply;
  expect(said(first).state).toBe('succeeded');
  expect(await repeat).toEqual({ ...first, replayed: true });
});

test('a call that outlives its lease gives the answer that somebody else has given meanwhile', async () => {
  const { ctx, bank } = flows;
  const held = Promise.withResolvers<typeof PAID>();
  const asked = Promise.withResolvers<undefined>();
  bank.next('pay', () => {
    asked.resolve(undefined);
    return held.promise;
  });
  const begun = await begin();
  await asked.promise;
  flows.advance(41 * SECOND);
  // Another process has taken the call over and told its repeat that the payment is pending.
  const pending = { status: 201, body: Buffer.from('pending') };
  await keep(ctx, paymentCall(begun.merchant, begun.requestId), pending);
  held.resolve(PAID);
  expect(await begun.reply).toEqual({ ...pending, replayed: true });
  expect(await stateOf(begun)).toBe('succeeded');
});

test('who comes second with an answer gives the first one', async () => {
  const { ctx } = flows;
  const begun = await begin();
  const first = await begun.reply;
  const call = paymentCall(begun.merchant, begun.requestId);
  const second = await keep(ctx, call, { status: 201, body: Buffer.from('another') });
  expect(second).toEqual({ ...first, replayed: true });
});

test('a payment does not leave us any more when its answer is overdue', async () => {
  const { bank } = flows;
  const before = bank.asked('pay').length;
  const begun = await begin(-1);
  expect(await refusalOf(begun.reply)).toBe('bank_unavailable');
  expect(bank.asked('pay')).toHaveLength(before);
  expect(await attemptsOf(begun)).toEqual([{ state: 'failed', reason: 'bank_unavailable' }]);
});

test('a payment that never left us is no payment: its Request-Id and invoice are free', async () => {
  const { bank } = flows;
  bank.next('pay', NOT_SENT, NOT_SENT);
  const begun = await begin();
  expect(await refusalOf(begun.reply)).toBe('bank_unavailable');
  expect(await attemptsOf(begun)).toEqual([{ state: 'failed', reason: 'bank_unavailable' }]);
});

test('a payment that never left us has no status: its repeat may yet succeed', async () => {
  const { bank } = flows;
  bank.next('pay', NOT_SENT, NOT_SENT);
  const begun = await begin();
  await refusalOf(begun.reply);
  const { merchant, requestId, input } = begun;
  for (const reference of [requestId, input.invoiceNumber]) {
    expect(await findPaymentByReference(flows.db, merchant.merchantId, reference)).toBeNull();
  }
});

test('a payment that never left us frees its Request-Id by the same commit, whoever dies after it', async () => {
  const { bank } = flows;
  bank.next('pay', NOT_SENT, NOT_SENT);
  const begun = await begin(20 * SECOND, dyingAfter('payments-finish'));
  await refusalOf(begun.reply);
  flows.advance(MINUTE);
  bank.next('pay', PAID);
  expect(said(await again(begun)).state).toBe('succeeded');
});

test('"not found" is not believed while a call that left at its last moment may still be at work', async () => {
  const { ctx, bank } = flows;
  bank.next('pay', UNCLEAR);
  const begun = await begin();
  await begun.reply;
  const notFound = { kind: 'not_found', evidence: evidence() } as const;
  flows.advance(15 * MINUTE + 10 * SECOND);
  for (let looks = 0; looks < 2; looks += 1) {
    bank.next('inquire', notFound);
    await settleDuePayments(ctx);
    flows.advance(61 * SECOND);
  }
  expect(await stateOf(begun)).toBe('unclear');
  bank.next('inquire', notFound);
  await settleDuePayments(ctx);
  expect(await stateOf(begun)).toBe('failed');
});

test('the bank’s book is asked again after the end until it answers', async () => {
  const { ctx, bank } = flows;
  bank.next('pay', OTP);
  const begun = await begin();
  await begun.reply;
  flows.advance(6 * MINUTE);
  await settleDuePayments(ctx);
  expect(await stateOf(begun)).toBe('expired');
  bank.next('inquire', UNCLEAR, PAID);
  flows.advance(61 * MINUTE);
  await settleDuePayments(ctx);
  expect((await standing(begun)).dueAt).not.toBeNull();
  flows.advance(61 * MINUTE);
  await settleDuePayments(ctx);
  expect((await standing(begun)).dueAt).toBeNull();
  const cases = await flows.sql('select 1 from late_money where merchant_id = $1', [
    begun.merchant.merchantId,
  ]);
  expect(cases).toHaveLength(1);
});
