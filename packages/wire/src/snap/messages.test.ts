// One body of each call as docs/bank-wire.md profiles it, and what makes it wrong.
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseStrictJson } from '../json.ts';
import * as messages from './messages.ts';

const done = (service: string) => ({
  responseCode: `200${service}00`,
  responseMessage: 'Successful',
});
const amount = { value: '10000.00', currency: 'IDR' };
const later = '2020-12-21T14:36:11+07:00';

// Schema, a good body, and the fields without which it is refused.
const bodies: [string, z.ZodType, Record<string, unknown>, string[]][] = [
  ['B2bTokenRequest', messages.B2bTokenRequest, { grantType: 'client_credentials' }, ['grantType']],
  [
    'B2bTokenAnswer',
    messages.B2bTokenAnswer,
    { ...done('73'), accessToken: 'abc', tokenType: 'Bearer', expiresIn: '900' },
    ['responseCode', 'accessToken', 'expiresIn'],
  ],
  [
    'CustomerTokenRequest',
    messages.CustomerTokenRequest,
    { grantType: 'AUTHORIZATION_CODE', authCode: 'abc' },
    ['grantType', 'authCode'],
  ],
  [
    'CustomerTokenAnswer',
    messages.CustomerTokenAnswer,
    {
      ...done('74'),
      accessToken: 'abc',
      tokenType: 'Bearer',
      accessTokenExpiryTime: later,
      refreshToken: 'def',
      refreshTokenExpiryTime: later,
      expiresIn: 1_296_000,
    },
    ['accessToken', 'accessTokenExpiryTime'],
  ],
  [
    'BindRequest',
    messages.BindRequest,
    {
      partnerReferenceNo: 'b-1',
      merchantId: 'MCH-0001',
      phoneNo: '6281394130621',
      redirectUrl: 'http://127.0.0.1:8080/return?state=x',
      additionalInfo: { custIdMerchant: 'C-1' },
    },
    ['partnerReferenceNo', 'merchantId', 'phoneNo', 'redirectUrl', 'additionalInfo'],
  ],
  [
    'BindAnswer',
    messages.BindAnswer,
    {
      ...done('07'),
      referenceNo: '000000000001',
      partnerReferenceNo: 'b-1',
      redirectUrl: 'http://127.0.0.1:8090/register/1',
      linkId: 'l-1',
      additionalInfo: { status: 'PENDING' },
    },
    ['referenceNo', 'partnerReferenceNo', 'redirectUrl'],
  ],
  [
    'InquiryRequest',
    messages.InquiryRequest,
    { partnerReferenceNo: 'b-1' },
    ['partnerReferenceNo'],
  ],
  [
    'InquiryAnswer',
    messages.InquiryAnswer,
    {
      ...done('08'),
      referenceNo: '000000000002',
      accountNo: 'XXXXXXXX0001',
      accountName: 'BUDI',
      accountCurrency: 'IDR',
      additionalInfo: { linkId: 'l-1', status: 'ACTIVE' },
    },
    ['accountNo', 'additionalInfo'],
  ],
  [
    'PayRequest',
    messages.PayRequest,
    {
      partnerReferenceNo: 'p-1',
      merchantId: 'MCH-0001',
      amount,
      urlParams: [{ url: 'http://127.0.0.1/notify', type: 'PAY_NOTIFY', isDeeplink: 'N' }],
      validUpTo: later,
      additionalInfo: { remarks: 'INV-1' },
    },
    ['partnerReferenceNo', 'merchantId', 'amount'],
  ],
  [
    'PayAnswer',
    messages.PayAnswer,
    {
      ...done('54'),
      referenceNo: '000000000003',
      partnerReferenceNo: 'p-1',
      amount,
      additionalInfo: { otpStatus: 'YES', otpExpiresAt: later },
    },
    ['referenceNo', 'partnerReferenceNo', 'amount', 'additionalInfo'],
  ],
  [
    'VerifyOtpRequest',
    messages.VerifyOtpRequest,
    {
      originalPartnerReferenceNo: 'p-1',
      originalReferenceNo: '000000000003',
      action: 'otpPayment',
      merchantId: 'MCH-0001',
      otp: '012345',
    },
    ['originalPartnerReferenceNo', 'originalReferenceNo', 'action', 'merchantId', 'otp'],
  ],
  [
    'VerifyOtpAnswer',
    messages.VerifyOtpAnswer,
    {
      ...done('04'),
      originalReferenceNo: '000000000003',
      originalPartnerReferenceNo: 'p-1',
      amount,
      transactionTimestamp: later,
    },
    ['originalReferenceNo', 'originalPartnerReferenceNo', 'amount'],
  ],
  [
    'OtpRequest',
    messages.OtpRequest,
    { partnerReferenceNo: 'p-1', journeyId: 'x-1', merchantId: 'MCH-0001', otpTrxCode: '54' },
    ['partnerReferenceNo', 'journeyId', 'merchantId', 'otpTrxCode'],
  ],
  [
    'OtpAnswer',
    messages.OtpAnswer,
    {
      ...done('81'),
      referenceNo: '000000000003',
      partnerReferenceNo: 'p-1',
      chargeToken: 'c',
      additionalInfo: { otpExpiresAt: later },
    },
    ['referenceNo', 'partnerReferenceNo'],
  ],
  [
    'StatusRequest',
    messages.StatusRequest,
    { originalPartnerReferenceNo: 'p-1', serviceCode: '54', merchantId: 'MCH-0001', amount },
    ['originalPartnerReferenceNo', 'serviceCode'],
  ],
  [
    'StatusAnswer',
    messages.StatusAnswer,
    {
      ...done('55'),
      originalPartnerReferenceNo: 'p-1',
      originalReferenceNo: '000000000003',
      serviceCode: '54',
      latestTransactionStatus: '00',
      transactionStatusDesc: 'success',
      transAmount: amount,
      refundHistory: [
        {
          refundNo: '000000000004',
          partnerRefundNo: 'r-1',
          refundAmount: amount,
          refundStatus: '00',
          refundDate: later,
          reason: 'Cancel Order',
        },
      ],
      paidTime: later,
      additionalInfo: { otpStatus: 'YES' },
    },
    ['originalPartnerReferenceNo', 'serviceCode', 'latestTransactionStatus'],
  ],
  [
    'RefundRequest',
    messages.RefundRequest,
    {
      originalPartnerReferenceNo: 'p-1',
      originalReferenceNo: '000000000003',
      partnerRefundNo: 'r-1',
      refundAmount: amount,
      reason: 'Cancel Order',
      merchantId: 'MCH-0001',
    },
    ['originalPartnerReferenceNo', 'partnerRefundNo', 'refundAmount', 'merchantId'],
  ],
  [
    'RefundAnswer',
    messages.RefundAnswer,
    {
      ...done('58'),
      originalPartnerReferenceNo: 'p-1',
      originalReferenceNo: '000000000003',
      refundNo: '000000000004',
      partnerRefundNo: 'r-1',
      refundAmount: amount,
      refundTime: later,
    },
    ['originalPartnerReferenceNo', 'refundNo', 'partnerRefundNo', 'refundAmount', 'refundTime'],
  ],
  [
    'UnbindRequest',
    messages.UnbindRequest,
    { partnerReferenceNo: 'u-1', merchantId: 'MCH-0001', linkId: 'l-1' },
    ['partnerReferenceNo', 'merchantId', 'linkId'],
  ],
  [
    'UnbindAnswer',
    messages.UnbindAnswer,
    { ...done('09'), referenceNo: '000000000005', linkId: 'l-1', unlinkResult: 'success' },
    ['unlinkResult'],
  ],
  [
    'NotifyRequest',
    messages.NotifyRequest,
    {
      originalPartnerReferenceNo: 'p-1',
      originalReferenceNo: '000000000003',
      amount,
      latestTransactionStatus: '00',
      transactionStatusDesc: 'success',
      createdTime: later,
      finishedTime: later,
    },
    ['originalPartnerReferenceNo', 'originalReferenceNo', 'amount', 'latestTransactionStatus'],
  ],
  ['NotifyAnswer', messages.NotifyAnswer, done('56'), ['responseCode', 'responseMessage']],
  ['AnyAnswer', messages.AnyAnswer, done('54'), ['responseCode', 'responseMessage']],
];

