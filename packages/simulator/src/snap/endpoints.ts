// The endpoints of this bank, one line each.
import { SERVICE } from '@tarik/wire/snap/codes';
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

// oxfmt-ignore
export const ENDPOINTS: readonly Endpoint[] = [
  { operation: 'token', code: SERVICE.token, access: 'token', path: '/access-token/b2b', run: issueToken },
  { operation: 'customer_token', code: SERVICE.customerToken, access: 'token', path: '/access-token/b2b2c', run: issueCustomerToken },
  { operation: 'bind', code: SERVICE.bind, access: 'partner', path: '/registration-account-binding', run: bind },
  { operation: 'inquiry', code: SERVICE.inquiry, access: 'customer', path: '/registration-account-inquiry', run: inquireAccount },
  { operation: 'unbind', code: SERVICE.unbind, access: 'customer', path: '/registration-account-unbinding', run: unbind },
  { operation: 'pay', code: SERVICE.pay, access: 'customer', path: '/debit/payment-host-to-host', run: pay },
  { operation: 'verify', code: SERVICE.verifyOtp, access: 'customer', path: '/otp-verification', run: verifyOtp },
  { operation: 'otp', code: SERVICE.otp, access: 'customer', path: '/otp', run: sendOtp },
  { operation: 'status', code: SERVICE.status, access: 'partner', path: '/debit/status', run: inquireStatus },
  { operation: 'refund', code: SERVICE.refund, access: 'partner', path: '/debit/refund', run: giveBack },
  { operation: null, code: CANCEL, access: 'partner', path: '/debit/cancel', run: cancel },
];
