// Refunds and the return of late money, on a real database and with a bank that answers what each test tells it.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  callOf,
  declined,
  evidence,
  flowContext,
  NOT_SENT,
  refusalOf,
  UNCLEAR,
  type FlowContext,
} from '../../tests/flow-context.ts';
import { idOfReference, referenceOf } from '../base/reference.ts';
import { checkBooks } from '../checks/check.ts';
import { findBalances } from '../ledger/store.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { createPayment } from '../payments/create.ts';
import type { PaymentView } from '../payments/payment.ts';
import { receiveCallback } from '../payments/receive-callback.ts';
import { findPayment } from '../payments/store.ts';
import type { Reply } from '../requests/call.ts';
import { confirmRegistration } from '../tokens/confirm.ts';
import { registerToken, type Registration } from '../tokens/register.ts';
import { createRefund } from './create.ts';
import type { RefundView } from './refund.ts';
import { returnLateMoney } from './return-late-money.ts';
import { settleDueRefunds } from './settle-unclear.ts';
import { statusOf } from './status.ts';
import { findRefundByRequest, oldestUnclearRefund } from './store.ts';

const MINUTE = 60_000;
let flows: FlowContext;

beforeAll(async () => {
  flows = await flowContext();
});

afterEach(async () => {
  expect(await checkBooks(flows.db)).toEqual([]);
  await flows.forget();
});

afterAll(() => flows.close());

const said = (reply: Reply): any => JSON.parse(reply.body.toString());
const dies = (): never => {
  throw new Error('the process dies');
};

interface Paid {
  merchant: Merchant;
  paymentId: string;
  requestId: string;
  invoiceNumber: string;
}

async function token(merchant: Merchant): Promise<string> {
  const { ctx, bank } = flows;
  const call = callOf(flows, merchant, 'cimb/token', (view: Registration) => view.token.tokenId);
  const details = { customer: { id: 'C-1' }, accountPhone: '6281234567890' };
  const tokenId = said(await registerToken(ctx, call, { bank, details }));
  const state = ctx.sealer.coverIds('registration', merchant.merchantId, tokenId);
  await confirmRegistration(ctx, bank, { state, status: 'SUCCESS', authCode: 'CODE' });
  return tokenId;
}

async function pay(merchant: Merchant, amount = 100n): Promise<Paid> {
  const { ctx, bank } = flows;
  const requestId = randomUUID();
  const word = ({ payment }: PaymentView) => ({ id: payment.paymentId });
  const call = callOf(flows, merchant, 'cimb/payment', word, requestId);
  const invoiceNumber = `INV-${randomUUID()}`;
  await createPayment(ctx, call, {
    bank,
    tokenId: await token(merchant),
    amount,
    invoiceNumber,
    details: { customer: { id: 'C-1' }, otpLifeMs: 5 * MINUTE },
    notificationUrl: null,
    price: { fee: 0n, split: null },
  });
  const reference = bank.asked('pay').at(-1).reference as string;
  return { merchant, paymentId: idOfReference(reference)!, requestId, invoiceNumber };
}

interface Wish {
  requestId?: string;
  invoiceNumber?: string;
  originalRequestId?: string;
  reason?: string;
  merchant?: Merchant;
}

function refund(paid: Paid, amount: bigint, wish: Wish = {}): Promise<Reply> {
  const merchant = wish.merchant ?? paid.merchant;
  const word = ({ refund, payment, reason }: RefundView) => ({
    state: refund.state,
    amount: `${refund.amount}`,
    reason,
    why: refund.reason,
    invoice: payment.invoiceNumber,
  });
  const call = callOf(flows, merchant, 'cimb/payment-refund', word, wish.requestId);
  return createRefund(flows.ctx, call, {
    bank: flows.bank,
    invoiceNumber: wish.invoiceNumber ?? paid.invoiceNumber,
    originalRequestId: wish.originalRequestId ?? paid.requestId,
    amount,
    ...(wish.reason === undefined ? {} : { reason: wish.reason }),
  });
}

