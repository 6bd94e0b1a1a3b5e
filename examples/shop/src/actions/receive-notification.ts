// A verified notification: the order goes forward, never back, whatever order the news comes in.
import { applyNotification, type Notification } from '@tarik/sdk';
import type { Kept } from '../kept.ts';

/** Changes the order that it is about. News of what is not the shop's own is kept and left alone. */
export function receiveNotification(kept: Kept, notification: Notification): void {
  if (notification.kind === 'payment') {
    const order = kept.orders.ofRequest(notification.originalRequestId);
    if (order === undefined) return;
    const known = applyNotification(order.known, notification);
    if (known === order.known) return; // a repeat, or older than what is known
    const { paymentId = order.paymentId, reason = order.reason } = notification;
    const { type, status } = notification;
    const paid = status === 'SUCCESS' ? { paidAt: kept.time.now() } : {};
    const expired = type === 'payment.expired' ? ({ verdict: 'EXPIRED' } as const) : {};
    kept.orders.change(order.invoice, () => ({ known, paymentId, reason, ...paid, ...expired }));
  }
  if (notification.kind === 'refund') {
    const { requestId, status } = notification;
    const order = kept.orders.ofRequest(requestId);
    if (order === undefined) return;
    kept.orders.change(order.invoice, ({ refunds }) => ({
      refunds: refunds.map((one) =>
        one.requestId === requestId && one.status === 'PENDING' ? { ...one, status } : one,
      ),
    }));
  }
}
