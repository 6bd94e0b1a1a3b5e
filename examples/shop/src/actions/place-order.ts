// Pay, step 1 of 2: the order is written down, then the payment is asked for. The bank sends a code,
// pays at once, declines, or leaves us without a word.
import { randomInt } from 'node:crypto';
import { DeclinedError, TarikError, type Payment, type Token } from '@tarik/sdk';
import { goodOf } from '../goods/goods.ts';
import type { Kept } from '../kept.ts';
import type { Order, OrderLine } from '../orders/order.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { drawRequestId } from './request-id.ts';

const CODE_LIFE_MS = 5 * 60_000;

/**
 * Places an order for the lines and empties the basket. The order exists whatever the bank says;
 * throws only for what the shop itself got wrong, with the order recorded as failed.
 */
export async function placeOrder(
  kept: Kept,
  visitor: Visitor,
  lines: readonly OrderLine[],
  account: Token,
): Promise<Order> {
  const invoice = drawInvoice(kept);
  const order: Order = {
    invoice,
    visitorId: visitor.id,
    at: kept.time.now(),
    lines,
    amount: lines.reduce((total, { price, quantity }) => total + price * BigInt(quantity), 0n),
    tokenId: account.tokenId,
    accountNo: account.accountNo,
    // Stored before the first try: whatever happens now, the payment can be asked for again as the same one.
    requestId: drawRequestId(kept, { visitorId: visitor.id, invoice }),
    code: undefined,
    call: 'sent',
    known: undefined,
    verdict: undefined,
    reason: undefined,
    paidAt: undefined,
    paymentId: undefined,
    refunds: [],
  };
  kept.orders.add(order);
  kept.visitors.change(visitor, { basket: {} });
  return await askForPayment(kept, order, visitor.name);
}

/** Asks for an order's payment, for the first time or once more under the same Request-Id. */
export async function askForPayment(kept: Kept, order: Order, name?: string): Promise<Order> {
  const { invoice, requestId, visitorId } = order;
  kept.wire.expect(requestId, { visitorId, invoice });
  try {
    const payment = await kept.tarik.payments.create(
      {
        customer: { id: visitorId, ...(name === undefined ? {} : { name }) },
        tokenId: order.tokenId,
        invoiceNumber: invoice,
        amount: order.amount,
        lineItems: order.lines.map(({ sku, price, quantity }) => ({
          name: goodOf(sku)?.name.en ?? sku,
          price,
          quantity,
        })),
      },
      { requestId },
    );
    return kept.orders.change(invoice, () => learned(payment, kept.time.now()));
  } catch (error) {
    if (!(error instanceof TarikError)) throw error;
    if (error.outcomeUnknown) return kept.orders.change(invoice, () => ({ call: 'unclear' }));
    // A signed no, or a call that was refused before anything happened.
    const reason = error instanceof DeclinedError ? (error.reason ?? error.code) : error.code;
    return kept.orders.change(invoice, () => ({ call: 'done', verdict: 'FAILED', reason }));
  }
}

/** What a payment that was asked for changes. Paid is said by the notification alone. */
function learned(payment: Payment, now: number): Partial<Order> {
  switch (payment.status) {
    case 'PENDING': {
      const { challenge } = payment;
      const code = { challenge, sentAt: now, expiresAt: now + CODE_LIFE_MS, resends: 0 };
      return { call: 'code', code: { ...code, resendsOver: false, triesLeft: undefined } };
    }
    case 'SUCCESS':
      return { call: 'done', paymentId: payment.paymentId };
    case 'FAILED':
      return { call: 'done', verdict: 'FAILED' };
  }
}

/** `TT-` and eight digits that no order has. */
function drawInvoice(kept: Kept): string {
  for (;;) {
    const invoice = `TT-${randomInt(10_000_000, 100_000_000)}`;
    if (kept.orders.get(invoice) === undefined) return invoice;
  }
}