const refunded = async ({ merchant, paymentId }: Paid): Promise<bigint | undefined> =>
  (await findPayment(flows.db, merchant.merchantId, paymentId))?.refunded;

const found = async ({ merchant }: Paid, requestId: string) =>
  findRefundByRequest(flows.db, merchant.merchantId, requestId);

/** Credits minus debits of an account. */
async function balance(merchant: Merchant, account: string): Promise<bigint> {
  const balances = await findBalances(flows.db, merchant.merchantId);
  const one = balances.find((row) => row.account === account);
  return one === undefined ? 0n : one.credits - one.debits;
}

/** Lets everything happen that is due within this time. */
async function wait(ms: number): Promise<void> {
  flows.advance(ms);
  while ((await settleDueRefunds(flows.ctx)) > 0);
}

/** Lets time pass in steps, as it does, with the chores running. */
async function live(ms: number, step = 30_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) await wait(step);
}

const sent = (): string[] => flows.bank.asked('refund').map((one) => one.refundReference);

async function alarms(): Promise<number> {
  const { values } = await flows.ctx.metrics.alarms.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}

describe('a refund', () => {
  test('gives the whole payment back and books it', async () => {
    const paid = await pay(await flows.merchant());
    const before = sent().length;
    const reply = await refund(paid, 100n, { reason: 'wrong size' });
    expect(said(reply)).toEqual({
      state: 'succeeded',
      amount: '100',
      reason: 'wrong size',
      why: null,
      invoice: paid.invoiceNumber,
    });
    expect(flows.bank.asked('refund').slice(before)).toEqual([
      {
        reference: referenceOf(paid.paymentId),
        bankPaymentId: referenceOf(paid.paymentId).slice(0, 12),
        refundReference: expect.stringMatching(/^[0-9a-f]{32}$/),
        amount: 100n,
        reason: 'wrong size',
      },
    ]);
    expect(await balance(paid.merchant, 'merchant_payable')).toBe(0n);
    expect(await balance(paid.merchant, 'bank_receivable:cimb')).toBe(0n);
    expect(await findPayment(flows.db, paid.merchant.merchantId, paid.paymentId)).toMatchObject({
      state: 'succeeded',
      refunded: 100n,
    });
  });

  test('may come in parts until nothing is left', async () => {
    const paid = await pay(await flows.merchant());
    for (const amount of [30n, 50n, 20n]) {
      expect(said(await refund(paid, amount)).state).toBe('succeeded');
    }
    expect(said(await refund(paid, 1n))).toEqual({ refused: 'refund_amount_exceeded' });
    expect(await balance(paid.merchant, 'merchant_payable')).toBe(0n);
  });

  test('is answered once per Request-Id, byte for byte', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    const before = sent().length;
    const first = await refund(paid, 60n, { requestId });
    const again = await refund(paid, 60n, { requestId });
    expect([again.replayed, again.body.equals(first.body)]).toEqual([true, true]);
    expect(sent()).toHaveLength(before + 1);
    expect(await refunded(paid)).toBe(60n);
  });

  test('runs once among twenty repeats at the same time', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    const before = sent().length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => refund(paid, 5n, { requestId })),
    );
    expect(new Set(replies.map((reply) => reply.body.toString())).size).toBe(1);
    expect(sent()).toHaveLength(before + 1);
    expect(await refunded(paid)).toBe(5n);
  });

  test('of 70 on 100 passes once among fifty at the same time', async () => {
    const paid = await pay(await flows.merchant());
    const before = sent().length;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => refund(paid, 70n).then(said)),
    );
    expect(answers.filter((answer) => answer.state === 'succeeded')).toHaveLength(1);
    expect(answers.filter((one) => one.refused === 'refund_amount_exceeded')).toHaveLength(49);
    expect(sent()).toHaveLength(before + 1);
    expect(await refunded(paid)).toBe(70n);
  });

  test('never gives back more than was paid, whatever the bank answers to many at once', async () => {
    const seed = Math.floor(flows.ctx.random.fraction() * 2 ** 31);
    const next = numbers(seed);
    const merchant = await flows.merchant();
    const payments = [await pay(merchant), await pay(merchant), await pay(merchant)];
    const before = flows.bank.asked('refund').length;
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => {
        const dice = next(4);
        if (dice === 0) flows.bank.next('refund', declined('refund_refused'));
        if (dice === 1) flows.bank.next('refund', UNCLEAR);
        return refund(payments[next(3)]!, BigInt(1 + next(40))).then(said);
      }),
    );
    expect(
      answers.some((one) => one.state === 'unclear'),
      `seed ${seed}`,
    ).toBe(true);
    // What was asked of the bank and not declined never exceeds what was paid.
    flows.bank.next('inquireRefund', ...Array.from({ length: 60 }, () => asFailed));
    await live(MINUTE);
    for (const paid of payments) {
      const reference = referenceOf(paid.paymentId);
      const mine = await flows.sql<{ sum: bigint }>(
        `select coalesce(sum(amount), 0)::bigint as sum from refunds
          where payment_id = $1 and state = 'succeeded'`,
        [paid.paymentId],
      );
      expect(await refunded(paid), `seed ${seed}, ${reference}`).toBe(mine[0]?.sum);
      expect(mine[0]!.sum <= 100n, `seed ${seed}`).toBe(true);
    }
    const references = sent().slice(before);
    expect(new Set(references).size, `seed ${seed}`).toBe(references.length);
  });

  test('that the bank declines has failed, and its amount is free again', async () => {
    const paid = await pay(await flows.merchant());
    flows.bank.next('refund', declined('refund_refused'));
    const reply = await refund(paid, 100n);
    expect(said(reply)).toMatchObject({ state: 'failed', why: 'refund_refused' });
    expect(await refunded(paid)).toBe(0n);
    expect(said(await refund(paid, 100n)).state).toBe('succeeded');
  });

  test('is sent once more when nothing left us, under the same reference', async () => {
    const paid = await pay(await flows.merchant());
    flows.bank.next('refund', NOT_SENT);
    expect(said(await refund(paid, 100n)).state).toBe('succeeded');
    const [one, two] = sent().slice(-2);
    expect(one).toBe(two);
  });

  test('leaves amount and Request-Id free when nothing reached the bank', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    flows.bank.next('refund', NOT_SENT, NOT_SENT);
    expect(await refusalOf(refund(paid, 100n, { requestId }))).toBe('bank_unavailable');
    expect(await refunded(paid)).toBe(0n);
    expect(said(await refund(paid, 100n, { requestId })).state).toBe('succeeded');
  });

  test('needs a payment that invoice number and original Request-Id both name', async () => {
    const [merchant, other] = [await flows.merchant(), await flows.merchant()];
    const [paid, second] = [await pay(merchant), await pay(merchant)];
    const before = sent().length;
    const answers = await Promise.all([
      refund(paid, 1n, { invoiceNumber: 'INV-unknown' }),
      refund(paid, 1n, { originalRequestId: randomUUID() }),
      refund(paid, 1n, { invoiceNumber: second.invoiceNumber }),
      refund(paid, 1n, { merchant: other }),
    ]);
    expect(answers.map((reply) => said(reply).refused)).toEqual(Array(4).fill('payment_not_found'));
    expect(sent()).toHaveLength(before);
  });

  test('of another bank or of what is no payment finds nothing', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    await refund(paid, 1n, { requestId });
    const ofRefund = await refund(paid, 1n, { originalRequestId: requestId });
    expect(said(ofRefund)).toEqual({ refused: 'payment_not_found' });
    const call = callOf(flows, paid.merchant, 'bri/payment-refund', () => ({}));
    const elsewhere = await createRefund(flows.ctx, call, {
      bank: { ...flows.bank, slug: 'bri' },
      invoiceNumber: paid.invoiceNumber,
      originalRequestId: paid.requestId,
      amount: 1n,
    });
    expect(said(elsewhere)).toEqual({ refused: 'payment_not_found' });
  });

  test.each([
    ['failed', declined('bank_refused')],
    ['is not finished', UNCLEAR],
  ])('needs a payment that succeeded, not one that %s', async (_name, outcome) => {
    const merchant = await flows.merchant();
    flows.bank.next('pay', outcome);
    const paid = await pay(merchant);
    expect(said(await refund(paid, 1n))).toEqual({ refused: 'payment_not_refundable' });
  });

  test('comes within the bank’s window or not at all', async () => {
    const paid = await pay(await flows.merchant());
    const day = 24 * 60 * MINUTE;
    flows.advance(90 * day - MINUTE);
    expect(said(await refund(paid, 1n)).state).toBe('succeeded');
    flows.advance(2 * MINUTE);
    expect(said(await refund(paid, 1n))).toEqual({ refused: 'refund_window_closed' });
  });

  test('keeps a refusal for its Request-Id', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    flows.bank.next('refund', declined('refund_refused'));
    const first = refund(paid, 70n);
    const refused = await refund(paid, 101n, { requestId });
    await first;
    const again = await refund(paid, 101n, { requestId });
    expect([again.replayed, again.body.equals(refused.body)]).toEqual([true, true]);
  });

  test('keeps the merchant’s words sealed, whatever they are', async () => {
    const paid = await pay(await flows.merchant());
    const reason = `=cmd()|<script>${'x'.repeat(200)}`;
    expect(said(await refund(paid, 1n, { reason })).reason).toBe(reason);
    const [row] = await flows.sql<{ sealed: Buffer }>(
      'select sealed_reason as sealed from refunds where payment_id = $1',
      [paid.paymentId],
    );
    expect(row?.sealed.includes('script')).toBe(false);
  });
});

