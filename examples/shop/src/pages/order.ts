// One order: where its payment stands, the receipt, and the merchant's desk.
import { html, type Html } from '../html.ts';
import { refundableOf, refundedOf, stateOf, type Order } from '../orders/order.ts';
import type { Page, Visit } from '../visit.ts';
import { moment, rupiah } from '../words/words.ts';
import { accountLabel } from './accounts.ts';
import { codeForm } from './code-form.ts';
import { receiptLines, stamp } from './parts.ts';

export function orderPage(visit: Visit, order: Order): Page {
  const { w } = visit;
  const state = stateOf(order);
  const main = html`<h1 class="order-title">${w.orderTitle(order.invoice)}</h1><div class="columns">
<div class="stack-wide"><section class="card stage ${state}">${stage(visit, order)}</section>${desk(visit, order)}</div>
${receipt(visit, order)}</div>`;
  const { refunds, code, reason } = order;
  const version = [
    state,
    reason,
    code?.resends,
    code?.resendsOver,
    ...refunds.map(({ requestId, status }) => requestId.slice(0, 8) + status),
  ].join(' ');
  return { title: w.orderTitle(order.invoice), main, current: 'orders', version };
}

/** What the customer has to know or do now. */
function stage(visit: Visit, order: Order): Html {
  const { w } = visit;
  const state = stateOf(order);
  switch (state) {
    case 'code':
      return codeForm(visit, order);
    case 'confirming':
      return waiting(w.confirmingTitle, w.confirmingText);
    case 'unclear':
      return html`${waiting(w.unclearTitle, w.unclearText)}
<form method="post" action="/orders/${order.invoice}/check"><button class="quiet">${w.check}</button></form>
<noscript><meta http-equiv="refresh" content="4"></noscript>`;
    case 'paid':
      return said(w.paidTitle, w.paidText);
    case 'partly_refunded':
      return said(w.partlyTitle, w.partlyText(rupiah(refundedOf(order))));
    case 'refunded':
      return said(w.refundedTitle, w.refundedText);
    case 'failed': {
      const reason = w.reasons[order.reason ?? ''] ?? w.reasonOther;
      return html`${said(w.failedTitle, `${reason} ${w.failedText}`)}${again(visit, order)}`;
    }
    case 'expired':
      return html`${said(w.expiredTitle, w.expiredText)}${again(visit, order)}`;
  }
}

function said(title: string, text: string): Html {
  return html`<h2 data-say>${title}</h2><p>${text}</p>`;
}

function waiting(title: string, text: string): Html {
  return html`<div class="drip" aria-hidden="true"><i></i><i></i><i></i></div>${said(title, text)}`;
}

function again({ w }: Visit, order: Order): Html {
  return html`<form method="post" action="/orders/${order.invoice}/again"><button class="button">${w.again}</button></form>`;
}

function receipt(visit: Visit, order: Order): Html {
  const { w, look } = visit;
  const { paidAt, paymentId, refunds } = order;
  return html`<section class="receipt"><div class="receipt-head"><h2>${w.receipt}</h2>${stamp(visit, order)}</div>
${receiptLines(visit, order.lines, order.amount)}
<dl><div><dt>${w.placedOn}</dt><dd>${moment(order.at, look.language)}</dd></div>
<div><dt>${w.fromAccount}</dt><dd>${accountLabel(visit, order)}</dd></div>
${paidAt !== undefined && html`<div><dt>${w.paidOn}</dt><dd>${moment(paidAt, look.language)}</dd></div>`}
${paymentId && html`<div><dt>${w.bankReference}</dt><dd><code>${paymentId}</code></dd></div>`}</dl>
${
  refunds.length > 0 &&
  html`<h3>${w.history}</h3><ul class="refunds">${refunds.map(
    ({ amount, status, at }) =>
      html`<li><strong>${w.refundOf(rupiah(amount))}</strong> <span>${w.refundState[status]}, ${moment(at, look.language)}</span></li>`,
  )}</ul>`
}</section>`;
}

/** The shop's own side of the counter; only for what was paid. */
function desk({ w }: Visit, order: Order): Html | false {
  const state = stateOf(order);
  const left = refundableOf(order);
  if ((state !== 'paid' && state !== 'partly_refunded') || left === 0n) return false;
  return html`<section class="card desk"><h2>${w.desk}</h2><p>${w.deskText}</p>
<form method="post" action="/orders/${order.invoice}/refund" class="inline"><input type="hidden" name="before" value="${order.refunds.length}"><div><label for="amount">${w.refundAmount}</label>
<input id="amount" name="amount" inputmode="numeric" pattern="[0-9]{1,12}" value="${String(left)}" aria-describedby="amount-hint" required>
<p class="hint" id="amount-hint">${w.refundAll(rupiah(left))}</p></div><button class="button">${w.refund}</button></form></section>`;
}
