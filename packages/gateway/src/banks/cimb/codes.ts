// CIMB Niaga's response codes in our words. Only the reason is chosen here; what a code means is
// snap/classify's.
import { parseResponseCode } from '@tarik/wire/snap/codes';
import type { DeclineReason } from '../bank.ts';
import type { Operation } from '../snap/profile.ts';

/** By `HTTP-case`; a code that is absent is `bank_refused`. */
const REASONS: Readonly<Record<string, DeclineReason>> = {
  '401-00': 'not_permitted',
  '401-01': 'not_permitted',
  '401-02': 'binding_invalid',
  '401-03': 'not_permitted',
  '401-04': 'binding_invalid',
  '403-01': 'not_permitted',
  '403-02': 'limit_exceeded',
  '403-03': 'suspected_fraud',
  '403-04': 'limit_exceeded',
  '403-06': 'not_permitted',
  '403-07': 'account_blocked',
  '403-08': 'account_inactive',
  '403-09': 'account_inactive',
  '403-10': 'limit_exceeded',
  '403-11': 'otp_blocked',
  '403-14': 'insufficient_funds',
  '403-15': 'not_permitted',
  '403-16': 'account_blocked',
  '403-17': 'limit_exceeded',
  '403-18': 'account_inactive',
  '403-19': 'not_permitted',
  '403-20': 'limit_exceeded',
  '403-21': 'not_permitted',
  '403-22': 'limit_exceeded',
  '403-23': 'limit_exceeded',
  '404-01': 'not_found',
  '404-08': 'not_permitted',
  '404-11': 'account_inactive',
  '404-16': 'not_permitted',
  '405-00': 'not_permitted',
  '405-01': 'not_permitted',
};

/**
 * Our reason for a seven-digit code. A refund is refused, whatever the bank calls it, unless the
 * payment is unknown.
 */
export function reasonFor(operation: Operation, bankCode: string): DeclineReason {
  const code = parseResponseCode(bankCode);
  if (code === undefined) return 'bank_refused';
  const reason = REASONS[`${code.http}-${code.case}`] ?? 'bank_refused';
  const refunds = ['403-00', '404-00', '404-13', '405-00', '405-01'];
  if (operation === 'refund' && refunds.includes(`${code.http}-${code.case}`)) {
    return 'refund_refused';
  }
  return reason;
}
