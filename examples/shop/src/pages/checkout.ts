// The checkout: from which account, how much.
import type { Token } from '@tarik/sdk';
import { html, type Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';
import { rupiah } from '../words/words.ts';
import { accountLabel, linkForm } from './accounts.ts';
import { basketLines, totalOf } from './basket.ts';
import { receiptLines } from './parts.ts';

export function checkoutPage(visit: Visit, accounts: readonly Token[]): Page {
  const { w } = visit;
  const lines = basketLines(visit);
  const amount = totalOf(lines);
  const main = html`<h1>${w.checkoutTitle}</h1><div class="columns">
<div class="card">${accounts.length === 0 ? noAccount(visit) : choose(visit, accounts, amount)}</div>
<div class="receipt"><div class="receipt-head"><h2>${w.basket}</h2></div>${receiptLines(visit, lines, amount)}</div></div>`;
  return { title: w.checkoutTitle, main, current: 'basket' };
}

function choose(visit: Visit, accounts: readonly Token[], amount: bigint): Html {
  const { w } = visit;
  const newest = accounts.at(-1)?.tokenId;
  return html`<form method="post" action="/orders"><fieldset><legend><h2>${w.checkoutLead}</h2></legend>${accounts
    .toReversed()
    .map(
      (
        account,
      ) => html`<label class="choice"><input type="radio" name="account" value="${account.tokenId}" required
 ${account.tokenId === newest && 'checked'}>${accountLabel(visit, account)}</label>`,
    )}</fieldset><p class="hint">${w.payNote}</p>
<button class="button wide">${w.pay(rupiah(amount))}</button></form>
<p class="more"><a href="/accounts">${w.linkTitle}</a></p>`;
}

function noAccount(visit: Visit): Html {
  const { w } = visit;
  return html`<h2>${w.noAccountTitle}</h2><p>${w.noAccountText}</p>${linkForm(visit, 'checkout')}`;
}
