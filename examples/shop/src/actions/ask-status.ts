// Ask where a payment or a refund stands: for whatever stays open, since a notification may be late.
import { NotFoundError, TarikError } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import { isFinal, type Order } from '../orders/order.ts';
import { askForPayment } from './place-order.ts';
import { drawRequestId } from './request-id.ts';

/**
 * Learns what the gateway says. A payment that it has never heard of did not arrive: it is asked
 * for again under the same Request-Id, which cannot make it twice. Other errors change nothing.
 */
export async function askStatus(kept: Kept, order: Order): Promise<void> {
  const { invoice, visitorId } = order;
  const requestId = drawRequestId(kept, { visitorId, invoice });
  try {
    const about = { requestId: order.requestId };
    const { status, paymentId, date } = await kept.tarik.payments.status(about, { requestId });
    if (status === 'PENDING') return;
    kept.orders.change(invoice, (now) => {
      // The notification was faster, and it counts.
      if (isFinal(now)) return {};
      if (status === 'FAILED' || status === 'EXPIRED') return { verdict: status };
      return { verdict: 'SUCCESS', paymentId, paidAt: date?.getTime() ?? kept.time.now() };
    });
  } catch (error) {
    if (error instanceof NotFoundError && !isFinal(order)) await askForPayment(kept, order);
    else if (!(error instanceof TarikError)) throw error;
  }
}

/** Learns what became of the refunds that the bank has not answered. */
export async function askAboutRefunds(kept: Kept, order: Order): Promise<void> {
  const { invoice, visitorId } = order;
  for (const refund of order.refunds) {
    if (refund.status !== 'PENDING') continue;
    const requestId = drawRequestId(kept, { visitorId, invoice });
    try {
      const about = { requestId: refund.requestId };
      const { refund: told } = await kept.tarik.payments.status(about, { requestId });
      const status = told?.status;
      if (status !== 'SUCCESS' && status !== 'FAILED') continue;
      kept.orders.change(invoice, ({ refunds }) => ({
        refunds: refunds.map((one) =>
          one.requestId === refund.requestId && one.status === 'PENDING' ? { ...one, status } : one,
        ),
      }));
    } catch (error) {
      if (!(error instanceof TarikError)) throw error;
    }
  }
}