const lossless = (body: unknown) => parseStrictJson(Buffer.from(JSON.stringify(body)));

describe.each(bodies)('%s', (_, schema, body, needed) => {
  it('is read from either parser, with what the sender added', () => {
    const more = { ...body, added: { by: 'the sender' } };
    for (const read of [more, lossless(more)]) {
      const result = schema.safeParse(read);
      expect(result.error).toBeUndefined();
      expect(Object.keys(result.data as object).toSorted()).toEqual(Object.keys(more).toSorted());
    }
  });

  it.each(needed)('is refused without %s, and the refusal names it', (name) => {
    const { [name]: _left, ...rest } = body;
    const result = schema.safeParse(rest);
    expect(result.error?.issues[0]?.path).toEqual([name]);
  });

  it('is refused when it is no object', () => {
    for (const other of [null, [], 'x', true]) expect(schema.safeParse(other).success).toBe(false);
  });
});

describe('the fields of SNAP', () => {
  const pay = bodies.find(([name]) => name === 'PayAnswer')?.[2] ?? {};
  const status = bodies.find(([name]) => name === 'StatusAnswer')?.[2] ?? {};
  const token = bodies.find(([name]) => name === 'B2bTokenAnswer')?.[2] ?? {};

  it.each([
    { value: '10000', currency: 'IDR' },
    { value: '10000.50', currency: 'IDR' },
    { value: 10_000, currency: 'IDR' },
    { value: '10000.00', currency: 'USD' },
    '10000.00',
  ])('an amount is not %j', (wrong) => {
    expect(messages.PayAnswer.safeParse({ ...pay, amount: wrong }).success).toBe(false);
  });

  it.each(['08', '0', 0, '', 'toString', null])('a transaction status is not %j', (wrong) => {
    const body = { ...status, latestTransactionStatus: wrong };
    expect(messages.StatusAnswer.safeParse(body).success).toBe(false);
  });

  it.each(['2005400 ', '200540', 2_005_400])('a response code is not %j', (wrong) => {
    expect(messages.PayAnswer.safeParse({ ...pay, responseCode: wrong }).success).toBe(false);
  });

  it.each(['900', 900])('a life of %j seconds is read as a number', (life) => {
    const body = { ...token, expiresIn: life };
    expect(messages.B2bTokenAnswer.parse(body).expiresIn).toBe(900);
    expect(messages.B2bTokenAnswer.parse(lossless(body)).expiresIn).toBe(900);
  });

  it.each(['soon', '', 0, -1, 1.5, '9e2', null])('a life is not %j', (life) => {
    expect(messages.B2bTokenAnswer.safeParse({ ...token, expiresIn: life }).success).toBe(false);
  });

  it.each(['grantType', 'granttype', 'grant_type'])('a grant may be spelled %s', (name) => {
    const body = { [name]: 'CLIENT_CREDENTIALS' };
    expect(messages.B2bTokenRequest.parse(body)).toEqual({ grantType: 'client_credentials' });
    const other = { [name]: 'Refresh_Token', refreshToken: 'r' };
    expect(messages.CustomerTokenRequest.parse(other)).toMatchObject({ refreshToken: 'r' });
  });

  it.each(['password', '', 5, null])('a grant is not %j', (grantType) => {
    expect(messages.B2bTokenRequest.safeParse({ grantType }).success).toBe(false);
    expect(messages.CustomerTokenRequest.safeParse({ grantType, authCode: 'x' }).success).toBe(
      false,
    );
  });
});
