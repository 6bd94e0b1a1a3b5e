// All that we assume of CIMB Niaga, which the standard leaves open (docs/bank-wire.md). None of it
// has been proved against the real bank.
import type { SnapProfile } from '../snap/profile.ts';
import { reasonFor } from './codes.ts';
import { CIMB_STATEMENTS } from './statement-profile.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

export const CIMB: SnapProfile = {
  slug: 'cimb',
  name: 'CIMB Niaga',
  code: 'CIMB',
  paths: {
    token: '/v1.0/access-token/b2b',
    customer_token: '/v1.0/access-token/b2b2c',
    bind: '/v1.0/registration-account-binding',
    account: '/v1.0/registration-account-inquiry',
    unbind: '/v1.0/registration-account-unbinding',
    pay: '/v1.0/debit/payment-host-to-host',
    verify_otp: '/v1.0/otp-verification',
    resend_otp: '/v1.0/otp',
    inquire: '/v1.0/debit/status',
    refund: '/v1.0/debit/refund',
    beneficiary: '/v1.0/account-inquiry-external',
  },
  timeouts: {
    token: 5 * SECOND,
    customer_token: 10 * SECOND,
    bind: 10 * SECOND,
    account: 8 * SECOND,
    unbind: 10 * SECOND,
    pay: 15 * SECOND,
    verify_otp: 15 * SECOND,
    resend_otp: 8 * SECOND,
    inquire: 8 * SECOND,
    refund: 15 * SECOND,
    beneficiary: 8 * SECOND,
  },
  channelId: '95221',
  deviceId: 'tarik-gateway',
  policy: {
    otp: {
      lifeMs: 5 * MINUTE,
      resendWithinMs: 2.5 * MINUTE,
      resendPauseMs: 30 * SECOND,
      maxResends: 3,
      maxTries: 3,
    },
    registrationLifeMs: 15 * MINUTE,
    maxProcessingMs: 15 * MINUTE,
    refundWindowMs: 90 * DAY,
  },
  statements: CIMB_STATEMENTS,
  reasonFor,
};
