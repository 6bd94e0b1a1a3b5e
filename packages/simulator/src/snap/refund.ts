// Service 58: gives a payment's money back, whole or in parts. The same partnerRefundNo
// refunds once.
import { formatSnapAmount } from '@tarik/wire/amount';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { accountOf } from '../accounts.ts';
import type { Bank } from '../bank.ts';
import type { Payment, Refund } from '../book/entries.ts';
import { refusal, SnapRefusal, success } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { deferredRefunds } from './defer.ts';
import { amount, optionalText, text } from './fields.ts';

export function giveBack(bank: Bank, call: Call): Answer {
  const partnerReference = text(call.body, 'originalPartnerReferenceNo', 64);
  const reference = optionalText(call.body, 'originalReferenceNo', 64);
  const partnerRefundNo = text(call.body, 'partnerRefundNo', 64);
  const asked = amount(call.body, 'refundAmount');
  const reason = optionalText(call.body, 'reason', 256) ?? null;

  const payment = call.mine.payments.get(partnerReference);
  if (payment === undefined) throw new SnapRefusal(404, '01');
  if (reference !== undefined && reference !== payment.reference) throw new SnapRefusal(404, '01');
  const earlier = call.mine.refunds.get(partnerRefundNo);
  if (earlier !== undefined) {
    const same = earlier.payment === payment && earlier.refund.amount === asked;
    return same ? given(payment, earlier.refund) : refusal(404, '18');
  }
  const coming = deferredRefunds(bank, call, partnerReference);
  if (coming.some(({ body }) => body['partnerRefundNo'] === partnerRefundNo)) {
    return refusal(202, '00');
  }
  const refused = accountOf(payment.accountNo).refund === 'refused';
  if (payment.state !== 'paid' || refused) throw new SnapRefusal(405, '01');
  if (asked > payment.amount - payment.refunded) throw new SnapRefusal(404, '13');

  bank.book.write({
    kind: 'refunded',
    reference: payment.reference,
    refundNo: bank.book.nextReference(),
    partnerRefundNo,
    amount: String(asked),
    reason,
    at: bank.clock.now(),
  });
  return given(payment, payment.refunds.at(-1) as Refund);
}

function given(payment: Payment, refund: Refund): Answer {
  return success({
    originalPartnerReferenceNo: payment.partnerReference,
    originalReferenceNo: payment.reference,
    refundNo: refund.refundNo,
    partnerRefundNo: refund.partnerRefundNo,
    refundAmount: formatSnapAmount(refund.amount),
    refundTime: formatSnapTimestamp(refund.at),
  });
}
