// The bodies of the SNAP BI calls that direct debit uses, as docs/bank-wire.md profiles them.
// Fields that we do not know pass through: the standard lets a party add its own.
import { z } from 'zod';
import { LosslessNumber } from 'lossless-json';
import { parseSnapAmount } from '../amount.ts';
import type { SnapAmount } from '../amount.ts';
import { TRANSACTION_STATUS } from './codes.ts';
import type { TransactionStatus } from './codes.ts';
import { parseSnapTimestamp } from './timestamp.ts';

/**
 * An amount of whole rupiah, checked and left in the form of the wire; `parseSnapAmount` reads it.
 */
export const Amount = z.custom<SnapAmount>(
  (value) => parseSnapAmount(value) !== undefined,
  'must be {"value":"10000.00","currency":"IDR"}',
);

/** A count of seconds, which SNAP parties write as text or as a number. */
const Seconds = z.preprocess(plainNumber, z.number().int().positive());

const Time = z.string().refine((text) => parseSnapTimestamp(text) !== undefined, {
  error: 'must be a date and time with a zone',
});

const Status = z.custom<TransactionStatus>(
  (value) => typeof value === 'string' && Object.hasOwn(TRANSACTION_STATUS, value),
  'must be a transaction status from 00 to 07',
);

const Reference = z.string().min(1).max(64);
const Id = z.string().min(1).max(128);
const Url = z.string().min(1).max(2048);
const Info = z.looseObject({});

/** What every answer begins with. */
const answer = {
  responseCode: z.string().regex(/^\d{7}$/),
  responseMessage: z.string().max(150),
};

// 73: a token for the partner. Clients spell the field in three ways.
export const B2bTokenRequest = z.preprocess(
  oneGrantType,
  z.looseObject({ grantType: z.literal('client_credentials') }),
);
export const B2bTokenAnswer = z.looseObject({
  ...answer,
  accessToken: z.string().min(1).max(2048),
  tokenType: z.string(),
  expiresIn: Seconds,
});

// 74: a token for one customer of the partner, from an authCode or from a refresh token.
export const CustomerTokenRequest = z.preprocess(
  oneGrantType,
  z.discriminatedUnion('grantType', [
    z.looseObject({
      grantType: z.literal('authorization_code'),
      authCode: z.string().min(1).max(256),
    }),
    z.looseObject({
      grantType: z.literal('refresh_token'),
      refreshToken: z.string().min(1).max(512),
    }),
  ]),
);
export const CustomerTokenAnswer = z.looseObject({
  ...answer,
  accessToken: z.string().min(1).max(2048),
  tokenType: z.string(),
  accessTokenExpiryTime: Time,
  refreshToken: z.string().min(1).max(512).optional(),
  refreshTokenExpiryTime: Time.optional(),
  expiresIn: Seconds.optional(),
});

// 07: bind an account. The customer finishes on the bank's page.
export const BindRequest = z.looseObject({
  partnerReferenceNo: Reference,
  merchantId: z.string().min(1).max(64),
  phoneNo: z.string().regex(/^\d{1,20}$/),
  redirectUrl: Url,
  additionalInfo: z.looseObject({
    custIdMerchant: Id,
    customerName: z.string().optional(),
    email: z.string().max(254).optional(),
  }),
});
export const BindAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference,
  partnerReferenceNo: Reference,
  redirectUrl: Url,
  linkId: Id.optional(),
  additionalInfo: z.looseObject({ status: z.string().optional() }).optional(),
});

// 08: what account was bound.
export const InquiryRequest = z.looseObject({ partnerReferenceNo: Reference });
export const InquiryAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference.optional(),
  accountNo: z.string().min(4).max(32),
  accountName: z.string().optional(),
  accountCurrency: z.string().length(3).optional(),
  additionalInfo: z.looseObject({ linkId: Id.optional(), status: z.string() }),
});

// 54: pay. `otpStatus` YES: an OTP went out and nothing has moved; NO: the money has moved.
export const PayRequest = z.looseObject({
  partnerReferenceNo: Reference,
  merchantId: z.string().min(1).max(64),
  amount: Amount,
  urlParams: z
    .array(z.looseObject({ url: Url, type: z.string().max(32), isDeeplink: z.string().max(1) }))
    .optional(),
  validUpTo: Time.optional(),
  additionalInfo: z.looseObject({ remarks: z.string().optional() }).optional(),
});
export const PayAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference,
  partnerReferenceNo: Reference,
  amount: Amount,
  additionalInfo: z.looseObject({
    otpStatus: z.enum(['YES', 'NO']),
    otpExpiresAt: Time.optional(),
  }),
});

