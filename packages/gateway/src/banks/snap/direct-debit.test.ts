// The operations against a scripted bank: what each success must say to be believed, and how every
// no is translated.
import { signNotify } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hangUp, json, silence, text } from '../../../tests/scripted-bank.ts';
import { CONNECTION, KEYS, startScriptedSnap } from '../../../tests/scripted-snap.ts';
import type { ScriptedSnap } from '../../../tests/scripted-snap.ts';
import type { BankCallback, CustomerAccess } from '../bank.ts';
import { CIMB } from '../cimb/profile.ts';
import { OPERATIONS } from './profile.ts';
import type { Operation } from './profile.ts';

let snap: ScriptedSnap;

beforeEach(async () => {
  snap = await startScriptedSnap();
});

afterEach(() => snap.close());

const access: CustomerAccess = {
  accessToken: 'customer-token',
  accessExpiresAt: 0,
  refreshToken: 'refresh-1',
  refreshExpiresAt: 5,
  linkId: 'link-1',
  bindingReference: 'bind-1',
};

/** The next answer of an operation: a success with these fields, undefined ones left out. */
function answers(operation: Operation, fields: Record<string, unknown>, code = '200-00'): void {
  const [http, one] = code.split('-');
  const responseCode = `${http}${OPERATIONS[operation]}${one}`;
  const body = { responseCode, responseMessage: 'message', ...fields };
  snap.on(CIMB.paths[operation], json(Number(http), body));
}

function sentBody(operation: Operation): unknown {
  return JSON.parse(snap.calls(CIMB.paths[operation]).at(-1)?.body ?? 'null');
}

const rupiah = (value: string): unknown => ({ value, currency: 'IDR' });

