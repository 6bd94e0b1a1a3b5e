// What payments cost: the tariff in force when one is created, frozen with it, booked when it succeeds, kept by every refund;
// and a merchant without tariffs notices nothing.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addTariff, TariffRefused, withdrawTariff, type NewTariff } from '../src/fees/change.ts';
import { listTariffs } from '../src/fees/store.ts';
import { findBalances } from '../src/ledger/store.ts';
import { finders, rolledBack } from './books-of-everything.ts';
import type { MerchantClient } from './merchant-client.ts';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

const DAY = 24 * 3_600_000;
const TARIFF: NewTariff = {
  bank: 'cimb',
  fixed: 2_000n,
  basisPoints: 100n,
  minimum: 0n,
  maximum: null,
  validFrom: null,
};

let world: World;
let merchantId: string;
let direct: Bound;
let withOtp: Bound;

beforeAll(async () => {
  world = await startWorld();
  merchantId = await idOf(world.one);
  direct = await world.token(world.one, '800000000003');
  withOtp = await world.token(world.one, '800000000001');
});

afterEach(async () => {
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

async function idOf(who: MerchantClient): Promise<string> {
  return (await world.ctx.merchants.find(who.clientId))!.merchantId;
}

async function add(change: Partial<NewTariff> = {}, merchant = merchantId) {
  const tariff = await addTariff(world.ctx, merchant, { ...TARIFF, ...change }, { by: null });
  world.ctx.merchants.forget(world.one.clientId);
  return tariff;
}

async function paid(amount = 90_000, who = world.one, bound = direct) {
  const answer = await who.post(`${BANK}/payment`, paymentBody(bound, { amount }));
  return { answer, requestId: answer.requestId };
}

async function rowOf(requestId: string) {
  const [row] = await world.db.rows<{ payment_id: string; fee: bigint; booked: bigint | null }>({
    name: 'test-fee-of',
    text: `select p.payment_id, p.fee, (
             select sum(t.amount)::bigint from ledger_journals j
               join ledger_transfers t using (merchant_id, journal_no)
              where j.merchant_id = p.merchant_id and j.subject_id = p.payment_id and j.template = 'feeCharged') as booked
             from payments p where p.request_id = $1`,
    values: [requestId],
  });
  return row!;
}

async function held(account: string, merchant = merchantId): Promise<bigint> {
  const found = (await findBalances(world.db, merchant)).find((one) => one.account === account);
  return found === undefined ? 0n : found.credits - found.debits;
}

test('without a tariff nothing is charged, and no account of fees comes to be', async () => {
  const { answer, requestId } = await paid();
  expect(answer.json.payment.status).toBe('SUCCESS');
  expect(await rowOf(requestId)).toMatchObject({ fee: 0n, booked: null });
  expect((await findBalances(world.db, merchantId)).map(({ account }) => account)).toEqual([
    'bank_receivable:cimb',
    'merchant_payable',
  ]);
});

describe('with a tariff', () => {
  test('the fee is booked with the payment, and the answer says nothing of it', async () => {
    const before = await paid();
    await add();
    const [payable, revenue] = [await held('merchant_payable'), await held('fee_revenue')];
    const after = await paid();
    expect(await rowOf(after.requestId)).toMatchObject({ fee: 2_900n, booked: 2_900n });
    expect(await held('merchant_payable')).toBe(payable + 87_100n);
    expect(await held('fee_revenue')).toBe(revenue + 2_900n);
    const shape = (text: string) => text.replaceAll(/"(INV-|\w+_id|token)[^,}]*/g, '');
    expect(shape(after.answer.text)).toBe(shape(before.answer.text));
  });

  test('it is frozen when the payment is created, whatever is in force when it succeeds', async () => {
    const created = await paid(90_000, world.one, withOtp);
    await add({ fixed: 50_000n });
    const { token } = created.answer.json.payment;
    const otp = await world.otp(withOtp.phone);
    await world.one.post(`${BANK}/payment/validate`, { payment: { token, otp } });
    expect(await rowOf(created.requestId)).toMatchObject({ fee: 2_900n, booked: 2_900n });
  });

  test('a payment that fails costs nothing', async () => {
    const created = await paid(90_000, world.one, withOtp);
    world.advance(60 * 60);
    await world.settle();
    const row = await rowOf(created.requestId);
    expect(row.fee > 0n).toBe(true);
    expect(row.booked).toBeNull();
  });

  test('a refund does not give it back', async () => {
    await add({ fixed: 1_000n, basisPoints: 0n });
    const body = paymentBody(direct, { amount: 10_000 });
    const made = await world.one.post(`${BANK}/payment`, body);
    const [payable, revenue] = [await held('merchant_payable'), await held('fee_revenue')];
    const back = await world.one.post(`${BANK}/payment-refund`, {
      order: { invoice_number: body['order'].invoice_number },
      payment: { original_request_id: made.requestId },
      refund: { amount: 10_000 },
    });
    expect(back.json.refund.status).toBe('SUCCESS');
    expect(await held('merchant_payable')).toBe(payable - 10_000n);
    expect(await held('fee_revenue')).toBe(revenue);
  });

  test('it never exceeds the payment, and another merchant pays nothing', async () => {
    await add({ fixed: 500_000n });
    const small = await paid(1);
    expect(await rowOf(small.requestId)).toMatchObject({ fee: 1n, booked: 1n });
    const other = await world.token(world.two, '800000000003');
    const { requestId } = await paid(90_000, world.two, other);
    expect(await rowOf(requestId)).toMatchObject({ fee: 0n, booked: null });
  });
});

describe('a tariff', () => {
  test('to come is in force from its instant on, and may be withdrawn until then', async () => {
    const now = world.clock.now();
    await add({ fixed: 100n, basisPoints: 0n });
    const later = await add({ fixed: 200n, basisPoints: 0n, validFrom: now + DAY });
    const never = await add({ fixed: 300n, basisPoints: 0n, validFrom: now + 2 * DAY });
    expect(await rowOf((await paid()).requestId)).toMatchObject({ fee: 100n });
    await withdrawTariff(world.ctx, merchantId, 'cimb', never.feeId);
    world.ctx.merchants.forget(world.one.clientId);
    world.advance((3 * DAY) / 1000);
    expect(await rowOf((await paid()).requestId)).toMatchObject({ fee: 200n });
    await expect(withdrawTariff(world.ctx, merchantId, 'cimb', later.feeId)).rejects.toThrow(
      'feeId must be a tariff that is not in force yet',
    );
    await expect(withdrawTariff(world.ctx, merchantId, 'cimb', never.feeId)).rejects.toThrow(
      TariffRefused,
    );
    await expect(withdrawTariff(world.ctx, merchantId, 'cimb', randomUUID())).rejects.toThrow(
      TariffRefused,
    );
  });

  test.each([
    ['validFrom', { validFrom: 0 }, 'must not be in the past'],
    ['fixed', { fixed: -1n }, 'must be a whole number from 0 to 999999999999'],
    ['fixed', { fixed: 1_000_000_000_000n }, 'must be a whole number from 0 to 999999999999'],
    ['basisPoints', { basisPoints: 10_001n }, 'must be a whole number from 0 to 10000'],
    ['minimum', { minimum: -1n }, 'must be a whole number from 0 to 999999999999'],
    ['maximum', { minimum: 2n, maximum: 1n }, 'must not be less than the minimum'],
  ])('is refused for its %s: %o', async (field, change, rule) => {
    const before = await listTariffs(world.db, merchantId);
    await expect(add(change)).rejects.toMatchObject({ field, rule });
    expect(await listTariffs(world.db, merchantId)).toEqual(before);
  });

  test('comes with what else its change writes, or not at all', async () => {
    const before = await listTariffs(world.db, merchantId);
    const failing = addTariff(world.ctx, merchantId, TARIFF, {
      by: null,
      also: async () => {
        throw new Error('no');
      },
    });
    await expect(failing).rejects.toThrow('no');
    expect(await listTariffs(world.db, merchantId)).toEqual(before);
  });
});

test('a check finds a fee that was booked otherwise than it was frozen', async () => {
  await add({ fixed: 700n, basisPoints: 0n, validFrom: null });
  const { payment_id: paymentId } = await rowOf((await paid()).requestId);
  const found = await rolledBack(world.databaseUrl, async (db, client) => {
    await client.query('update payments set fee = fee + 1 where payment_id = $1', [paymentId]);
    return await finders(world, db, { full: true, remember: false });
  });
  expect(found).toEqual(['fees']);
});
