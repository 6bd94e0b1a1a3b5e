// The basket: pieces can be changed, and the way leads to the checkout.
import { artOf } from '../goods/art.ts';
import { goodOf } from '../goods/goods.ts';
import { html, type Html } from '../html.ts';
import type { OrderLine } from '../orders/order.ts';
import type { Page, Visit } from '../visit.ts';
import { rupiah } from '../words/words.ts';
import { empty, lineName } from './parts.ts';

/** The most pieces of one article. */
export const MOST_PIECES = 20;

/** What is in the basket, at today's prices. */
export function basketLines({ visitor }: Visit): OrderLine[] {
  return Object.entries(visitor.basket).flatMap(([sku, quantity]) => {
    const good = goodOf(sku);
    return good === undefined ? [] : [{ sku, quantity, price: good.price }];
  });
}

export function totalOf(lines: readonly OrderLine[]): bigint {
  return lines.reduce((total, { price, quantity }) => total + price * BigInt(quantity), 0n);
}

export function basketPage(visit: Visit): Page {
  const { w } = visit;
  const lines = basketLines(visit);
  const main =
    lines.length === 0
      ? html`<h1>${w.basket}</h1>${empty(w.basketEmpty, w.basketEmptyText, '/#shelf', w.heroBuy)}`
      : html`<h1>${w.basket}</h1><div class="columns"><ul class="rows">${lines.map((line) => row(visit, line))}</ul>
<div class="card sum"><p class="total"><span>${w.total}</span><strong>${rupiah(totalOf(lines))}</strong></p>
<a class="button wide" href="/checkout">${w.checkout}</a><a class="more" href="/#shelf">${w.keepShopping}</a></div></div>`;
  return { title: w.basket, main, current: 'basket' };
}

function row(visit: Visit, line: OrderLine): Html {
  const { w } = visit;
  const name = lineName(visit, line);
  return html`<li class="row"><div class="plate">${artOf(line.sku)}</div><div class="row-text"><h2>${name}</h2>
<p>${rupiah(line.price)} ${w.each}</p>
<form method="post" action="/basket" class="pieces"><input type="hidden" name="sku" value="${line.sku}">
<input type="number" name="quantity" min="1" max="${MOST_PIECES}" value="${line.quantity}" aria-label="${w.quantity(name)}" required>
<button class="quiet" aria-label="${w.update}: ${name}">${w.update}</button>
<button class="quiet" name="remove" value="1" formnovalidate aria-label="${w.remove}: ${name}">${w.remove}</button></form></div>
<p class="price">${rupiah(line.price * BigInt(line.quantity))}</p></li>`;
}
