// The simulated bank as a merchant's test meets it: the customer's page, SMS, and misbehaviour to order.
import { ask, readAnswer, type Program } from './ask.ts';

/** A call of the gateway to the bank. `pay` begins a payment, `verify` gives it the OTP. */
export type Operation =
  | 'token'
  | 'customer_token'
  | 'bind'
  | 'inquiry'
  | 'unbind'
  | 'pay'
  | 'verify'
  | 'otp'
  | 'status'
  | 'refund'
  | 'beneficiary'
  | 'payouts'
  | 'payout_report';

/** How a call misbehaves; `…_after` and `…_late` take effect, `…_before` and the others do not. */
export type FaultName =
  | 'refuse'
  | 'hang'
  | 'hang_after'
  | 'timeout_before'
  | 'timeout_after'
  | 'timeout_late'
  | 'error_500'
  | 'error_500_after'
  | 'in_progress'
  | 'html'
  | 'truncated'
  | 'wrong_amount'
  | 'wrong_reference'
  | 'bad_signature'
  | 'no_signature'
  | 'mismatched_status'
  | 'reset'
  | 'reset_after'
  | 'slow'
  | 'not_found'
  | 'unauthorized'
  | 'duplicate'
  | 'half_file'
  | 'callback_duplicate'
  | 'callback_late'
  | 'callback_early'
  | 'callback_wrong_amount'
  | 'callback_bad_signature';

export interface Fault {
  operation: Operation;
  fault: FaultName;
  /** How many calls have it. Default 1. */
  count?: number;
  /** Only calls for this account. */
  account?: string;
  /** How long `slow` waits, in milliseconds. */
  delayMs?: number;
  /** How long a later effect or callback waits, in milliseconds of the merchant's time. */
  afterMs?: number;
}

/** Does what the customer does on the bank's page; SUCCESS once the gateway knows. */
export async function completeRegistration(
  bank: Program,
  registrationUrl: string,
  account: string,
): Promise<'SUCCESS' | 'FAILED'> {
  const id = new URL(registrationUrl).pathname.split('/').at(-1) ?? '';
  const json = await ask(bank, {
    method: 'POST',
    path: `/sandbox/registrations/${encodeURIComponent(id)}/complete`,
    body: { account_no: account },
  });
  return readAnswer(bank, json, (answer) => answer.oneOf('status', ['SUCCESS', 'FAILED'] as const));
}

/** A text that the bank has sent. */
export interface Sms {
  otp: string;
  at: string;
}

/** The texts to a phone, newest first. */
export async function readSms(bank: Program, phone: string): Promise<Sms[]> {
  const query = new URLSearchParams({ phone }).toString();
  const list = await ask(bank, { method: 'GET', path: `/sandbox/sms?${query}` });
  return readAnswer(bank, { list }, () => (Array.isArray(list) ? (list as Sms[]) : []));
}

/** Orders misbehaviour for the calls that are made with one partner's Key. */
export async function orderFault(bank: Program, partnerKey: string, fault: Fault): Promise<void> {
  await ask(bank, {
    method: 'POST',
    path: '/sandbox/faults',
    body: {
      operation: fault.operation,
      fault: fault.fault,
      count: fault.count,
      account_no: fault.account,
      delay_ms: fault.delayMs,
      after_ms: fault.afterMs,
      partner_key: partnerKey,
    },
  });
}

/** Lets time pass: for one merchant, or for everybody when none is named. */
export async function advanceClock(
  bank: Program,
  seconds: number,
  clientId?: string,
): Promise<void> {
  await ask(bank, {
    method: 'POST',
    path: '/sandbox/clock',
    body: { advance_seconds: seconds, client_id: clientId },
  });
}
