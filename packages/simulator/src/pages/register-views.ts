// The views of the registration page: account, code, result, and the links that lead nowhere
// any more.
import { SPECIAL_ACCOUNTS } from '../accounts.ts';
import type { Registration } from '../book/entries.ts';
import { wibTime } from '../clock.ts';
import { registrationPath } from '../registrations/registration.ts';
import { html } from './html.ts';
import type { Html, Part } from './html.ts';
import type { Words } from './words.ts';

/** An error beside a field; null when there is none. */
export type FieldError = string | null;

export interface View {
  title: string;
  main: Html;
}

export function accountView(
  words: Words,
  registration: Registration,
  given: { accountNo: string; error: FieldError; refused: boolean },
): View {
  const { merchantName, phone } = registration;
  const title = words.accountTitle(merchantName);
  const main = card(html`
${progress(words, 1)}
<h1>${title}</h1>
<p class="lead">${words.accountLead(merchantName)}</p>
<form method="post" novalidate>
<input type="hidden" name="step" value="account">
${field({
  name: 'account_no',
  label: words.accountLabel,
  hint: words.accountHint,
  error: given.error,
  input: html`value="${given.accountNo}" inputmode="numeric" autocomplete="off" maxlength="20"`,
})}
<dl class="facts"><div><dt>${words.phoneLabel}</dt><dd>${maskPhone(phone)}</dd></div></dl>
<p class="hint">${words.phoneHint}</p>
<section class="consent" aria-labelledby="consent">
<h2 id="consent">${words.consentTitle(merchantName)}</h2>
<ul>${words.consent.map((line) => html`<li>${line}</li>`)}</ul>
<p>${words.consentOff}</p>
</section>
<button class="primary">${words.agree}</button>
</form>
${cancelForm(words, given.refused ? 'account_not_eligible' : 'cancelled')}`);
  return { title, main: html`${main}${testAccounts(words)}` };
}

export function otpView(
  words: Words,
  registration: Registration,
  given: { error: FieldError; notice: string | null },
): View {
  const { merchantName, phone, accountNo, otpExpiresAt } = registration;
  const title = words.otpTitle;
  const main = card(html`
${progress(words, 2)}
<h1>${title}</h1>
<p class="lead">${words.otpLead(maskPhone(phone))}</p>
${given.notice !== null && html`<p class="notice" role="status">${given.notice}</p>`}
<form method="post" novalidate>
<input type="hidden" name="step" value="otp">
${field({
  name: 'otp',
  label: words.otpLabel,
  hint: words.otpHint(wibTime(otpExpiresAt).slice(0, 5)),
  error: given.error,
  input: html`class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"`,
})}
<dl class="facts">
<div><dt>${words.accountFact}</dt><dd>${accountNo === null ? '' : dots(accountNo)}</dd></div>
<div><dt>${words.merchantFact}</dt><dd>${merchantName}</dd></div>
</dl>
<button class="primary">${words.confirm}</button>
</form>
<div class="choices">
<form method="post">
<input type="hidden" name="step" value="resend">
<button class="quiet">${words.resend}</button></form>
<a class="quiet" href="?change=1">${words.changeAccount}</a>
</div>
${cancelForm(words, 'cancelled')}`);
  const inbox = html`<p class="aside">
<a href="/sms?phone=${encodeURIComponent(phone)}"
target="_blank" rel="noopener">${words.openSms}</a>
</p>`;
  return { title, main: html`${main}${inbox}` };
}

/** How the registration ended; the browser goes on by itself. */
export function resultView(words: Words, registration: Registration, at: number): View {
  const { merchantName, accountNo, reason, reference } = registration;
  const linked = registration.state === 'succeeded';
  const stopped = reason === 'cancelled' ? 'neutral' : 'bad';
  const kind = linked ? 'good' : stopped;
  const title = linked ? words.linkedTitle : words.failedTitle;
  const lead = linked
    ? words.linkedLead(merchantName)
    : (words.failed[reason ?? ''] ?? words.failedOther);
  const main = card(html`
