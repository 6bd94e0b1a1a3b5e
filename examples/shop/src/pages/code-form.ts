// The form for the bank's code: how long it lives, how often it may still be given or sent again.
import { MOST_RESENDS, RESEND_PAUSE_MS } from '../actions/resend-code.ts';
import { html, type Html } from '../html.ts';
import type { Order } from '../orders/order.ts';
import type { Visit } from '../visit.ts';
import { minutes } from '../words/words.ts';

export function codeForm(visit: Visit, order: Order): Html {
  const { w, kept, visitor } = visit;
  const { code } = order;
  const now = kept.time.now();
  const left = secondsUntil(code?.expiresAt ?? now, now);
  return html`<h2 data-say>${w.codeTitle}</h2><p>${w.codeLead(visitor.phone)}</p>
<form method="post" action="/orders/${order.invoice}/code" class="code"><label for="otp">${w.code}</label>
<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" maxlength="6" aria-describedby="otp-life" required>
<p class="hint" id="otp-life"><span data-while>${w.codeLeft} <b data-seconds="${left}">${minutes(left)}</b></span><span data-after hidden>${w.codeOver}</span></p>
<button class="button wide">${w.codeGive}</button></form>
${
  kept.bank !== undefined &&
  html`<p><a class="sms" href="${kept.bank.url}/sms?phone=${encodeURIComponent(visitor.phone)}" target="_blank" rel="noopener">${w.openSms}</a> <small class="hint">(${w.sandboxOnly})</small></p>`
}
${resend(visit, order, now)}<p class="hint">${w.codeSlow}</p>`;
}

function resend({ w }: Visit, { invoice, code }: Order, now: number): Html | false {
  if (code === undefined) return false;
  const more = MOST_RESENDS - code.resends;
  if (code.resendsOver || more <= 0) return html`<p class="hint">${w.resendTooOften}</p>`;
  const wait = secondsUntil(code.sentAt + RESEND_PAUSE_MS, now);
  return html`<form method="post" action="/orders/${invoice}/resend" class="resend"><button class="quiet" data-wait="${wait}">${w.resend}</button>
<span class="hint"><span data-while>${w.resendIn} <b data-seconds="${wait}">${minutes(wait)}</b>; </span>${w.resendLeft(more)}</span></form>`;
}

function secondsUntil(moment: number, now: number): number {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}