describe('bind', () => {
  const input = {
    reference: 'bind-1',
    customerId: 'C-1',
    phone: '6281234567890',
    returnUrl: 'https://gateway.example/return?state=x',
  };
  const opened = {
    referenceNo: '000000000009',
    partnerReferenceNo: 'bind-1',
    redirectUrl: 'https://bank.example/register/1',
    linkId: 'link-1',
  };

  it('opens a registration on the page of the bank', async () => {
    answers('bind', opened);
    expect(await snap.bank().bind(CONNECTION, { ...input, email: 'a@b.example' })).toMatchObject({
      kind: 'registration_open',
      url: 'https://bank.example/register/1',
      linkId: 'link-1',
    });
    expect(sentBody('bind')).toEqual({
      partnerReferenceNo: 'bind-1',
      merchantId: 'MCH-0001',
      phoneNo: '6281234567890',
      redirectUrl: 'https://gateway.example/return?state=x',
      additionalInfo: { custIdMerchant: 'C-1', email: 'a@b.example' },
    });
    const [request] = snap.calls(CIMB.paths.bind);
    expect(request!.headers).not.toHaveProperty('authorization-customer');
  });

  it.each([
    ['another reference', { partnerReferenceNo: 'bind-2' }],
    ['no link', { linkId: undefined }],
    ['no page', { redirectUrl: undefined }],
    ['a page that is no page', { redirectUrl: 'javascript:alert(1)' }],
    ['a page without a host', { redirectUrl: '/register/1' }],
  ])('is unclear when the answer has %s', async (_name, change) => {
    answers('bind', { ...opened, ...change });
    expect(await snap.bank().bind(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });
});

describe('access to an account', () => {
  const granted = {
    accessToken: 'customer-2',
    tokenType: 'Bearer',
    accessTokenExpiryTime: '2030-01-16T07:00:00+07:00',
    refreshToken: 'refresh-2',
    refreshTokenExpiryTime: '2030-02-16T07:00:00+07:00',
  };
  const code = { authCode: 'code-1', linkId: 'link-1', bindingReference: 'bind-1' };

  it('is granted for the code of a registration', async () => {
    answers('customer_token', granted);
    expect(await snap.bank().grantAccess(CONNECTION, code)).toMatchObject({
      kind: 'access_granted',
      access: {
        accessToken: 'customer-2',
        accessExpiresAt: Date.parse('2030-01-16T00:00:00Z'),
        refreshToken: 'refresh-2',
        refreshExpiresAt: Date.parse('2030-02-16T00:00:00Z'),
        linkId: 'link-1',
        bindingReference: 'bind-1',
      },
    });
    expect(sentBody('customer_token')).toEqual({
      grantType: 'AUTHORIZATION_CODE',
      authCode: 'code-1',
    });
  });

  it('is renewed with the refresh token, which the bank may leave as it was', async () => {
    const { refreshToken: _t, refreshTokenExpiryTime: _e, ...short } = granted;
    answers('customer_token', short);
    expect(await snap.bank().renewAccess(CONNECTION, access)).toMatchObject({
      kind: 'access_granted',
      access: { accessToken: 'customer-2', refreshToken: 'refresh-1', refreshExpiresAt: 5 },
    });
    expect(sentBody('customer_token')).toEqual({
      grantType: 'REFRESH_TOKEN',
      refreshToken: 'refresh-1',
    });
  });

  it.each([
    ['401-00', { kind: 'declined', bankCode: '4017400' }],
    ['401-04', { kind: 'declined', reason: 'binding_invalid' }],
    ['403-18', { kind: 'declined', reason: 'account_inactive' }],
    ['429-00', { kind: 'unclear' }],
    ['504-00', { kind: 'unclear' }],
  ])('is refused with %s', async (row, expected) => {
    answers('customer_token', {}, row);
    expect(await snap.bank().renewAccess(CONNECTION, access)).toMatchObject(expected);
  });

  it('is unclear without an expiry', async () => {
    answers('customer_token', { ...granted, accessTokenExpiryTime: 'soon' });
    expect(await snap.bank().grantAccess(CONNECTION, code)).toMatchObject({ kind: 'unclear' });
  });
});

describe('the account', () => {
  const bound = {
    accountNo: 'XXXXXXXX0001',
    additionalInfo: { linkId: 'link-1', status: 'ACTIVE' },
  };

  it('is known by its last four digits', async () => {
    answers('account', bound);
    const outcome = await snap.bank().account(CONNECTION, access);
    expect(outcome).toMatchObject({ kind: 'account', lastFour: '0001', linked: true });
    const [request] = snap.calls(CIMB.paths.account);
    expect(request!.headers['authorization-customer']).toBe('Bearer customer-token');
    expect(request!.headers['x-device-id']).toBe('tarik-gateway');
  });

  it('is not linked any more when the bank says so', async () => {
    answers('account', { ...bound, additionalInfo: { status: 'UNLINKED' } });
    expect(await snap.bank().account(CONNECTION, access)).toMatchObject({ linked: false });
  });

  it.each([
    ['another link', { additionalInfo: { linkId: 'link-2', status: 'ACTIVE' } }],
    ['another binding', { partnerReferenceNo: 'bind-2' }],
    ['an unknown status', { additionalInfo: { status: 'DORMANT' } }],
    ['no digits', { accountNo: 'XXXXXXXX' }],
  ])('is unclear with %s', async (_name, change) => {
    answers('account', { ...bound, ...change });
    expect(await snap.bank().account(CONNECTION, access)).toMatchObject({ kind: 'unclear' });
  });
});

describe('pay', () => {
  const input = {
    reference: 'pay-1',
    amount: 90_000n,
    access,
    notifyUrl: 'https://gateway.example/callbacks/cimb/MCH-0001/v1.0/debit/notify',
    validUntil: Date.parse('2030-01-01T00:00:00Z'),
    remark: 'INV-1',
  };
  const accepted = {
    referenceNo: '000000000001',
    partnerReferenceNo: 'pay-1',
    amount: rupiah('90000.00'),
  };

  it.each([
    ['YES', 'otp_required'],
    ['NO', 'paid'],
  ])('with otpStatus %s is %s', async (otpStatus, kind) => {
    answers('pay', { ...accepted, additionalInfo: { otpStatus } });
    const outcome = await snap.bank().pay(CONNECTION, input);
    expect(outcome).toMatchObject({ kind, bankPaymentId: '000000000001' });
    expect(outcome.evidence).toMatchObject({ operation: 'pay', http: 200, code: '2005400' });
    expect(sentBody('pay')).toEqual({
      partnerReferenceNo: 'pay-1',
      merchantId: 'MCH-0001',
      amount: rupiah('90000.00'),
      urlParams: [{ url: input.notifyUrl, type: 'PAY_NOTIFY', isDeeplink: 'N' }],
      validUpTo: '2030-01-01T07:00:00+07:00',
      additionalInfo: { remarks: 'INV-1' },
    });
  });

  it.each([
    ['no otpStatus', { additionalInfo: {} }],
    ['an unknown otpStatus', { additionalInfo: { otpStatus: 'MAYBE' } }],
    ['no additionalInfo', {}],
    ['another reference', { partnerReferenceNo: 'pay-2', additionalInfo: { otpStatus: 'NO' } }],
    ['no reference', { partnerReferenceNo: undefined, additionalInfo: { otpStatus: 'NO' } }],
    ['another amount', { amount: rupiah('90001.00'), additionalInfo: { otpStatus: 'NO' } }],
    ['no amount', { amount: undefined, additionalInfo: { otpStatus: 'NO' } }],
    ['no payment of the bank', { referenceNo: undefined, additionalInfo: { otpStatus: 'NO' } }],
  ])('is unclear with %s, though the code says success', async (_name, change) => {
    answers('pay', { ...accepted, ...change });
    expect(await snap.bank().pay(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it('4035413 says that an OTP was sent', async () => {
    answers('pay', accepted, '403-13');
    expect(await snap.bank().pay(CONNECTION, input)).toMatchObject({
      kind: 'otp_required',
      bankPaymentId: '000000000001',
    });
    answers('pay', { ...accepted, referenceNo: undefined }, '403-13');
    expect(await snap.bank().pay(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it.each([
    ['403-14', 'insufficient_funds'],
    ['403-07', 'account_blocked'],
    ['403-18', 'account_inactive'],
    ['403-02', 'limit_exceeded'],
    ['403-03', 'suspected_fraud'],
    ['401-02', 'binding_invalid'],
    ['401-04', 'binding_invalid'],
    ['401-00', 'not_permitted'],
    ['403-05', 'bank_refused'],
    ['400-02', 'bank_refused'],
    ['404-15', 'bank_refused'],
  ])('%s is declined for %s', async (row, reason) => {
    answers('pay', {}, row);
    const bankCode = row.replace('-', '54');
    expect(await snap.bank().pay(CONNECTION, input)).toMatchObject({
      kind: 'declined',
      reason,
      bankCode,
      evidence: { code: bankCode, message: 'message' },
    });
  });

  it.each([
    ['nothing', silence],
    ['a cut connection', hangUp],
    ['HTML', text(502, '<html>bad gateway</html>')],
    ['half an answer', text(200, '{"responseCode":"2005400","partnerRef')],
    ['a repeated key', text(200, '{"responseCode":"2005400","responseCode":"4035414"}')],
    ["the API manager's refusal", json(403, { httpCode: '403', httpMessage: 'Forbidden' })],
  ])('is unclear after %s, and is not sent again', async (_name, script) => {
    snap.on(CIMB.paths.pay, script);
    const timeouts = { ...CIMB.timeouts, pay: 2000 };
    expect(await snap.bank({ timeouts }).pay(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
    expect(snap.calls(CIMB.paths.pay)).toHaveLength(1);
  });

  it('is not sent when the bank is not there', async () => {
    const bank = snap.bank();
    await snap.close();
    expect(await bank.pay(CONNECTION, input)).toMatchObject({ kind: 'not_sent' });
  });
});

describe('verifyOtp', () => {
  const input = {
    reference: 'pay-1',
    bankPaymentId: '000000000001',
    amount: 90_000n,
    otp: '123456',
    access,
  };
  const moved = {
    originalPartnerReferenceNo: 'pay-1',
    originalReferenceNo: '000000000001',
    amount: rupiah('90000.00'),
  };

  it('with the right OTP has moved the money', async () => {
    answers('verify_otp', moved);
    expect(await snap.bank().verifyOtp(CONNECTION, input)).toMatchObject({
      kind: 'paid',
      bankPaymentId: '000000000001',
    });
    expect(sentBody('verify_otp')).toEqual({
      originalPartnerReferenceNo: 'pay-1',
      originalReferenceNo: '000000000001',
      action: 'otpPayment',
      merchantId: 'MCH-0001',
      otp: '123456',
    });
  });

  it.each([
    ['404-15', { kind: 'otp_wrong' }],
    ['403-12', { kind: 'otp_too_old' }],
    ['403-11', { kind: 'declined', reason: 'otp_blocked' }],
    ['403-14', { kind: 'declined', reason: 'insufficient_funds' }],
    ['404-01', { kind: 'declined', reason: 'not_found' }],
    ['404-00', { kind: 'unclear' }],
    ['409-01', { kind: 'unclear' }],
    ['202-00', { kind: 'unclear' }],
    ['504-00', { kind: 'unclear' }],
  ])('%s', async (row, expected) => {
    answers('verify_otp', {}, row);
    expect(await snap.bank().verifyOtp(CONNECTION, input)).toMatchObject(expected);
  });

  it.each([
    ['another payment', { originalReferenceNo: '000000000002' }],
    ['another reference', { originalPartnerReferenceNo: 'pay-2' }],
    ['another amount', { amount: rupiah('9000.00') }],
    ['nothing but a code', { ...nothingOf(moved) }],
  ])('is unclear when the success names %s', async (_name, change) => {
    answers('verify_otp', { ...moved, ...change });
    expect(await snap.bank().verifyOtp(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it('keeps no OTP in its evidence', async () => {
    answers('verify_otp', { responseMessage: 'Invalid OTP 123456' }, '404-15');
    const outcome = await snap.bank().verifyOtp(CONNECTION, input);
    expect(JSON.stringify(outcome.evidence)).not.toContain('123456');
  });
});

describe('resendOtp', () => {
  const input = { reference: 'pay-1', access };

  it('has a new OTP sent', async () => {
    answers('resend_otp', { referenceNo: '000000000001', partnerReferenceNo: 'pay-1' });
    expect(await snap.bank().resendOtp(CONNECTION, input)).toMatchObject({ kind: 'otp_sent' });
    expect(sentBody('resend_otp')).toEqual({
      partnerReferenceNo: 'pay-1',
      journeyId: 'pay-1',
      merchantId: 'MCH-0001',
      otpTrxCode: '54',
    });
  });

  it.each([
    ['404-00', 'declined'],
    ['429-00', 'declined'],
    ['504-00', 'unclear'],
  ])('%s is %s', async (row, kind) => {
    answers('resend_otp', {}, row);
    expect(await snap.bank().resendOtp(CONNECTION, input)).toMatchObject({ kind });
  });
});

describe('inquire', () => {
  const input = { reference: 'pay-1', bankPaymentId: '000000000001', amount: 90_000n };
  const book = {
    originalPartnerReferenceNo: 'pay-1',
    originalReferenceNo: '000000000001',
    serviceCode: '54',
    transAmount: rupiah('90000.00'),
  };

  it.each([
    ['00', { kind: 'paid', bankPaymentId: '000000000001' }],
    ['01', { kind: 'awaiting_otp', bankPaymentId: '000000000001' }],
    ['02', { kind: 'unclear' }],
    ['03', { kind: 'unclear' }],
    ['04', { kind: 'paid' }],
    ['05', { kind: 'failed', reason: 'bank_refused', bankCode: '05' }],
    ['06', { kind: 'failed', reason: 'bank_refused', bankCode: '06' }],
    ['07', { kind: 'not_found' }],
    ['08', { kind: 'unclear' }],
    [undefined, { kind: 'unclear' }],
  ])('status %s', async (latestTransactionStatus, expected) => {
    answers('inquire', { ...book, latestTransactionStatus });
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject(expected);
  });

  it('gives the reason of a failure when the bank names it', async () => {
    const failed = { ...book, latestTransactionStatus: '06', originalResponseCode: '4035414' };
    answers('inquire', failed);
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject({
      kind: 'failed',
      reason: 'insufficient_funds',
      bankCode: '4035414',
    });
  });

  it.each([
    ['another amount', { transAmount: rupiah('90001.00') }],
    ['no amount', { transAmount: undefined }],
    ['an amount that is none', { transAmount: '90000.00' }],
    ['another reference', { originalPartnerReferenceNo: 'pay-2' }],
    ['no reference', { originalPartnerReferenceNo: undefined }],
    ['another payment of the bank', { originalReferenceNo: '000000000002' }],
    ['another operation', { serviceCode: '58' }],
  ])('is unclear when "paid" comes with %s', async (_name, change) => {
    answers('inquire', { ...book, latestTransactionStatus: '00', ...change });
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it('does not find what the bank does not know', async () => {
    answers('inquire', {}, '404-01');
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject({ kind: 'not_found' });
    answers('inquire', { originalPartnerReferenceNo: 'pay-2' }, '404-01');
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it.each([
    '400-01',
    '401-00',
    '401-01',
    '403-05',
    '404-11',
    '405-00',
    '409-00',
    '429-00',
    '500-00',
  ])('%s says nothing about the payment', async (row) => {
    answers('inquire', {}, row);
    expect(await snap.bank().inquire(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });
});

describe('refund', () => {
  const input = {
    reference: 'pay-1',
    bankPaymentId: '000000000001',
    refundReference: 'refund-1',
    amount: 30_000n,
    reason: 'too small',
  };
  const given = {
    originalPartnerReferenceNo: 'pay-1',
    originalReferenceNo: '000000000001',
    partnerRefundNo: 'refund-1',
    refundNo: '000000000005',
    refundAmount: rupiah('30000.00'),
    refundTime: '2030-01-01T07:00:00+07:00',
  };

  it('gives money back', async () => {
    answers('refund', given);
    expect(await snap.bank().refund(CONNECTION, input)).toMatchObject({
      kind: 'refunded',
      bankRefundId: '000000000005',
    });
    expect(sentBody('refund')).toEqual({
      originalPartnerReferenceNo: 'pay-1',
      originalReferenceNo: '000000000001',
      partnerRefundNo: 'refund-1',
      refundAmount: rupiah('30000.00'),
      reason: 'too small',
      merchantId: 'MCH-0001',
    });
  });

  it.each([
    ['404-18', { kind: 'unclear' }],
    ['409-01', { kind: 'unclear' }],
    ['202-00', { kind: 'unclear' }],
    ['429-00', { kind: 'unclear' }],
    ['404-13', { kind: 'declined', reason: 'refund_refused' }],
    ['405-01', { kind: 'declined', reason: 'refund_refused' }],
    ['404-01', { kind: 'declined', reason: 'not_found' }],
  ])('%s', async (row, expected) => {
    answers('refund', {}, row);
    expect(await snap.bank().refund(CONNECTION, input)).toMatchObject(expected);
  });

  it.each([
    ['another refund', { partnerRefundNo: 'refund-2' }],
    ['another payment', { originalPartnerReferenceNo: 'pay-2' }],
    ['another amount', { refundAmount: rupiah('90000.00') }],
    ['no number', { refundNo: undefined }],
  ])('is unclear when the success names %s', async (_name, change) => {
    answers('refund', { ...given, ...change });
    expect(await snap.bank().refund(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });
});

describe('inquireRefund', () => {
  const input = {
    reference: 'pay-1',
    bankPaymentId: '000000000001',
    paid: 90_000n,
    refundReference: 'refund-1',
    amount: 30_000n,
  };
  const one = {
    refundNo: '000000000005',
    partnerRefundNo: 'refund-1',
    refundAmount: rupiah('30000.00'),
    refundStatus: '00',
  };
  const book = {
    originalPartnerReferenceNo: 'pay-1',
    originalReferenceNo: '000000000001',
    serviceCode: '54',
    latestTransactionStatus: '00',
    transAmount: rupiah('90000.00'),
  };

  it.each([
    ['00', { kind: 'refunded', bankRefundId: '000000000005', amount: 30_000n }],
    ['06', { kind: 'failed', reason: 'refund_refused', bankCode: '06' }],
    ['03', { kind: 'unclear' }],
    ['01', { kind: 'unclear' }],
    ['99', { kind: 'unclear' }],
  ])('status %s in the history', async (refundStatus, expected) => {
    const other = { ...one, partnerRefundNo: 'refund-0', refundStatus: '00' };
    answers('inquire', { ...book, refundHistory: [other, { ...one, refundStatus }] });
    expect(await snap.bank().inquireRefund(CONNECTION, input)).toMatchObject(expected);
  });

  it('tells the amount that the bank has, also when it is not ours', async () => {
    const history = [{ ...one, refundAmount: rupiah('20000.00') }];
    answers('inquire', { ...book, latestTransactionStatus: '04', refundHistory: history });
    expect(await snap.bank().inquireRefund(CONNECTION, input)).toMatchObject({
      kind: 'refunded',
      amount: 20_000n,
    });
  });

  it.each([
    ['an empty history', { refundHistory: [] }],
    ['no history', {}],
    ['a history of others', { refundHistory: [{ ...one, partnerRefundNo: 'refund-2' }] }],
  ])('does not find it in %s', async (_name, change) => {
    answers('inquire', { ...book, ...change });
    expect(await snap.bank().inquireRefund(CONNECTION, input)).toMatchObject({ kind: 'not_found' });
  });

  it.each([
    ['the refund is there twice', { refundHistory: [one, one] }],
    ['the refund has no amount', { refundHistory: [{ ...one, refundAmount: undefined }] }],
    ['the refund has no number', { refundHistory: [{ ...one, refundNo: undefined }] }],
    ['the history is no list', { refundHistory: 'none' }],
    ['the payment has another amount', { transAmount: rupiah('1.00'), refundHistory: [one] }],
    ['the bank says that the payment failed', { latestTransactionStatus: '06' }],
    ['the bank says that the payment is not there', { latestTransactionStatus: '07' }],
  ])('is unclear when %s', async (_name, change) => {
    answers('inquire', { ...book, ...change });
    expect(await snap.bank().inquireRefund(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it('is unclear when the bank does not know the payment', async () => {
    answers('inquire', {}, '404-01');
    expect(await snap.bank().inquireRefund(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });
});

describe('unbind', () => {
  const input = { reference: 'unbind-1', access };
  const ended = { partnerReferenceNo: 'unbind-1', linkId: 'link-1', unlinkResult: 'success' };

  it('ends the binding', async () => {
    answers('unbind', ended);
    expect(await snap.bank().unbind(CONNECTION, input)).toMatchObject({ kind: 'unbound' });
    expect(sentBody('unbind')).toEqual({
      partnerReferenceNo: 'unbind-1',
      merchantId: 'MCH-0001',
      linkId: 'link-1',
    });
  });

  it.each([
    ['another link', { linkId: 'link-2' }],
    ['another reference', { partnerReferenceNo: 'unbind-2' }],
    ['another result', { unlinkResult: 'pending' }],
    ['no result', { unlinkResult: undefined }],
  ])('is unclear with %s', async (_name, change) => {
    answers('unbind', { ...ended, ...change });
    expect(await snap.bank().unbind(CONNECTION, input)).toMatchObject({ kind: 'unclear' });
  });

  it('may be refused', async () => {
    answers('unbind', {}, '405-01');
    expect(await snap.bank().unbind(CONNECTION, input)).toMatchObject({
      kind: 'declined',
      reason: 'not_permitted',
      bankCode: '4050901',
    });
  });
});

describe('inquireBeneficiary', () => {
  const input = { bankCode: '014', accountNo: '1234567890', reference: 'b-1' };
  const named = {
    referenceNo: '000000000009',
    partnerReferenceNo: 'b-1',
    beneficiaryAccountName: 'BUDI SANTOSO',
    beneficiaryAccountNo: '1234567890',
    beneficiaryBankCode: '014',
  };

  it('has the bank name the holder, whose name is no evidence', async () => {
    answers('beneficiary', named);
    const outcome = await snap.bank().inquireBeneficiary(CONNECTION, input);
    expect(outcome).toMatchObject({ kind: 'beneficiary', holder: 'BUDI SANTOSO' });
    expect(outcome.evidence.note).toBe('000000000009');
    expect(JSON.stringify(outcome.evidence)).not.toContain('BUDI');
    expect(sentBody('beneficiary')).toEqual({
      partnerReferenceNo: 'b-1',
      beneficiaryBankCode: '014',
      beneficiaryAccountNo: '1234567890',
    });
  });

  it.each([
    ['another number', { beneficiaryAccountNo: '1234567891' }],
    ['another bank', { beneficiaryBankCode: '008' }],
    ['another reference', { partnerReferenceNo: 'b-2' }],
    ['no number', { beneficiaryAccountNo: undefined }],
    ['no name', { beneficiaryAccountName: undefined }],
    ['a blank name', { beneficiaryAccountName: '  ' }],
  ])('is unclear with %s', async (_name, change) => {
    answers('beneficiary', { ...named, ...change });
    const outcome = await snap.bank().inquireBeneficiary(CONNECTION, input);
    expect(outcome).toMatchObject({ kind: 'unclear' });
  });

  it.each([
    ['404-11', 'account_inactive'],
    ['403-09', 'account_inactive'],
    ['404-01', 'not_found'],
    ['401-00', 'not_permitted'],
    ['404-02', 'bank_refused'],
  ])('%s is declined: %s', async (row, reason) => {
    answers('beneficiary', {}, row);
    const outcome = await snap.bank().inquireBeneficiary(CONNECTION, input);
    expect(outcome).toMatchObject({ kind: 'declined', reason });
  });
});

describe('a callback', () => {
  const path = '/callbacks/cimb/MCH-0001/v1.0/debit/notify';
  const message = {
    originalPartnerReferenceNo: 'pay-1',
    originalReferenceNo: '000000000001',
    amount: rupiah('90000.00'),
    latestTransactionStatus: '00',
  };

  interface Odd {
    path?: string;
    body?: string;
    at?: number;
    headers?: Record<string, string | undefined>;
  }

  function read(fields: Record<string, unknown>, odd: Odd = {}): BankCallback | null {
    const signedBody = Buffer.from(JSON.stringify({ ...message, ...fields }));
    const timestamp = formatSnapTimestamp(odd.at ?? Date.now());
    const signature = signNotify({ path, body: signedBody, timestamp }, KEYS.privateKey);
    return snap.bank().readCallback(CONNECTION, {
      path: odd.path ?? path,
      body: odd.body === undefined ? signedBody : Buffer.from(odd.body),
      headers: {
        'x-timestamp': timestamp,
        'x-signature': signature,
        'x-partner-id': 'the-key',
        'x-external-id': 'external-1',
        ...odd.headers,
      },
    });
  }

  it.each([
    ['00', 'paid'],
    ['04', 'paid'],
    ['05', 'failed'],
    ['06', 'failed'],
    ['01', 'pending'],
    ['02', 'pending'],
    ['03', 'pending'],
  ])('with status %s says %s', (latestTransactionStatus, says) => {
    expect(read({ latestTransactionStatus })).toMatchObject({
      reference: 'pay-1',
      bankPaymentId: '000000000001',
      amount: 90_000n,
      says,
      bankCode: latestTransactionStatus,
      evidence: { operation: 'callback', externalId: 'external-1' },
    });
  });

  it('is read in business time or in real time', () => {
    const day = 86_400_000;
    snap.clock.setOffset(day);
    expect(read({}, { at: Date.now() })).not.toBeNull();
    expect(read({}, { at: Date.now() + day })).not.toBeNull();
    expect(read({}, { at: Date.now() + day / 2 })).toBeNull();
  });

  it('may be laid out with blanks, which the signature leaves out', () => {
    expect(read({}, { body: JSON.stringify(message, null, 2) })).toMatchObject({ says: 'paid' });
  });

  it.each<[string, Record<string, unknown>, Odd]>([
    ['for another path', {}, { path: '/callbacks/cimb/MCH-0002/v1.0/debit/notify' }],
    ['with another body', {}, { body: JSON.stringify({ ...message, amount: rupiah('1.00') }) }],
    ['that is old', {}, { at: Date.now() - 16 * 60_000 }],
    ['from the future', {}, { at: Date.now() + 16 * 60_000 }],
    ['without a time', {}, { headers: { 'x-timestamp': undefined } }],
    ['without a signature', {}, { headers: { 'x-signature': undefined } }],
    ['with a signature that is none', {}, { headers: { 'x-signature': 'AAAA' } }],
    ['without a partner', {}, { headers: { 'x-partner-id': undefined } }],
    ['for another partner', {}, { headers: { 'x-partner-id': 'another-key' } }],
    ['without an amount', { amount: undefined }, {}],
    ['with sen', { amount: rupiah('90000.50') }, {}],
    ['in another currency', { amount: { value: '90000.00', currency: 'USD' } }, {}],
    ['without a reference', { originalPartnerReferenceNo: undefined }, {}],
    ['with status 07', { latestTransactionStatus: '07' }, {}],
    ['with an unknown status', { latestTransactionStatus: '99' }, {}],
  ])('%s is not believed', (_name, fields, odd) => {
    expect(read(fields, odd)).toBeNull();
  });

  it('with a repeated key is not believed, though it is signed', () => {
    const body = Buffer.from(
      '{"originalPartnerReferenceNo":"pay-1","originalReferenceNo":"1","amount":{"value":"90000.00",' +
        '"currency":"IDR"},"latestTransactionStatus":"06","latestTransactionStatus":"00"}',
    );
    const timestamp = formatSnapTimestamp(Date.now());
    const signature = signNotify({ path, body, timestamp }, KEYS.privateKey);
    const headers = {
      'x-timestamp': timestamp,
      'x-signature': signature,
      'x-partner-id': 'the-key',
    };
    expect(snap.bank().readCallback(CONNECTION, { path, headers, body })).toBeNull();
  });
});

function nothingOf(fields: object): Record<string, undefined> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, undefined]));
}
