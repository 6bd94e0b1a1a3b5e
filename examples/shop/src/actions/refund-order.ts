// Give an order's money back, wholly or in part, as the merchant would at its desk.
import { RefundError, TarikError } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import { type Order, type OrderRefund, refundableOf } from '../orders/order.ts';
import { drawRequestId } from './request-id.ts';

export type RefundHeard = 'SUCCESS' | 'PENDING' | 'FAILED' | 'too_much' | 'not_possible';

/** `amount` in whole rupiah. The refund is written down before it is asked for. */
export async function refundOrder(kept: Kept, order: Order, amount: bigint): Promise<RefundHeard> {
  if (amount > refundableOf(order)) return 'too_much';
  const { invoice, visitorId } = order;
  const requestId = drawRequestId(kept, { visitorId, invoice });
  const refund: OrderRefund = { requestId, amount, status: 'PENDING', at: kept.time.now() };
  kept.orders.change(invoice, ({ refunds }) => ({ refunds: [...refunds, refund] }));
  const become = (status: OrderRefund['status']): void => {
    kept.orders.change(invoice, ({ refunds }) => ({
      refunds: refunds.map((one) => (one.requestId === requestId ? { ...one, status } : one)),
    }));
  };
  try {
    const { status } = await kept.tarik.refunds.create(
      {
        invoiceNumber: invoice,
        originalRequestId: order.requestId,
        amount,
        reason: 'the customer sent it back',
      },
      { requestId },
    );
    become(status);
    return status;
  } catch (error) {
    if (!(error instanceof TarikError)) throw error;
    if (error.outcomeUnknown) return 'PENDING';
    become('FAILED');
    const tooMuch = error instanceof RefundError && error.code === 'refund_amount_exceeded';
    return tooMuch ? 'too_much' : 'not_possible';
  }
}