describe('a refund whose outcome is not known', () => {
  async function unclear(amount = 70n): Promise<{ paid: Paid; requestId: string }> {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    flows.bank.next('refund', UNCLEAR);
    expect(said(await refund(paid, amount, { requestId })).state).toBe('unclear');
    return { paid, requestId };
  }

  test('holds its amount, in transit', async () => {
    const { paid } = await unclear();
    expect(said(await refund(paid, 70n))).toEqual({ refused: 'refund_amount_exceeded' });
    expect(await refunded(paid)).toBe(70n);
    expect(await balance(paid.merchant, 'merchant_payable')).toBe(30n);
    expect(await balance(paid.merchant, 'refund_in_transit')).toBe(70n);
    expect(await oldestUnclearRefund(flows.db, flows.clock.now() + 1000)).toBeGreaterThanOrEqual(
      1000,
    );
  });

  test('succeeds when the bank has it, and is never sent again', async () => {
    const { paid, requestId } = await unclear();
    const before = sent().length;
    flows.bank.next('inquireRefund', UNCLEAR, NOT_SENT, asRefunded(70n));
    await live(2 * MINUTE);
    expect(await found(paid, requestId)).toMatchObject({ state: 'succeeded', bankRefundId: '77' });
    expect(await balance(paid.merchant, 'merchant_payable')).toBe(30n);
    expect(await balance(paid.merchant, 'refund_in_transit')).toBe(0n);
    expect(sent()).toHaveLength(before);
    const [inquiry] = flows.bank.asked('inquireRefund').slice(-1);
    expect(inquiry).toMatchObject({
      reference: referenceOf(paid.paymentId),
      paid: 100n,
      amount: 70n,
    });
  });

  test('fails when the bank says so, and its amount is free again', async () => {
    const { paid, requestId } = await unclear();
    flows.bank.next('inquireRefund', asFailed);
    await live(MINUTE);
    expect((await found(paid, requestId))?.state).toBe('failed');
    expect(await refunded(paid)).toBe(0n);
    expect(said(await refund(paid, 100n)).state).toBe('succeeded');
  });

  test('is sent again under its reference when the bank surely does not have it', async () => {
    const { paid, requestId } = await unclear();
    const before = sent();
    await live(14 * MINUTE);
    expect(sent(), 'it may only be slow').toHaveLength(before.length);
    await live(3 * MINUTE);
    expect(sent().slice(before.length)).toEqual([before.at(-1)]);
    expect((await found(paid, requestId))?.state).toBe('succeeded');
    expect(await refunded(paid)).toBe(70n);
  });

  test('is sent again as often as it takes, each time after the bank’s own time', async () => {
    const { paid, requestId } = await unclear();
    const before = sent();
    flows.bank.next('refund', UNCLEAR, NOT_SENT, NOT_SENT, declined('refund_refused'));
    await live(17 * MINUTE);
    expect(sent()).toHaveLength(before.length + 1);
    await live(17 * MINUTE);
    expect(sent()).toHaveLength(before.length + 3);
    await live(17 * MINUTE);
    expect(new Set(sent().slice(before.length - 1)).size).toBe(1);
    expect(await found(paid, requestId)).toMatchObject({
      state: 'failed',
      reason: 'refund_refused',
    });
    expect(await refunded(paid)).toBe(0n);
  });

  test('is never sent again by two processes at once', async () => {
    const { paid } = await unclear();
    await live(16 * MINUTE);
    const before = sent().length;
    flows.advance(2 * MINUTE);
    await Promise.all(Array.from({ length: 8 }, () => settleDueRefunds(flows.ctx)));
    expect(sent()).toHaveLength(before + 1);
    expect(await refunded(paid)).toBe(70n);
  });

  test('is not sent again by a look that took longer than its lease', async () => {
    await unclear();
    await live(16 * MINUTE);
    const before = sent().length;
    const absent = { kind: 'not_found', evidence: evidence() } as const;
    flows.bank.next('refund', UNCLEAR);
    flows.bank.next('inquireRefund', async () => {
      flows.advance(61_000);
      await settleDueRefunds(flows.ctx);
      return absent;
    });
    flows.advance(2 * MINUTE);
    await settleDueRefunds(flows.ctx);
    expect(sent()).toHaveLength(before + 1);
  });

  test('with another amount at the bank raises an alarm and stays as it is', async () => {
    const { paid, requestId } = await unclear();
    const before = await alarms();
    flows.bank.next('inquireRefund', asRefunded(69n));
    await wait(6_000);
    expect((await found(paid, requestId))?.state).toBe('unclear');
    expect(await alarms()).toBe(before + 1);
    expect(flows.logged()).toContain('another amount');
    flows.bank.next('inquireRefund', asFailed);
    await live(MINUTE);
  });

  test('is settled by the chore when its process died', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    flows.bank.next('refund', dies);
    await expect(refund(paid, 70n, { requestId })).rejects.toThrow('the process dies');
    expect((await found(paid, requestId))?.state).toBe('requested');
    flows.bank.next('inquireRefund', asRefunded(70n));
    await wait(31_000);
    expect((await found(paid, requestId))?.state).toBe('succeeded');
    expect(said(await refund(paid, 70n, { requestId })).state).toBe('succeeded');
    expect(await refunded(paid)).toBe(70n);
  });

  test.each([
    ['has it', () => asRefunded(70n), 'succeeded'],
    [
      'does not have it yet',
      () => ({ kind: 'not_found', evidence: evidence() }) as const,
      'unclear',
    ],
    ['says that it failed', () => asFailed, 'failed'],
  ])(
    'is asked about, not sent, by a repeat after its process died: the bank %s',
    async (_n, book, state) => {
      const paid = await pay(await flows.merchant());
      const requestId = randomUUID();
      flows.bank.next('refund', dies);
      await expect(refund(paid, 70n, { requestId })).rejects.toThrow('the process dies');
      const before = sent().length;
      flows.bank.next('inquireRefund', book());
      expect(said(await refund(paid, 70n, { requestId })).state).toBe(state);
      expect((await refund(paid, 70n, { requestId })).replayed).toBe(true);
      expect(sent()).toHaveLength(before);
      expect(await refunded(paid)).toBe(state === 'failed' ? 0n : 70n);
      flows.bank.next('inquireRefund', asRefunded(70n));
      await live(MINUTE);
    },
  );

  test('takes the late answer of its own call when the chore was there before it', async () => {
    const paid = await pay(await flows.merchant());
    flows.bank.next('inquireRefund', UNCLEAR);
    flows.bank.next('refund', async (_connection, { refundReference }) => {
      await wait(31_000);
      return { kind: 'refunded', bankRefundId: refundReference, evidence: evidence() };
    });
    expect(said(await refund(paid, 70n)).state).toBe('succeeded');
  });

  test('stays with the chore when the call says too late that nothing was sent', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    flows.bank.next('inquireRefund', UNCLEAR);
    flows.bank.next('refund', NOT_SENT, async () => {
      await wait(31_000);
      return NOT_SENT;
    });
    expect(said(await refund(paid, 70n, { requestId })).state).toBe('unclear');
    expect((await refund(paid, 70n, { requestId })).replayed).toBe(true);
    expect(await refunded(paid)).toBe(70n);
  });
});

