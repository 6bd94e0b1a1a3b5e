// Service 81: another OTP for a payment that waits for one. The old OTP is dead.
import { randomBytes } from 'node:crypto';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { LIFE } from '../bank.ts';
import type { Bank } from '../bank.ts';
import { newOtp } from '../otp.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText, text } from './fields.ts';
import { activeLinkOf, paymentOfLink } from './link.ts';
import { paymentStatus } from './payment-status.ts';

export function sendOtp(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'partnerReferenceNo', 64);
  const transaction = optionalText(call.body, 'otpTrxCode', 2);
  if (transaction !== undefined && transaction !== '54') {
    throw new SnapRefusal(400, '01', 'otpTrxCode');
  }
  const payment = paymentOfLink(call, partnerReference, activeLinkOf(call));
  const at = bank.clock.now();
  if (paymentStatus(payment, at).code !== '01') throw new SnapRefusal(404, '00');
  const { reference, phone } = payment;
  const otp = newOtp();
  const expiresAt = at + LIFE.otp;
  bank.book.write({ kind: 'payment_otp_sent', reference, phone, otp, at, expiresAt });
  return success({
    referenceNo: reference,
    partnerReferenceNo: partnerReference,
    chargeToken: randomBytes(20).toString('hex'),
    additionalInfo: { otpExpiresAt: formatSnapTimestamp(expiresAt) },
  });
}
