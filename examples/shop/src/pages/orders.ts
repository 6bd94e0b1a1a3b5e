// All orders of the visitor, newest first.
import { html } from '../html.ts';
import { stateOf } from '../orders/order.ts';
import type { Page, Visit } from '../visit.ts';
import { moment, rupiah } from '../words/words.ts';
import { empty, lineName, pictures, stamp } from './parts.ts';

export function ordersPage(visit: Visit): Page {
  const { w, kept, visitor, look } = visit;
  const orders = kept.orders.of(visitor.id);
  const rows = orders.map(
    (
      order,
    ) => html`<li class="row order-row">${pictures(order.lines)}<div class="row-text"><h2><a href="/orders/${order.invoice}">${order.invoice}</a></h2>
<p>${order.lines.map((line) => lineName(visit, line)).join(', ')}</p>
<p class="hint">${moment(order.at, look.language)}</p></div><p class="price">${rupiah(order.amount)}</p>${stamp(visit, order)}</li>`,
  );
  const main = html`<h1>${w.ordersTitle}</h1>${
    orders.length === 0
      ? empty(w.noOrders, w.noOrdersText, '/#shelf', w.heroBuy)
      : html`<ul class="rows">${rows}</ul>`
  }`;
  const version = orders.map((order) => order.invoice + stateOf(order)).join(' ');
  return { title: w.ordersTitle, main, current: 'orders', version };
}