describe('late money', () => {
  async function late(settings = {}): Promise<Paid> {
    const merchant = await flows.merchant(settings);
    flows.bank.next('pay', declined('bank_refused'));
    const paid = await pay(merchant);
    const callback = {
      reference: referenceOf(paid.paymentId),
      bankPaymentId: '001',
      amount: 100n,
      says: 'paid',
      bankCode: '00',
      evidence: evidence(),
    } as const;
    expect(await receiveCallback(flows.ctx, merchant, flows.bank, callback)).toBe('late');
    expect(await balance(merchant, 'suspense')).toBe(100n);
    return paid;
  }

  const lateRefund = async ({ paymentId }: Paid) => {
    const rows = await flows.sql<{ kind: string; state: string; request_id: null; amount: bigint }>(
      'select kind, state, request_id, amount from refunds where payment_id = $1',
      [paymentId],
    );
    expect(rows).toHaveLength(1);
    return rows[0]!;
  };

  test('goes back to the customer, and suspense is empty', async () => {
    const paid = await late();
    expect(await returnLateMoney(flows.ctx)).toBe(1);
    expect(await lateRefund(paid)).toEqual({
      kind: 'late',
      state: 'succeeded',
      request_id: null,
      amount: 100n,
    });
    expect(await balance(paid.merchant, 'suspense')).toBe(0n);
    expect(await balance(paid.merchant, 'bank_receivable:cimb')).toBe(0n);
    expect(await findPayment(flows.db, paid.merchant.merchantId, paid.paymentId)).toMatchObject({
      state: 'failed',
      refunded: 0n,
    });
    expect(await returnLateMoney(flows.ctx)).toBe(0);
  });

  test('goes back once, however many look for it', async () => {
    const paid = await late();
    const before = sent().length;
    const counts = await Promise.all(Array.from({ length: 8 }, () => returnLateMoney(flows.ctx)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(sent()).toHaveLength(before + 1);
    expect((await lateRefund(paid)).state).toBe('succeeded');
  });

  test.each([
    ['the answer of the bank is unclear', UNCLEAR],
    ['nothing reaches the bank', NOT_SENT],
    ['the process dies', dies],
  ])('is pursued until it is back when %s', async (_name, outcome) => {
    const paid = await late();
    flows.bank.next('refund', outcome);
    if (outcome === NOT_SENT) flows.bank.next('refund', NOT_SENT);
    await returnLateMoney(flows.ctx);
    expect(await balance(paid.merchant, 'suspense')).toBe(100n);
    await live(18 * MINUTE);
    expect((await lateRefund(paid)).state).toBe('succeeded');
    expect(await balance(paid.merchant, 'suspense')).toBe(0n);
    expect(new Set(sent().slice(-2)).size, 'one reference').toBe(1);
  });

  test('that the bank does not take back stays in suspense, with an alarm', async () => {
    const paid = await late();
    const before = await alarms();
    flows.bank.next('refund', declined('refund_refused'));
    await returnLateMoney(flows.ctx);
    await live(MINUTE);
    expect((await lateRefund(paid)).state).toBe('failed');
    expect(await balance(paid.merchant, 'suspense')).toBe(100n);
    expect(await alarms()).toBe(before + 1);
    expect(flows.logged()).toContain('it stays in suspense');
    expect(await returnLateMoney(flows.ctx)).toBe(0);
  });

  test('is told to the merchant when it is back', async () => {
    const paid = await late({ notifyRefunds: true });
    await returnLateMoney(flows.ctx);
    expect(await told(paid.merchant)).toContain('refund.succeeded 1');
  });
});

async function told(merchant: Merchant): Promise<string[]> {
  const rows = await flows.sql<{ type: string; sequence: number }>(
    'select type, sequence from notifications where merchant_id = $1 order by created_at',
    [merchant.merchantId],
  );
  return rows.map(({ type, sequence }) => `${type} ${sequence}`);
}

describe('a merchant', () => {
  test('is told of the ends of its refunds when it wants to be', async () => {
    const paid = await pay(await flows.merchant({ notifyRefunds: true }));
    await refund(paid, 10n);
    flows.bank.next('refund', declined('refund_refused'));
    await refund(paid, 10n);
    flows.bank.next('refund', NOT_SENT, NOT_SENT);
    await refusalOf(refund(paid, 10n));
    const news = await told(paid.merchant);
    expect(news).toEqual(['payment.succeeded 1', 'refund.succeeded 1', 'refund.failed 1']);
  });

  test('is told nothing of its refunds by default', async () => {
    const paid = await pay(await flows.merchant());
    await refund(paid, 10n);
    expect(await told(paid.merchant)).toEqual(['payment.succeeded 1']);
  });

  test('finds a payment with what was given back of it, by each of its references', async () => {
    const paid = await pay(await flows.merchant());
    const requestId = randomUUID();
    const status = (reference: string, merchant = paid.merchant) =>
      statusOf(flows.ctx, merchant, reference);
    expect(await status(paid.invoiceNumber)).toMatchObject({ refunded: 0n, refund: null });
    await refund(paid, 30n, { requestId });
    flows.bank.next('refund', UNCLEAR);
    const open = randomUUID();
    await refund(paid, 20n, { requestId: open });
    for (const reference of [paid.invoiceNumber, paid.requestId]) {
      expect(await status(reference)).toMatchObject({
        view: { payment: { paymentId: paid.paymentId }, details: { customer: { id: 'C-1' } } },
        refunded: 30n,
        refund: null,
      });
    }
    expect(await status(requestId)).toMatchObject({
      view: { payment: { paymentId: paid.paymentId } },
      refunded: 30n,
      refund: { amount: 30n, state: 'succeeded' },
    });
    expect(await status(open)).toMatchObject({ refund: { amount: 20n, state: 'unclear' } });
    expect(await status(randomUUID())).toBeNull();
    const other = await flows.merchant();
    for (const reference of [paid.invoiceNumber, paid.requestId, requestId]) {
      expect(await status(reference, other)).toBeNull();
    }
    flows.bank.next('inquireRefund', asFailed);
    await live(MINUTE);
  });
});

const asFailed = {
  kind: 'failed',
  reason: 'refund_refused',
  bankCode: '06',
  evidence: evidence(),
} as const;

function asRefunded(amount: bigint) {
  return { kind: 'refunded', bankRefundId: '77', amount, evidence: evidence() } as const;
}

/** Whole numbers below a limit, the same for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * limit);
  };
}
