// Flow: the bank tells us what became of a payment. Its word is evidence like any other; repeats change nothing.
import type { Context } from '../context.ts';
import { idOfReference } from '../base/reference.ts';
import type { Bank, BankCallback } from '../banks/bank.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { learn, type Lesson } from './learn.ts';
import type { Payment } from './payment.ts';
import { findPayment } from './store.ts';

/** What became of a callback: `known` says nothing new, `late` is money after a final no. */
export type CallbackResult = 'applied' | 'known' | 'unknown' | 'amount_differs' | 'late';

/**
 * Applies a verified callback to its payment. A callback whose amount differs from what was asked changes nothing and
 * raises an alarm; one that does not fit the payment's state is kept out by the machine.
 */
export async function receiveCallback(
  ctx: Context,
  merchant: Merchant,
  bank: Bank,
  callback: BankCallback,
): Promise<CallbackResult> {
  const paymentId = idOfReference(callback.reference);
  const payment =
    paymentId === null ? null : await findPayment(ctx.db, merchant.merchantId, paymentId);
  if (payment === null || payment.bank !== bank.slug) return 'unknown';
  if (callback.amount !== payment.amount) {
    ctx.log.error('a bank callback names another amount than was asked', {
      merchantId: payment.merchantId,
      paymentId: payment.paymentId,
      bank: bank.slug,
    });
    return 'amount_differs';
  }
  const lesson = lessonOf(payment, callback);
  if (lesson === null) return 'known';
  const learnt = await learn(ctx, merchant, payment, lesson);
  if (learnt.applied) return 'applied';
  const closed = learnt.payment.state === 'failed' || learnt.payment.state === 'expired';
  return closed && callback.says === 'paid' ? 'late' : 'known';
}

function lessonOf(payment: Payment, callback: BankCallback): Lesson | null {
  const base = { actor: 'callback', evidence: callback.evidence } as const;
  switch (callback.says) {
    case 'paid': {
      const change = { bankPaymentId: callback.bankPaymentId ?? payment.bankPaymentId };
      return { ...base, event: 'bank_paid', change };
    }
    case 'failed': {
      const change = { reason: 'bank_refused', bankCode: callback.bankCode };
      return { ...base, event: 'bank_declined', change };
    }
    case 'pending':
      return null;
  }
}
