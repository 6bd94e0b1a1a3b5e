// What every bank must do: the story of a customer's account and payments, told through the Bank
// interface alone.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovableClock } from '../src/base/clock.ts';
import type { Bank, BankConnection, CustomerAccess, RawCallback } from '../src/banks/bank.ts';

export type AccountKind = 'ordinary' | 'poor' | 'no_otp' | 'blocked' | 'no_refund' | 'no_unbind';

/** A bank, and what a test needs of the world around it. */
export interface BankUnderTest {
  bank: Bank;
  connection: BankConnection;
  /** Moves our clock and the bank's together. */
  clock: MovableClock;
  notifyUrl: string;
  returnUrl: string;
  /**
   * Does what a customer does on the bank's page; gives the code that comes back with the customer.
   */
  complete(registrationUrl: string, kind: AccountKind): Promise<string>;
  lastFour(kind: AccountKind): string;
  /** The newest OTP that was sent to a phone. */
  otp(phone: string): Promise<string>;
  /** An account that the bank names, at this bank or another one, and one that is none. */
  beneficiary: { bankCode: string; accountNo: string; holder: string; nobodys: string };
  /** An OTP that is never right. */
  wrongOtp: string;
  /** The first callback about a payment, as soon as it has arrived. */
  callbackFor(reference: string): Promise<RawCallback>;
  close(): Promise<void>;
}

export const PHONE = '6281234567890';
export const AMOUNT = 90_000n;

/** Binds an account of a kind from start to end. */
export async function bindAccount(at: BankUnderTest, kind: AccountKind): Promise<CustomerAccess> {
  const reference = randomUUID();
  const input = { reference, customerId: 'C-1', phone: PHONE, returnUrl: at.returnUrl };
  const opened = await at.bank.bind(at.connection, input);
  if (opened.kind !== 'registration_open') throw new Error(`bind: ${JSON.stringify(opened)}`);
  const authCode = await at.complete(opened.url, kind);
  const code = { authCode, linkId: opened.linkId, bindingReference: reference };
  const granted = await at.bank.grantAccess(at.connection, code);
  if (granted.kind !== 'access_granted') throw new Error(`access: ${granted.kind}`);
  return granted.access;
}

/** Asks for {@link AMOUNT}. */
export function payment(at: BankUnderTest, access: CustomerAccess): Parameters<Bank['pay']>[1] {
  const validUntil = at.clock.now() + 600_000;
  const { notifyUrl } = at;
  return { reference: randomUUID(), amount: AMOUNT, access, notifyUrl, validUntil, remark: 'INV' };
}

