// Small parts that several pages share.
import { artOf } from '../goods/art.ts';
import { goodOf } from '../goods/goods.ts';
import { html, type Html } from '../html.ts';
import { stateOf, type Order, type OrderLine } from '../orders/order.ts';
import type { Visit } from '../visit.ts';
import { rupiah } from '../words/words.ts';

/** The state of an order as a rubber stamp. */
export function stamp({ w }: Visit, order: Order): Html {
  const state = stateOf(order);
  return html`<span class="stamp ${state}">${w.state[state]}</span>`;
}

export function lineName({ look }: Visit, { sku }: OrderLine): string {
  return goodOf(sku)?.name[look.language] ?? sku;
}

/** What was bought, as the rows of a receipt. */
export function receiptLines(visit: Visit, lines: readonly OrderLine[], amount: bigint): Html {
  const { w } = visit;
  return html`<table class="lines"><thead class="unseen"><tr><th scope="col">${w.item}</th><th scope="col">${w.pieces}</th><th scope="col">${w.amount}</th></tr></thead>
<tbody>${lines.map(
    (line) => html`<tr><td>${lineName(visit, line)}</td><td>${line.quantity} ×</td>
<td>${rupiah(line.price * BigInt(line.quantity))}</td></tr>`,
  )}</tbody><tfoot><tr><th scope="row" colspan="2">${w.total}</th><td>${rupiah(amount)}</td></tr></tfoot></table>`;
}

/** The drawings of what was bought, side by side. */
export function pictures(lines: readonly OrderLine[]): Html {
  return html`<span class="pictures">${lines.slice(0, 4).map(({ sku }) => artOf(sku))}</span>`;
}

/** A page's empty state: what is missing, and where to go. */
export function empty(title: string, text: string, to: string, link: string): Html {
  return html`<div class="empty">${artOf('cangkir')}<h2>${title}</h2><p>${text}</p><p><a class="button" href="${to}">${link}</a></p></div>`;
}
