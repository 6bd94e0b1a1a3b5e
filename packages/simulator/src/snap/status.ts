// Service 55: what became of a payment, and of its refunds.
import { formatSnapAmount, parseSnapAmount } from '@tarik/wire/amount';
import { SERVICE, TRANSACTION_STATUS } from '@tarik/wire/snap/codes';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { Bank } from '../bank.ts';
import type { Payment } from '../book/entries.ts';
import type { CallDeferred } from '../book/records.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { deferredCall, deferredRefunds } from './defer.ts';
import { optionalText, text } from './fields.ts';
import { paymentStatus } from './payment-status.ts';

export function inquireStatus(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'originalPartnerReferenceNo', 64);
  const reference = optionalText(call.body, 'originalReferenceNo', 64);
  if (text(call.body, 'serviceCode', 2) !== SERVICE.pay) {
    throw new SnapRefusal(400, '01', 'serviceCode');
  }
  const payment = call.mine.payments.get(partnerReference);
  if (payment === undefined) {
    const coming = deferredCall(bank, call, 'pay', partnerReference);
    if (coming?.visible === true) return pending(partnerReference, coming);
    throw new SnapRefusal(404, '01');
  }
  if (reference !== undefined && reference !== payment.reference) throw new SnapRefusal(404, '01');
  return report(bank, call, payment);
}

function report(bank: Bank, call: Call, payment: Payment): Answer {
  const status = paymentStatus(payment, bank.clock.now());
  const verifying = deferredCall(bank, call, 'verify', payment.partnerReference);
  const code = status.code === '01' && verifying?.visible === true ? '03' : status.code;
  return success({
    originalPartnerReferenceNo: payment.partnerReference,
    originalReferenceNo: payment.reference,
    serviceCode: SERVICE.pay,
    latestTransactionStatus: code,
    transactionStatusDesc: TRANSACTION_STATUS[code],
    ...(status.failureCode === null ? {} : { originalResponseCode: status.failureCode }),
    transAmount: formatSnapAmount(payment.amount),
    refundHistory: [...refundsOf(payment), ...pendingRefunds(bank, call, payment)],
    ...(payment.state === 'paid' && payment.finishedAt !== null
      ? { paidTime: formatSnapTimestamp(payment.finishedAt) }
      : {}),
    additionalInfo: { otpStatus: payment.otp === '' ? 'NO' : 'YES' },
  });
}

function refundsOf(payment: Payment): Record<string, unknown>[] {
  return payment.refunds.map((refund) => ({
    refundNo: refund.refundNo,
    partnerRefundNo: refund.partnerRefundNo,
    refundAmount: formatSnapAmount(refund.amount),
    refundStatus: '00',
    refundDate: formatSnapTimestamp(refund.at),
    reason: refund.reason ?? '',
  }));
}

function pendingRefunds(bank: Bank, call: Call, payment: Payment): Record<string, unknown>[] {
  return deferredRefunds(bank, call, payment.partnerReference).map(({ body }) => ({
    partnerRefundNo: body['partnerRefundNo'],
    refundAmount: body['refundAmount'],
    refundStatus: '03',
    reason: body['reason'] ?? '',
  }));
}

/** A payment that was accepted and is not in the book yet. */
function pending(partnerReference: string, coming: CallDeferred): Answer {
  const amount = parseSnapAmount(coming.body['amount']);
  return success({
    originalPartnerReferenceNo: partnerReference,
    serviceCode: SERVICE.pay,
    latestTransactionStatus: '03',
    transactionStatusDesc: TRANSACTION_STATUS['03'],
    ...(amount === undefined ? {} : { transAmount: formatSnapAmount(amount) }),
    refundHistory: [],
    additionalInfo: {},
  });
}
