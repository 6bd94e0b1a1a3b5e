// Service 54: a payment. With an OTP nothing moves yet; without one the money moves here.
import { createHash } from 'node:crypto';
import { formatSnapAmount } from '@tarik/wire/amount';
import { SERVICE } from '@tarik/wire/snap/codes';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { accountOf } from '../accounts.ts';
import { LIFE } from '../bank.ts';
import type { Bank } from '../bank.ts';
import type { Link, Payment } from '../book/entries.ts';
import { balanceOf } from '../book/state.ts';
import { newOtp } from '../otp.ts';
import { refusal, SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { deferredCall } from './defer.ts';
import { amount, optionalText, text, url } from './fields.ts';
import type { Fields } from './fields.ts';
import { activeLinkOf } from './link.ts';
import { paymentStatus } from './payment-status.ts';

interface Payer {
  accountNo: string;
  linkId: string | null;
  phone: string;
  otp: boolean;
}

export function pay(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'partnerReferenceNo', 64);
  const merchantId = optionalText(call.body, 'merchantId', 64) ?? call.partner.key;
  const asked = amount(call.body, 'amount');
  const notifyUrl = notifyUrlOf(call.body);
  const payer = payerOf(bank, call);

  const earlier = call.mine.payments.get(partnerReference);
  if (earlier !== undefined) {
    const same =
      earlier.amount === asked &&
      earlier.linkId === payer.linkId &&
      earlier.merchantId === merchantId;
    return same ? repeated(bank, earlier) : refusal(404, '18');
  }
  if (deferredCall(bank, call, 'pay', partnerReference) !== undefined) return refusal(202, '00');

  const reference = bank.book.nextReference();
  const opened = {
    kind: 'payment_opened',
    reference,
    partner: call.partner.key,
    partnerReference,
    merchantId,
    amount: String(asked),
    accountNo: payer.accountNo,
    linkId: payer.linkId,
    notifyUrl,
    externalId: call.externalId,
    at: bank.clock.now(),
  } as const;
  return decide(bank, opened, payer, asked);
}

/** Decides by the account what becomes of the payment, and writes it in one line of the journal. */
function decide(bank: Bank, opened: PaymentOpenedRecord, payer: Payer, asked: bigint): Answer {
  const { reference, at } = opened;
  const account = accountOf(payer.accountNo);
  const fail = (http: number, caseCode: string): Answer => {
    const code = `${http}${SERVICE.pay}${caseCode}`;
    bank.book.write(opened, { kind: 'payment_failed', reference, code, at });
    return { ...refusal(http, caseCode), delayMs: account.paymentDelayMs };
  };
  if (account.payment === 'blocked') return fail(403, '07');
  if (account.payment === 'timeout_failed') return fail(504, '00');
  if (balanceOf(bank.book.state, payer.accountNo) < asked) return fail(403, '14');
  if (payer.otp) {
    const expiresAt = at + LIFE.otp;
    const sent = { reference, phone: payer.phone, otp: newOtp(), at, expiresAt };
    bank.book.write(opened, { kind: 'payment_otp_sent', ...sent });
  } else {
    bank.book.write(opened, { kind: 'debited', reference, at });
  }
  const payment = bank.book.state.payments.get(reference) as Payment;
  const happened = { payment, debited: !payer.otp, delayMs: account.paymentDelayMs };
  if (account.payment === 'timeout_debited') return { ...refusal(504, '00'), ...happened };
  return { ...accepted(payment), ...happened };
}

type PaymentOpenedRecord = Extract<
  Parameters<Bank['book']['write']>[0],
  { kind: 'payment_opened' }
>;

function accepted(payment: Payment): Answer {
  const waits = payment.state === 'awaiting_otp';
  return success({
    referenceNo: payment.reference,
    partnerReferenceNo: payment.partnerReference,
    amount: formatSnapAmount(payment.amount),
    additionalInfo: waits
      ? { otpStatus: 'YES', otpExpiresAt: formatSnapTimestamp(payment.otpExpiresAt) }
      : { otpStatus: 'NO' },
  });
}

/**
 * The same payment again: refused when it succeeded, else answered as the first time; no new OTP
 * goes out.
 */
function repeated(bank: Bank, earlier: Payment): Answer {
  const status = paymentStatus(earlier, bank.clock.now());
  if (status.code === '00') return refusal(409, '01');
  if (status.code === '01') return accepted(earlier);
  const failed = earlier.failureCode;
  if (failed?.slice(3, 5) === SERVICE.pay)
    return refusal(Number(failed.slice(0, 3)), failed.slice(5));
  return refusal(404, '00');
}

/**
 * Who pays: the customer of Authorization-Customer, or of `bankCardToken`. A standard client that
 * names no customer (root paths only, the gate has seen to that) debits its partner's test account,
 * which asks for no OTP.
 */
function payerOf(bank: Bank, call: Call): Payer {
  if (call.link === null) {
    const token = optionalText(call.body, 'bankCardToken', 128);
    if (token === undefined) return testAccount(call.partner.key);
    const known = bank.book.state.customerTokens.get(token);
    if (known === undefined || known.link.partner !== call.partner.key) {
      throw new SnapRefusal(401, '04');
    }
    return payerOfLink(activeLinkOf({ ...call, link: known.link }));
  }
  return payerOfLink(activeLinkOf(call));
}

function payerOfLink(link: Link): Payer {
  const { accountNo, linkId, phone } = link;
  return { accountNo, linkId, phone, otp: accountOf(accountNo).otp };
}

/**
 * A partner's own account for clients without customers: `899` and nine digits of its key's hash.
 */
function testAccount(partnerKey: string): Payer {
  const digits = createHash('sha256').update(partnerKey).digest().readUIntBE(0, 6) % 1e9;
  const accountNo = `899${String(digits).padStart(9, '0')}`;
  return { accountNo, linkId: null, phone: '', otp: false };
}

function notifyUrlOf(body: Fields): string | null {
  const list = body['urlParams'] ?? body['urlParam'];
  if (list === undefined || list === null) return null;
  if (!Array.isArray(list)) throw new SnapRefusal(400, '01', 'urlParams');
  const notify = (list as Fields[]).find((entry) => entry?.['type'] === 'PAY_NOTIFY');
  if (notify === undefined) return null;
  return url(text(notify, 'url', 512), 'urlParams.url').href;
}