/** The suite. `open` starts a fresh bank. */
export function describeBank(name: string, open: () => Promise<BankUnderTest>): void {
  describe(`${name}, as any bank`, () => {
    let at: BankUnderTest;
    let ordinary: CustomerAccess;
    beforeAll(async () => {
      at = await open();
      ordinary = await bindAccount(at, 'ordinary');
    });
    afterAll(() => at.close());

    it('has a slug for paths, a code for the wire and a name for people', () => {
      expect(at.bank.slug).toMatch(/^[a-z][a-z0-9]*$/);
      expect(at.bank.code).toMatch(/^[A-Z][A-Z0-9_]*$/);
      expect(at.bank.name).not.toBe('');
    });

    it('binds an account and shows its last four digits', async () => {
      expect(ordinary.accessExpiresAt).toBeGreaterThan(at.clock.now());
      const account = await at.bank.account(at.connection, ordinary);
      const lastFour = at.lastFour('ordinary');
      expect(account).toMatchObject({ kind: 'account', lastFour, linked: true });
    });

    it('renews access with the refresh token', async () => {
      const old = await bindAccount(at, 'ordinary');
      const renewed = await at.bank.renewAccess(at.connection, old);
      if (renewed.kind !== 'access_granted') throw new Error(renewed.kind);
      expect(renewed.access).toMatchObject({ linkId: old.linkId });
      expect(renewed.access.accessToken).not.toBe(old.accessToken);
      const account = await at.bank.account(at.connection, renewed.access);
      expect(account).toMatchObject({ kind: 'account' });
    });

    it('declines a code that it has not issued', async () => {
      const code = { authCode: 'no-such-code', linkId: 'l', bindingReference: 'b' };
      expect(await at.bank.grantAccess(at.connection, code)).toMatchObject({ kind: 'declined' });
    });

    it('takes a payment after a wrong, an old and the right OTP', async () => {
      const asked = payment(at, ordinary);
      const { reference, amount, access } = asked;
      const first = await at.bank.pay(at.connection, asked);
      if (first.kind !== 'otp_required') throw new Error(first.kind);
      const { bankPaymentId } = first;
      const book = { reference, bankPaymentId, amount };
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({ kind: 'awaiting_otp' });

      const oldOtp = await at.otp(PHONE);
      const verify = async (otp: string): Promise<string> => {
        const input = { reference, bankPaymentId, amount, otp, access };
        return (await at.bank.verifyOtp(at.connection, input)).kind;
      };
      expect(await verify(at.wrongOtp)).toBe('otp_wrong');
      const resent = await at.bank.resendOtp(at.connection, { reference, access });
      expect(resent).toMatchObject({ kind: 'otp_sent' });
      const newOtp = await at.otp(PHONE);
      if (newOtp !== oldOtp) expect(await verify(oldOtp)).toBe('otp_wrong');
      expect(await verify(newOtp)).toBe('paid');
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({
        kind: 'paid',
        bankPaymentId,
      });
      // To verify again is no word about the payment, which has been paid.
      expect(await verify(newOtp)).toBe('unclear');
    });

    it('ends a payment after too many wrong OTPs', async () => {
      const asked = payment(at, ordinary);
      const { reference, amount, access } = asked;
      const first = await at.bank.pay(at.connection, asked);
      if (first.kind !== 'otp_required') throw new Error(first.kind);
      const { bankPaymentId } = first;
      const input = { reference, bankPaymentId, amount, otp: at.wrongOtp, access };
      const tries = at.bank.policy.otp.maxTries;
      for (let n = 1; n < tries; n += 1) {
        expect((await at.bank.verifyOtp(at.connection, input)).kind).toBe('otp_wrong');
      }
      const last = await at.bank.verifyOtp(at.connection, input);
      expect(last).toMatchObject({ kind: 'declined', reason: 'otp_blocked' });
      const book = { reference, bankPaymentId, amount };
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({
        kind: 'failed',
        reason: 'otp_blocked',
      });
    });

    it('takes no OTP that is older than its life', async () => {
      const asked = payment(at, ordinary);
      const { reference, amount, access } = asked;
      const first = await at.bank.pay(at.connection, asked);
      if (first.kind !== 'otp_required') throw new Error(first.kind);
      const otp = await at.otp(PHONE);
      at.clock.setOffset(at.clock.offset() + at.bank.policy.otp.lifeMs + 1000);
      const { bankPaymentId } = first;
      const input = { reference, bankPaymentId, amount, otp, access };
      expect((await at.bank.verifyOtp(at.connection, input)).kind).toBe('otp_too_old');
      const book = { reference, bankPaymentId, amount };
      expect((await at.bank.inquire(at.connection, book)).kind).toBe('failed');
    });

    it('takes a payment without an OTP where it asks for none, and calls back', async () => {
      const access = await bindAccount(at, 'no_otp');
      const asked = payment(at, access);
      const paid = await at.bank.pay(at.connection, asked);
      if (paid.kind !== 'paid') throw new Error(paid.kind);
      const raw = await at.callbackFor(asked.reference);
      expect(at.bank.readCallback(at.connection, raw)).toMatchObject({
        reference: asked.reference,
        bankPaymentId: paid.bankPaymentId,
        amount: AMOUNT,
        says: 'paid',
      });
      const stranger = { ...at.connection, credentials: { key: 'another', secret: 'x' } };
      expect(at.bank.readCallback(stranger, raw)).toBeNull();
      const forged = { ...raw, body: Buffer.from(raw.body.toString().replace('90000', '90001')) };
      expect(at.bank.readCallback(at.connection, forged)).toBeNull();
    });

    it.each([
      ['poor', 'insufficient_funds'],
      ['blocked', 'account_blocked'],
    ] as const)('declines the payment of a %s account: %s', async (kind, reason) => {
      const asked = payment(at, await bindAccount(at, kind));
      const outcome = await at.bank.pay(at.connection, asked);
      expect(outcome).toMatchObject({ kind: 'declined', reason });
      const { reference, amount } = asked;
      const book = { reference, bankPaymentId: null, amount };
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({ kind: 'failed', reason });
    });

    it('does not find a payment that was never asked for', async () => {
      const book = { reference: randomUUID(), bankPaymentId: null, amount: AMOUNT };
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({ kind: 'not_found' });
    });

    it('gives money back in parts, each once, and never more than was paid', async () => {
      const asked = payment(at, await bindAccount(at, 'no_otp'));
      const { reference } = asked;
      const paid = await at.bank.pay(at.connection, asked);
      if (paid.kind !== 'paid') throw new Error(paid.kind);
      const { bankPaymentId } = paid;
      const refundReference = randomUUID();
      const part = { reference, bankPaymentId, refundReference, amount: 60_000n };
      const look = { ...part, paid: AMOUNT };
      expect(await at.bank.inquireRefund(at.connection, look)).toMatchObject({ kind: 'not_found' });
      const given = await at.bank.refund(at.connection, part);
      if (given.kind !== 'refunded') throw new Error(given.kind);
      expect(await at.bank.inquireRefund(at.connection, look)).toMatchObject({
        kind: 'refunded',
        bankRefundId: given.bankRefundId,
        amount: 60_000n,
      });
      const again = await at.bank.refund(at.connection, part);
      expect(again).toMatchObject({ kind: 'refunded', bankRefundId: given.bankRefundId });
      const changed = await at.bank.refund(at.connection, { ...part, amount: 1n });
      expect(changed).toMatchObject({ kind: 'unclear' });
      const more = { ...part, refundReference: randomUUID(), amount: 30_001n };
      expect(await at.bank.refund(at.connection, more)).toMatchObject({
        kind: 'declined',
        reason: 'refund_refused',
      });
      const rest = { ...part, refundReference: randomUUID(), amount: 30_000n };
      expect(await at.bank.refund(at.connection, rest)).toMatchObject({ kind: 'refunded' });
      const book = { reference, bankPaymentId, amount: AMOUNT };
      expect(await at.bank.inquire(at.connection, book)).toMatchObject({ kind: 'paid' });
    });

    it('may refuse a refund, which is then not in its book', async () => {
      const asked = payment(at, await bindAccount(at, 'no_refund'));
      const { reference, amount, access } = asked;
      const first = await at.bank.pay(at.connection, asked);
      if (first.kind !== 'otp_required') throw new Error(first.kind);
      const { bankPaymentId } = first;
      const otp = await at.otp(PHONE);
      const verify = { reference, bankPaymentId, amount, otp, access };
      expect((await at.bank.verifyOtp(at.connection, verify)).kind).toBe('paid');
      const refund = { reference, bankPaymentId, refundReference: randomUUID(), amount };
      expect(await at.bank.refund(at.connection, refund)).toMatchObject({
        kind: 'declined',
        reason: 'refund_refused',
      });
      const look = { ...refund, paid: amount };
      expect(await at.bank.inquireRefund(at.connection, look)).toMatchObject({ kind: 'not_found' });
    });

    it('unbinds an account, after which it can pay no more', async () => {
      const access = await bindAccount(at, 'ordinary');
      const unbound = await at.bank.unbind(at.connection, { reference: randomUUID(), access });
      expect(unbound).toMatchObject({ kind: 'unbound' });
      expect(await at.bank.account(at.connection, access)).toMatchObject({ linked: false });
      const outcome = await at.bank.pay(at.connection, payment(at, access));
      expect(outcome).toMatchObject({ kind: 'declined' });
    });

    it('may refuse to unbind', async () => {
      const access = await bindAccount(at, 'no_unbind');
      const outcome = await at.bank.unbind(at.connection, { reference: randomUUID(), access });
      expect(outcome).toMatchObject({ kind: 'declined' });
      expect(await at.bank.account(at.connection, access)).toMatchObject({ linked: true });
    });

    it('names the holder of an account, and says when there is none', async () => {
      const { bankCode, accountNo, holder, nobodys } = at.beneficiary;
      const asked = { bankCode, accountNo, reference: randomUUID() };
      const named = await at.bank.inquireBeneficiary(at.connection, asked);
      expect(named).toMatchObject({ kind: 'beneficiary', holder });
      expect(JSON.stringify(named.evidence)).not.toContain(holder);
      const none = { ...asked, accountNo: nobodys, reference: randomUUID() };
      const refused = await at.bank.inquireBeneficiary(at.connection, none);
      if (refused.kind !== 'declined') throw new Error(refused.kind);
      expect(['not_found', 'account_inactive', 'account_blocked']).toContain(refused.reason);
    });

    it('declines a payment with access that it has not given', async () => {
      const access = { ...ordinary, accessToken: 'no-such-token' };
      const outcome = await at.bank.pay(at.connection, payment(at, access));
      expect(outcome).toMatchObject({ kind: 'declined', reason: 'binding_invalid' });
    });
  });
}
