// The linked accounts, and the form that links another.
import type { Token } from '@tarik/sdk';
import { ACCOUNTS, moodOf } from '../bank/moods.ts';
import { artOf } from '../goods/art.ts';
import { html, type Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';
import { tail } from '../words/words.ts';

export function accountsPage(visit: Visit, accounts: readonly Token[]): Page {
  const { w } = visit;
  const main = html`<h1>${w.accounts}</h1><p class="lead">${w.accountsLead}</p><div class="columns">
<section aria-label="${w.accounts}">${
    accounts.length === 0
      ? html`<p class="card none">${w.noAccounts}</p>`
      : html`<ul class="rows">${accounts.toReversed().map((account) => row(visit, account))}</ul>`
  }</section>
<section class="card"><h2>${w.linkTitle}</h2><p>${w.linkLead}</p>${linkForm(visit, 'accounts')}</section></div>`;
  const version = accounts.map(({ tokenId }) => tokenId).join(' ');
  return { title: w.accounts, main, current: 'accounts', version };
}

/** What the customer sees before the bank's own page. */
export function linkForm(visit: Visit, after: 'accounts' | 'checkout'): Html {
  const { w, visitor, kept } = visit;
  return html`<form method="post" action="/accounts" class="stack"><input type="hidden" name="after" value="${after}">
<label for="name">${w.name}</label><input id="name" name="name" value="${visitor.name}" autocomplete="name" maxlength="60" required>
<label for="phone">${w.phone}</label><input id="phone" name="phone" type="tel" inputmode="numeric" value="${visitor.phone}" autocomplete="tel" pattern="[0-9]{8,15}" aria-describedby="phone-hint" required>
<p class="hint" id="phone-hint">${w.phoneHint}</p>
<button class="button wide">${w.link}</button></form>
${kept.bank !== undefined && html`<p class="hint">${w.testNumbers(ACCOUNTS.normal)} <a href="/bank">${w.moodsTitle}</a>.</p>`}`;
}

/** The account as the customer knows it; in the sandbox with its mood. */
export function accountLabel({ w, kept }: Visit, { accountNo }: Pick<Token, 'accountNo'>): Html {
  const mood = kept.bank === undefined ? undefined : moodOf(accountNo);
  return html`<span class="account"><strong>CIMB Niaga ${tail(accountNo)}</strong>${
    mood !== undefined && html`<small>${w.moods[mood].title}</small>`
  }</span>`;
}

function row(visit: Visit, account: Token): Html {
  const { w } = visit;
  return html`<li class="row account-row">${accountLabel(visit, account)}<form method="post" action="/accounts/unlink">
<input type="hidden" name="account" value="${account.tokenId}"><button class="quiet" aria-label="${w.unlinkNamed(tail(account.accountNo))}">${w.unlink}</button></form></li>`;
}

/** Back from the bank, with an account or without. */
export function returnedPage(visit: Visit, how: 'linked' | 'waiting' | 'not', after: string): Page {
  const { w, visitor } = visit;
  const buy = after === 'checkout' && Object.keys(visitor.basket).length > 0;
  const on = buy
    ? html`<a class="button" href="/checkout">${w.toCheckout}</a>`
    : html`<a class="button" href="/accounts">${w.toAccounts}</a>`;
  const main =
    how === 'not'
      ? html`<div class="outcome"><h1>${w.notLinkedTitle}</h1><p>${w.notLinkedText}</p>
<p><a class="button" href="${buy ? '/checkout' : '/accounts'}">${w.tryAgain}</a></p></div>`
      : html`<div class="outcome">${artOf('cangkir')}<h1>${w.linkedTitle}</h1><p>${how === 'linked' ? w.linkedText : w.linkedWait}</p><p>${on}</p></div>`;
  return { title: how === 'not' ? w.notLinkedTitle : w.linkedTitle, main, current: 'accounts' };
}
