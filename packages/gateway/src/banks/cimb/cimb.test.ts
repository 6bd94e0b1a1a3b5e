// CIMB Niaga against the simulated bank: the contract of any bank, and every fault of the simulator
// classified.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AMOUNT, bindAccount, describeBank, payment } from '../../../tests/bank-contract.ts';
import { KEYS } from '../../../tests/scripted-snap.ts';
import { startSimulatedCimb } from '../../../tests/simulated-cimb.ts';
import type { SimulatedCimb } from '../../../tests/simulated-cimb.ts';
import { systemClock } from '../../base/clock.ts';
import { systemRandom } from '../../base/random.ts';
import type { CustomerAccess, PayInput } from '../bank.ts';
import { createHttpDoor } from '../http.ts';
import { createBanks } from '../registry.ts';

describeBank('CIMB Niaga', () => startSimulatedCimb());

describe('the faults of the simulated bank', () => {
  let cimb: SimulatedCimb;
  let withOtp: CustomerAccess;
  let withoutOtp: CustomerAccess;

  beforeAll(async () => {
    const short = {
      pay: 1500,
      verify_otp: 1500,
      refund: 1500,
      inquire: 1500,
      token: 1500,
      beneficiary: 1500,
    };
    cimb = await startSimulatedCimb(short);
    withOtp = await bindAccount(cimb, 'ordinary');
    withoutOtp = await bindAccount(cimb, 'no_otp');
  });
  afterAll(() => cimb.close());

  async function hasMoved(reference: string): Promise<boolean> {
    return (await cimb.book()).some((one) => one.partner_reference === reference);
  }

  function inquire(input: PayInput): Promise<{ kind: string }> {
    const { reference, amount } = input;
    return cimb.bank.inquire(cimb.connection, { reference, bankPaymentId: null, amount });
  }

  // Every fault that leaves us without a believable word, with what the bank has really done.
  it.each([
    ['hang', false],
    ['hang_after', true],
    ['timeout_before', false],
    ['timeout_after', true],
    ['error_500', false],
    ['error_500_after', true],
    ['html', false],
    ['truncated', true],
    ['wrong_amount', true],
    ['wrong_reference', true],
    ['bad_signature', true],
    ['no_signature', true],
    ['mismatched_status', true],
    ['reset', false],
    ['reset_after', true],
  ])('%s at a payment is unclear, and the inquiry tells', async (fault, moves) => {
    await cimb.misbehave('pay', fault);
    const asked = payment(cimb, withoutOtp);
    expect(await cimb.bank.pay(cimb.connection, asked)).toMatchObject({ kind: 'unclear' });
    expect(await hasMoved(asked.reference)).toBe(moves);
    expect((await inquire(asked)).kind).toBe(moves ? 'paid' : 'not_found');
  });

  it.each(['timeout_late', 'in_progress'])(
    '%s at a payment is unclear before and after',
    async (fault) => {
      await cimb.misbehave('pay', fault, { after_ms: 60_000 });
      const asked = payment(cimb, withoutOtp);
      expect(await cimb.bank.pay(cimb.connection, asked)).toMatchObject({ kind: 'unclear' });
      // A slow debit is not found, or pending, at first; "not found" is no end yet.
      expect((await inquire(asked)).kind).toBe(fault === 'in_progress' ? 'unclear' : 'not_found');
      cimb.clock.setOffset(cimb.clock.offset() + 61_000);
      expect((await inquire(asked)).kind).toBe('paid');
    },
  );

  it('an explicit refusal is declined, and nothing has moved', async () => {
    await cimb.misbehave('pay', 'refuse');
    const asked = payment(cimb, withoutOtp);
    expect(await cimb.bank.pay(cimb.connection, asked)).toMatchObject({
      kind: 'declined',
      bankCode: '4035405',
    });
    expect(await hasMoved(asked.reference)).toBe(false);
  });

  it('an expired access token is renewed and the payment made once', async () => {
    await cimb.misbehave('pay', 'unauthorized');
    const asked = payment(cimb, withoutOtp);
    expect(await cimb.bank.pay(cimb.connection, asked)).toMatchObject({ kind: 'paid' });
    const debits = (await cimb.book()).filter((one) => one.partner_reference === asked.reference);
    expect(debits).toHaveLength(1);
  });

  it('no access token means that nothing was sent', async () => {
    cimb.clock.setOffset(cimb.clock.offset() + 900_000);
    await cimb.misbehave('token', 'error_500', { count: 3 });
    const asked = payment(cimb, withoutOtp);
    const began = cimb.seen.length;
    expect(await cimb.bank.pay(cimb.connection, asked)).toMatchObject({ kind: 'not_sent' });
    const paid = cimb.seen.slice(began).filter((one) => one.operation === 'pay');
    expect(paid).toMatchObject([{ http: null, result: 'not_sent' }]);
    expect(await hasMoved(asked.reference)).toBe(false);
  });

  it.each([
    ['hang_after', true],
    ['timeout_before', false],
    ['truncated', true],
    ['wrong_amount', true],
    ['no_signature', true],
    ['reset_after', true],
  ])('%s at the verification of an OTP is unclear', async (fault, moves) => {
    const asked = payment(cimb, withOtp);
    const { reference, amount, access } = asked;
    const first = await cimb.bank.pay(cimb.connection, asked);
    if (first.kind !== 'otp_required') throw new Error(first.kind);
    await cimb.misbehave('verify', fault);
    const { bankPaymentId } = first;
    const input = { reference, bankPaymentId, amount, otp: '999999', access };
    expect(await cimb.bank.verifyOtp(cimb.connection, input)).toMatchObject({ kind: 'unclear' });
    expect((await inquire(asked)).kind).toBe(moves ? 'paid' : 'awaiting_otp');
  });

  it.each([
    ['hang_after', true],
    ['timeout_before', false],
    ['timeout_after', true],
    ['wrong_amount', true],
    ['wrong_reference', true],
    ['bad_signature', true],
    ['reset', false],
  ])('%s at a refund is unclear, and the history tells', async (fault, moves) => {
    const asked = payment(cimb, withoutOtp);
    const paid = await cimb.bank.pay(cimb.connection, asked);
    if (paid.kind !== 'paid') throw new Error(paid.kind);
    await cimb.misbehave('refund', fault);
    const { reference } = asked;
    const refundReference = `r-${reference}`.slice(0, 36);
    const refund = { reference, bankPaymentId: paid.bankPaymentId, refundReference, amount: 5n };
    expect(await cimb.bank.refund(cimb.connection, refund)).toMatchObject({ kind: 'unclear' });
    const look = { ...refund, paid: AMOUNT };
    const found = await cimb.bank.inquireRefund(cimb.connection, look);
    expect(found.kind).toBe(moves ? 'refunded' : 'not_found');
  });

  it('a refund in progress is unclear until it is done', async () => {
    const asked = payment(cimb, withoutOtp);
    const paid = await cimb.bank.pay(cimb.connection, asked);
    if (paid.kind !== 'paid') throw new Error(paid.kind);
    await cimb.misbehave('refund', 'in_progress', { after_ms: 60_000 });
    const { reference } = asked;
    const refund = { reference, bankPaymentId: null, refundReference: 'r-slow', amount: 5n };
    expect((await cimb.bank.refund(cimb.connection, refund)).kind).toBe('unclear');
    const look = { ...refund, paid: AMOUNT };
    expect((await cimb.bank.inquireRefund(cimb.connection, look)).kind).toBe('unclear');
    cimb.clock.setOffset(cimb.clock.offset() + 61_000);
    expect((await cimb.bank.inquireRefund(cimb.connection, look)).kind).toBe('refunded');
  });

  it.each([
    'hang',
    'timeout_before',
    'error_500',
    'html',
    'truncated',
    'wrong_amount',
    'wrong_reference',
    'bad_signature',
    'no_signature',
    'mismatched_status',
    'reset',
    'refuse',
  ])('%s at an inquiry is unclear, never the end of a payment', async (fault) => {
    const asked = payment(cimb, withoutOtp);
    await cimb.bank.pay(cimb.connection, asked);
    await cimb.misbehave('status', fault);
    expect((await inquire(asked)).kind).toBe('unclear');
    expect((await inquire(asked)).kind).toBe('paid');
  });

  it.each([
    'hang',
    'timeout_before',
    'error_500',
    'html',
    'truncated',
    'wrong_reference',
    'bad_signature',
    'no_signature',
    'mismatched_status',
    'reset',
  ])('%s at the inquiry of a beneficiary is unclear, never a name', async (fault) => {
    await cimb.misbehave('beneficiary', fault);
    const { bankCode, accountNo, holder } = cimb.beneficiary;
    const asked = { bankCode, accountNo, reference: 'b-1' };
    const ask = () => cimb.bank.inquireBeneficiary(cimb.connection, asked);
    expect(await ask()).toMatchObject({ kind: 'unclear' });
    expect(await ask()).toMatchObject({ kind: 'beneficiary', holder });
  });

  it('a callback with another amount or a bad signature does not pass for ours', async () => {
    await cimb.misbehave('pay', 'callback_bad_signature');
    const first = payment(cimb, withoutOtp);
    await cimb.bank.pay(cimb.connection, first);
    const forged = await cimb.callbackFor(first.reference);
    expect(cimb.bank.readCallback(cimb.connection, forged)).toBeNull();

    await cimb.misbehave('pay', 'callback_wrong_amount');
    const second = payment(cimb, withoutOtp);
    await cimb.bank.pay(cimb.connection, second);
    const wrong = await cimb.callbackFor(second.reference);
    const read = cimb.bank.readCallback(cimb.connection, wrong);
    expect(read).toMatchObject({ reference: second.reference, amount: AMOUNT + 1n });
  });
});

describe('the registry', () => {
  it('has CIMB Niaga under its slug, with the policy of its profile', async () => {
    const clock = systemClock();
    const limits = { connections: 1, inFlightPerBank: 1, mustNotBeInTransaction: () => undefined };
    const banks = createBanks(() => ({
      clock,
      random: systemRandom(),
      http: createHttpDoor({ clock, ...limits }),
      baseUrl: 'http://127.0.0.1:8090/api-manager-external/sandbox',
      signedAnswers: true,
      privateKey: KEYS.privateKey,
      bankPublicKey: KEYS.publicKey,
      observer: () => undefined,
    }));
    expect([...banks.keys()]).toEqual(['cimb']);
    expect(banks.get('cimb')).toMatchObject({
      name: 'CIMB Niaga',
      code: 'CIMB',
      policy: {
        otp: { lifeMs: 300_000, resendWithinMs: 150_000, resendPauseMs: 30_000 },
        registrationLifeMs: 900_000,
        maxProcessingMs: 900_000,
        refundWindowMs: 90 * 86_400_000,
      },
    });
  });
});