${sign(kind)}
<h1>${title}</h1>
<p class="lead">${lead}</p>
<dl class="facts">
<div><dt>${words.merchantFact}</dt><dd>${merchantName}</dd></div>
${accountNo !== null && html`<div><dt>${words.accountFact}</dt><dd>${dots(accountNo)}</dd></div>`}
<div><dt>${words.timeFact}</dt><dd>${words.moment(at)}</dd></div>
<div><dt>${words.referenceFact}</dt><dd>${reference}</dd></div>
</dl>
${backButton(words, registration)}
<p class="hint centred">${words.autoBack}</p>`);
  return { title, main: centred(main) };
}

/** A link that was used before. */
export function usedView(words: Words, registration: Registration): View {
  const lead = registration.state === 'succeeded' ? words.usedLinked : words.usedFailed;
  return endView(words.usedTitle, lead, backButton(words, registration));
}

export function expiredView(words: Words, registration: Registration): View {
  const lead = words.expiredLead(registration.merchantName);
  return endView(words.expiredTitle, lead, backButton(words, registration));
}

export function unknownView(words: Words): View {
  return endView(words.unknownTitle, words.unknownLead, null);
}

/** A form that came from another site. */
export function foreignView(words: Words): View {
  return endView(words.foreignTitle, words.foreignLead, null);
}

function endView(title: string, lead: string, button: Part): View {
  const main = card(html`${sign('neutral')}<h1>${title}</h1><p class="lead">${lead}</p>${button}`);
  return { title, main: centred(main) };
}

function card(content: Html): Html {
  return html`<div class="card">${content}</div>`;
}

function centred(content: Html): Html {
  return html`<div class="end">${content}</div>`;
}

function progress(words: Words, now: 1 | 2): Html {
  return html`<p class="progress"><span>${words.step(now, 2)}</span>
<progress max="2" value="${now}" aria-hidden="true"></progress></p>`;
}

interface Field {
  name: string;
  label: string;
  hint: string;
  error: FieldError;
  /** Further attributes of the input. */
  input: Html;
}

/** A labelled input; hint and error are read with it, and the error stands beside it. */
function field(of: Field): Html {
  const { name } = of;
  const described = of.error === null ? `${name}-hint` : `${name}-error ${name}-hint`;
  return html`<div class="${of.error === null ? 'field' : 'field wrong'}">
<label for="${name}">${of.label}</label>
${of.error !== null && html`<p class="error" id="${name}-error" role="alert">${of.error}</p>`}
<input id="${name}" name="${name}" type="text" required autofocus aria-describedby="${described}"
${of.error !== null && html`aria-invalid="true"`} ${of.input}>
<p class="hint" id="${name}-hint">${of.hint}</p>
</div>`;
}

function cancelForm(words: Words, reason: string): Html {
  return html`<form method="post" class="cancel">
<input type="hidden" name="step" value="cancel">
<input type="hidden" name="reason" value="${reason}">
<button class="quiet">${words.cancel}</button></form>`;
}

function backButton(words: Words, registration: Registration): Html {
  const href = `${registrationPath(registration.id)}/return`;
  const label = words.goBack(registration.merchantName);
  return html`<p><a class="primary" href="${href}">${label}</a></p>`;
}

function sign(kind: 'good' | 'bad' | 'neutral'): Html {
  const shape = {
    good: 'M10 17l4 4 8-9',
    bad: 'M11 11l10 10M21 11L11 21',
    neutral: 'M16 9v9M16 23v.01',
  };
  return html`<svg class="sign ${kind}" viewBox="0 0 32 32" aria-hidden="true">
<circle cx="16" cy="16" r="15"/><path d="${shape[kind]}"/></svg>`;
}

function testAccounts(words: Words): Html {
  const rows = Object.entries(SPECIAL_ACCOUNTS).map(
    ([number, account]) =>
      html`<tr><th scope="row"><code>${number}</code></th><td lang="en">${account.says}</td></tr>`,
  );
  return html`<details class="aside"><summary>${words.testAccounts}</summary>
<p>${words.testAccountsNote}</p><table>${rows}</table></details>`;
}

/** The phone as the customer knows it again and nobody else can call it: `+62 ••••• 7890`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').replace(/^0/, '62');
  return `+${digits.slice(0, 2)}\u00a0•••••\u00a0${digits.slice(-4)}`;
}

/** The account as its owner knows it again: `•••• •••• 0001`. */
function dots(accountNo: string): string {
  return `••••\u00a0••••\u00a0${accountNo.slice(-4)}`;
}
