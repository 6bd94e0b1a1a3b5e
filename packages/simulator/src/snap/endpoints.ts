// The endpoints of this bank, one line each.
import { SERVICE } from '@tarik/wire/snap/codes';
import { inquireBeneficiary } from './beneficiary.ts';
import { bind } from './bind.ts';
import type { Endpoint } from './call.ts';
import { CANCEL, cancel } from './cancel.ts';
import { issueCustomerToken } from './customer-token.ts';
import { inquireAccount } from './inquiry.ts';
import { sendOtp } from './otp.ts';
import { pay } from './pay.ts';
import { giveBack } from './refund.ts';
import { inquireStatus } from './status.ts';
import { issueToken } from './token.ts';
import { unbind } from './unbind.ts';
import { verifyOtp } from './verify.ts';

/** Operation, code, what it takes to be let in, path below `/v1.0`, what it does. */
const TABLE: readonly [
  Endpoint['operation'],
  Endpoint['code'],
  Endpoint['access'],
  Endpoint['path'],
  Endpoint['run'],
][] = [
  ['token', SERVICE.token, 'token', '/access-token/b2b', issueToken],
  ['customer_token', SERVICE.customerToken, 'token', '/access-token/b2b2c', issueCustomerToken],
  ['bind', SERVICE.bind, 'partner', '/registration-account-binding', bind],
  ['inquiry', SERVICE.inquiry, 'customer', '/registration-account-inquiry', inquireAccount],
  ['unbind', SERVICE.unbind, 'customer', '/registration-account-unbinding', unbind],
  ['pay', SERVICE.pay, 'customer', '/debit/payment-host-to-host', pay],
  ['verify', SERVICE.verifyOtp, 'customer', '/otp-verification', verifyOtp],
  ['otp', SERVICE.otp, 'customer', '/otp', sendOtp],
  ['status', SERVICE.status, 'partner', '/debit/status', inquireStatus],
  ['refund', SERVICE.refund, 'partner', '/debit/refund', giveBack],
  ['beneficiary', SERVICE.beneficiary, 'partner', '/account-inquiry-external', inquireBeneficiary],
  [null, CANCEL, 'partner', '/debit/cancel', cancel],
];

export const ENDPOINTS: readonly Endpoint[] = TABLE.map(([operation, code, access, path, run]) => ({
  operation,
  code,
  access,
  path,
  run,
}));
