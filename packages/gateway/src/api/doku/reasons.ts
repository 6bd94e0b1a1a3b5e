// Why the bank said no, as a sentence that a merchant may show to its customer's care team.
import { DECLINE_REASONS, type DeclineReason } from '../../banks/bank.ts';

const WORDS: Readonly<Record<DeclineReason, string>> = {
  insufficient_funds: 'the account has insufficient funds',
  account_blocked: 'the account is blocked',
  account_inactive: 'the account is inactive or no longer bound',
  limit_exceeded: 'a limit of the account or of the bank is exceeded',
  suspected_fraud: 'the bank suspects fraud',
  binding_invalid: 'the bank no longer accepts the binding of this account',
  not_permitted: 'the bank does not permit this transaction',
  refund_refused: 'the bank refuses to refund this payment',
  otp_blocked: 'too many wrong OTPs have been given',
  not_found: 'the bank does not know this transaction',
  bank_refused: 'the bank refused without saying why',
};

/** A clause about a reason that is kept with a payment, a refund or a token. */
export function reasonWords(reason: string | null | undefined): string {
  if (isDecline(reason)) return WORDS[reason];
  return reason ? reason.replaceAll('_', ' ') : 'no reason is known';
}

function isDecline(reason: string | null | undefined): reason is DeclineReason {
  return (DECLINE_REASONS as readonly (string | null | undefined)[]).includes(reason);
}
