// Service 57: takes back a payment that still waits for its OTP. Money that has moved is
// refunded (58), not cancelled.
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { Bank } from '../bank.ts';
import type { Payment } from '../book/entries.ts';
import { SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { optionalText, text } from './fields.ts';
import { paymentStatus } from './payment-status.ts';

/** The standard's code of cancelling; no other package speaks it. */
export const CANCEL = '57';

export function cancel(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'originalPartnerReferenceNo', 64);
  const reference = optionalText(call.body, 'originalReferenceNo', 64);
  const payment = call.mine.payments.get(partnerReference);
  if (payment === undefined) throw new SnapRefusal(404, '01');
  if (reference !== undefined && reference !== payment.reference) throw new SnapRefusal(404, '01');
  const at = bank.clock.now();
  const status = paymentStatus(payment, at).code;
  if (status === '05') return cancelled(payment);
  if (status !== '01') throw new SnapRefusal(405, '01');
  bank.book.write({ kind: 'payment_cancelled', reference: payment.reference, at });
  return cancelled(payment);
}

function cancelled(payment: Payment): Answer {
  return success({
    originalPartnerReferenceNo: payment.partnerReference,
    originalReferenceNo: payment.reference,
    cancelTime: formatSnapTimestamp(payment.finishedAt ?? payment.openedAt),
  });
}
