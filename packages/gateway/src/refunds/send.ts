// Asking the bank to give money back, and what its answer teaches. The reference is the refund's for ever, so that the
// bank books it once however often it is sent.
import { referenceOf } from '../base/reference.ts';
import type { Bank, RefundOutcome } from '../banks/bank.ts';
import { connectionOf } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { RefundLesson } from './learn.ts';
import type { RefundView } from './refund.ts';

/** Sends a refund, once more when nothing left this machine the first time. */
export async function sendRefund(
  bank: Bank,
  merchant: Merchant,
  view: RefundView,
): Promise<RefundOutcome> {
  const { payment, refund, reason } = view;
  const send = () =>
    bank.refund(connectionOf(merchant, bank.slug), {
      reference: referenceOf(payment.paymentId),
      bankPaymentId: payment.bankPaymentId,
      refundReference: referenceOf(refund.refundId),
      amount: refund.amount,
      ...(reason === null ? {} : { reason }),
    });
  const outcome = await send();
  return outcome.kind === 'not_sent' ? await send() : outcome;
}

/** What the bank's answer teaches. That nothing was sent ends a merchant's refund, since the merchant may repeat it. */
export function lessonOf(outcome: RefundOutcome): RefundLesson {
  const base = { actor: 'bank', evidence: outcome.evidence } as const;
  switch (outcome.kind) {
    case 'refunded':
      return { ...base, event: 'bank_refunded', change: { bankRefundId: outcome.bankRefundId } };
    case 'declined': {
      const { reason, bankCode } = outcome;
      return { ...base, event: 'bank_declined', change: { reason, bankCode } };
    }
    case 'not_sent':
      return { ...base, event: 'not_sent', change: { reason: 'bank_unavailable' } };
    case 'unclear':
      return { ...base, event: 'bank_unclear', change: {} };
  }
}
