// All orders, kept in the shop's folder; whoever changes one tells the pages that show it.
import type { Live } from '../live.ts';
import { openRecords } from '../records.ts';
import type { Order } from './order.ts';

export interface OrderBook {
  get(invoice: string): Order | undefined;
  /** The order whose payment or refund was asked for under this Request-Id. */
  ofRequest(requestId: string): Order | undefined;
  /** A visitor's orders, newest first. */
  of(visitorId: string): Order[];
  all(): Order[];
  add(order: Order): void;
  /** Changes some fields of an order as it is now, and returns what became of it. */
  change(invoice: string, change: (order: Order) => Partial<Order>): Order;
}

export function openOrderBook(folder: string, live: Live): OrderBook {
  const records = openRecords<Order>(folder, 'orders');
  const requests = new Map<string, string>();
  const index = ({ invoice, requestId, refunds }: Order): void => {
    for (const id of [requestId, ...refunds.map((refund) => refund.requestId)]) {
      requests.set(id, invoice);
    }
  };
  const keep = (order: Order): void => {
    records.put(order.invoice, order);
    index(order);
    live.tell(order.visitorId, 'order', order.invoice);
  };
  for (const order of records.all()) index(order);
  return {
    get: (invoice) => records.get(invoice),
    ofRequest: (requestId) => records.get(requests.get(requestId) ?? ''),
    of: (visitorId) =>
      [...records.all()]
        .filter((order) => order.visitorId === visitorId)
        .toSorted((a, b) => b.at - a.at),
    all: () => [...records.all()],
    add: keep,
    change(invoice, change) {
      const order = records.get(invoice);
      if (order === undefined) throw new Error(`no order ${invoice}`);
      const next = { ...order, ...change(order) };
      keep(next);
      return next;
    },
  };
}