// 04: verify the OTP of a payment. Success means that the money has moved.
export const VerifyOtpRequest = z.looseObject({
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference,
  action: z.literal('otpPayment'),
  merchantId: z.string().min(1).max(64),
  otp: z.string().regex(/^\d{6}$/),
});
export const VerifyOtpAnswer = z.looseObject({
  ...answer,
  originalReferenceNo: Reference,
  originalPartnerReferenceNo: Reference,
  amount: Amount,
  transactionTimestamp: Time.optional(),
});

// 81: send a new OTP; the old one is dead.
export const OtpRequest = z.looseObject({
  partnerReferenceNo: Reference,
  journeyId: z.string().min(1).max(64),
  merchantId: z.string().min(1).max(64),
  otpTrxCode: z.literal('54'),
});
export const OtpAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference,
  partnerReferenceNo: Reference,
  chargeToken: z.string().optional(),
  additionalInfo: z.looseObject({ otpExpiresAt: Time.optional() }).optional(),
});

// 55: what became of a payment. `serviceCode` names the original call, which is 54.
export const StatusRequest = z.looseObject({
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference.optional(),
  serviceCode: z.enum(['54', '55']),
  merchantId: z.string().min(1).max(64).optional(),
  amount: Amount.optional(),
});
export const StatusAnswer = z.looseObject({
  ...answer,
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference.optional(),
  serviceCode: z.string().length(2),
  latestTransactionStatus: Status,
  transactionStatusDesc: z.string().optional(),
  originalResponseCode: z.string().optional(),
  transAmount: Amount.optional(),
  refundHistory: z
    .array(
      z.looseObject({
        refundNo: Reference.optional(),
        partnerRefundNo: Reference,
        refundAmount: Amount,
        refundStatus: Status,
        refundDate: z.string().optional(),
        reason: z.string().optional(),
      }),
    )
    .optional(),
  paidTime: Time.optional(),
  additionalInfo: Info.optional(),
});

// 58: give money back, wholly or in part.
export const RefundRequest = z.looseObject({
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference.optional(),
  partnerRefundNo: Reference,
  refundAmount: Amount,
  reason: z.string().max(256).optional(),
  merchantId: z.string().min(1).max(64),
});
export const RefundAnswer = z.looseObject({
  ...answer,
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference.optional(),
  refundNo: Reference,
  partnerRefundNo: Reference,
  refundAmount: Amount,
  refundTime: Time,
});

// 09: unbind an account.
export const UnbindRequest = z.looseObject({
  partnerReferenceNo: Reference,
  merchantId: z.string().min(1).max(64),
  linkId: Id,
  tokenId: z.string().max(2048).optional(),
});
export const UnbindAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference.optional(),
  partnerReferenceNo: Reference.optional(),
  linkId: Id.optional(),
  unlinkResult: z.string().max(64),
});

// 16: whose account a number is, at this bank or another one (external account inquiry).
export const BeneficiaryRequest = z.looseObject({
  partnerReferenceNo: Reference.optional(),
  beneficiaryBankCode: z.string().min(1).max(8),
  beneficiaryAccountNo: z.string().min(1).max(34),
});
export const BeneficiaryAnswer = z.looseObject({
  ...answer,
  referenceNo: Reference.optional(),
  partnerReferenceNo: Reference.optional(),
  beneficiaryAccountName: z.string().trim().min(1).max(100),
  beneficiaryAccountNo: z.string().min(1).max(34),
  beneficiaryBankCode: z.string().max(8).optional(),
  beneficiaryBankName: z.string().optional(),
  currency: z.string().optional(),
});

// 56: the bank tells us what became of a payment.
export const NotifyRequest = z.looseObject({
  originalPartnerReferenceNo: Reference,
  originalReferenceNo: Reference,
  amount: Amount,
  latestTransactionStatus: Status,
  transactionStatusDesc: z.string().optional(),
  createdTime: Time.optional(),
  finishedTime: Time.optional(),
});
export const NotifyAnswer = z.looseObject(answer);

/** What any answer has, a refusal too. */
export const AnyAnswer = z.looseObject(answer);

function plainNumber(value: unknown): unknown {
  const text = value instanceof LosslessNumber ? value.value : value;
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

// `grantType` in any case; older text and one real client write `granttype` and `grant_type`.
function oneGrantType(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { grantType, granttype, grant_type, ...rest } = body as Record<string, unknown>;
  const grant = grantType ?? granttype ?? grant_type;
  return { ...rest, grantType: typeof grant === 'string' ? grant.toLowerCase() : grant };
}
