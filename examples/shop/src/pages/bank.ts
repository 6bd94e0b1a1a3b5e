// The control panel: forces the bank's moods, each with what will happen and what a good merchant does.
import { ACCOUNTS, FAULTS, STEPS } from '../bank/moods.ts';
import type { OrderedFault } from '../bank/sandbox-bank.ts';
import { html, type Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';

interface Mood {
  title: string;
  happens: string;
  good: string;
}

export function bankPage(visit: Visit, faults: readonly OrderedFault[]): Page {
  const { w, kept } = visit;
  const main = html`<h1>${w.bankTitle}</h1><p class="lead">${w.bankLead}</p>
<nav class="jump" aria-label="${w.bankTitle}"><a href="#accounts">${w.moodsTitle}</a><a href="#faults">${w.faultsTitle}</a><a href="#clock">${w.clockTitle}</a></nav>
<section class="moods" id="accounts"><h2>${w.moodsTitle}</h2><p>${w.moodsLead}</p><ul class="panel">${Object.entries(
    ACCOUNTS,
  ).map(([mood, number]) =>
    item(visit, w.moods[mood as keyof typeof ACCOUNTS], '/bank/accounts', 'mood', mood, {
      note: html`<code>${number}</code>`,
      button: w.moodLink,
      named: w.moodLinkNamed,
    }),
  )}</ul></section>
<section class="moods" id="faults"><h2>${w.faultsTitle}</h2><p>${w.faultsLead}</p>${inForce(visit, faults)}<ul class="panel">${Object.entries(
    FAULTS,
  ).map(([mood, { operation, fault }]) =>
    item(visit, w.faults[mood as keyof typeof FAULTS], '/bank/faults', 'fault', mood, {
      note: html`<code>${operation}: ${fault}</code>`,
      button: w.faultSet,
      named: w.faultSetNamed,
    }),
  )}</ul></section>
<section class="moods" id="clock"><h2>${w.clockTitle}</h2><p>${w.clockLead} ${w.clockAhead(kept.time.aheadSeconds())}</p><ul class="panel">${Object.keys(
    STEPS,
  ).map((step) =>
    item(visit, w.steps[step as keyof typeof STEPS], '/bank/clock', 'step', step, {
      note: html``,
      button: w.clockMove,
      named: w.clockMoveNamed,
    }),
  )}</ul></section>`;
  return { title: w.bankTitle, main, current: 'bank' };
}

function item(
  { w }: Visit,
  mood: Mood,
  action: string,
  name: string,
  value: string,
  { note, button, named }: { note: Html; button: string; named: (title: string) => string },
): Html {
  return html`<li class="mood"><h3>${mood.title}</h3>${note.markup !== '' && html`<p class="number">${note}</p>`}
<p>${mood.happens}</p><p><strong>${w.goodMerchant}</strong> ${mood.good}</p>
<form method="post" action="${action}"><button class="quiet" name="${name}" value="${value}" aria-label="${named(mood.title)}">${button}</button></form></li>`;
}

function inForce({ w }: Visit, faults: readonly OrderedFault[]): Html {
  if (faults.length === 0) return html`<p class="force hint">${w.faultsNone}</p>`;
  return html`<form method="post" action="/bank/faults/clear" class="force"><p><strong>${w.faultsNow}:</strong>
${faults.map(({ operation, fault, count }) => html`<code>${operation}: ${fault} × ${count}</code> `)}</p>
<button class="quiet">${w.faultsClear}</button></form>`;
}
