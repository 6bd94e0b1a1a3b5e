// Service 04: the customer's OTP for a payment. The right one moves the money.
import { formatSnapAmount } from '@tarik/wire/amount';
import { SERVICE } from '@tarik/wire/snap/codes';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { MAX_WRONG_OTPS } from '../bank.ts';
import type { Bank } from '../bank.ts';
import type { Payment } from '../book/entries.ts';
import { balanceOf } from '../book/state.ts';
import { isOtp, otpFits } from '../otp.ts';
import { refusal, SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { deferredCall } from './defer.ts';
import { optionalText, text } from './fields.ts';
import { activeLinkOf, paymentOfLink } from './link.ts';

export function verifyOtp(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'originalPartnerReferenceNo', 64);
  const reference = optionalText(call.body, 'originalReferenceNo', 64);
  const otp = text(call.body, 'otp', 8);
  if (!isOtp(otp)) throw new SnapRefusal(400, '01', 'otp');
  const payment = paymentOfLink(call, partnerReference, activeLinkOf(call));
  if (reference !== undefined && reference !== payment.reference) throw new SnapRefusal(404, '01');
  if (deferredCall(bank, call, 'verify', partnerReference) !== undefined) {
    return refusal(202, '00');
  }
  return payment.state === 'awaiting_otp' ? judge(bank, payment, otp) : tooLate(payment);
}

function judge(bank: Bank, payment: Payment, otp: string): Answer {
  const { reference, amount, accountNo } = payment;
  const at = bank.clock.now();
  const fail = (caseCode: string): Answer => {
    const code = `403${SERVICE.verifyOtp}${caseCode}`;
    bank.book.write({ kind: 'payment_failed', reference, code, at });
    return refusal(403, caseCode);
  };
  if (payment.otpExpiresAt <= at) return fail('12');
  if (!otpFits(otp, payment.otp)) {
    bank.book.write({ kind: 'payment_otp_wrong', reference });
    return payment.wrongOtps >= MAX_WRONG_OTPS ? fail('11') : refusal(404, '15');
  }
  if (balanceOf(bank.book.state, accountNo) < amount) return fail('14');
  bank.book.write({ kind: 'debited', reference, at });
  const body = {
    originalReferenceNo: reference,
    originalPartnerReferenceNo: payment.partnerReference,
    amount: formatSnapAmount(amount),
    transactionTimestamp: formatSnapTimestamp(at),
  };
  return success(body, { payment, debited: true });
}

/**
 * Nothing to verify: an OTP that ended the payment says so again, any other state is the wrong
 * one.
 */
function tooLate(payment: Payment): Answer {
  const ended = payment.failureCode;
  const byOtp = ended === '4030411' || ended === '4030412';
  return byOtp ? refusal(403, ended.slice(5)) : refusal(404, '00');
}
