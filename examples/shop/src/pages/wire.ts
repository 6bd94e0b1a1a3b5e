// What went over the wire: each signed request, answer and notification, grouped by order.
import { html, type Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';
import type { WireEntry } from '../wire/wire-log.ts';

export function wirePage(visit: Visit): Page {
  const { w } = visit;
  const main = html`<h1>${w.wireTitle}</h1><h2 class="unseen">${w.wireLead}</h2><div id="wire-list">${wireList(visit)}</div>`;
  return { title: w.wireTitle, main, current: 'wire' };
}

function wireList(visit: Visit): Html {
  const { w, kept, visitor } = visit;
  const groups = new Map<string, WireEntry[]>();
  for (const entry of kept.wire.of(visitor.id)) {
    const name = entry.subject?.invoice ?? '';
    groups.set(name, [...(groups.get(name) ?? []), entry]);
  }
  return html`<p class="hint">${w.wireLead}</p>${
    groups.size === 0
      ? html`<p class="card none">${w.wireEmpty}</p>`
      : [...groups].map(
          ([
            name,
            entries,
          ]) => html`<section class="wire-group"><h3>${name === '' ? w.wireOthers : html`<a href="/orders/${name}">${name}</a>`}</h3>
<ol>${entries.map((entry) => html`<li>${entry.kind === 'exchange' ? exchange(visit, entry) : notification(visit, entry)}</li>`)}</ol></section>`,
        )
  }`;
}

type Of<K extends WireEntry['kind']> = Extract<WireEntry, { kind: K }>;

function exchange({ w }: Visit, { id, exchange: one }: Of<'exchange'>): Html {
  const { answer } = one;
  const tries = one.attempt > 1 ? ` · ${w.wireAttempt(one.attempt)}` : '';
  const masked = one.requestBody.includes('"otp":"***');
  return html`<details data-id="${id}"><summary><span class="way out" aria-hidden="true">→</span><b>${one.method} ${one.path}</b>
<span class="facts">${clock(one.sentAt)} · ${one.durationMs} ms${tries}</span>
<span class="verdicts"><span class="status ${(answer?.status ?? 500) < 400 ? 'good' : 'bad'}">${answer?.status ?? '—'}</span>
${answer === undefined ? html`<span class="bad">${one.failure}</span>` : html`<span class="${answer.signature === 'right' ? 'good' : 'bad'}">${answer.signature === 'right' ? '✓' : '✗'} ${w.signature[answer.signature]}</span>`}</span></summary>
<h4>${w.wireRequest}</h4>${block(w.wireString, one.stringToSign, w)}<p class="hint">${masked ? w.wireMasked : w.wireStringNote}</p>
${block(w.wireHeaders, headerLines(one.requestHeaders), w)}${body(one.requestBody, w)}
${
  answer !== undefined &&
  html`<h4>${w.wireAnswer} ${answer.status}</h4>${block(w.wireString, answer.stringToSign, w)}${block(w.wireHeaders, headerLines(answer.headers), w)}${body(answer.body, w)}`
}</details>`;
}

function notification(
  { w, kept }: Visit,
  { id, received, stringToSign }: Of<'notification'>,
): Html {
  const { transaction, event } = partsOf(received.body);
  const who = kept.merchantNames.get(received.headers['client-id'] ?? '') ?? '';
  const what = [event['type'], transaction['status']].filter((one) => typeof one === 'string');
  return html`<details data-id="${id}"><summary><span class="way in" aria-hidden="true">←</span><b>${w.wireNotification} ${what[0]}</b>
<span class="facts">${clock(Date.parse(received.received_at))} · ${who}</span>
<span class="verdicts"><span class="${received.verified ? 'good' : 'bad'}">${received.verified ? `✓ ${w.believed}` : `✗ ${w.notBelieved}: ${received.doubt}`}</span></span></summary>
${stringToSign !== '' && block(w.wireString, stringToSign, w)}<p class="hint">${w.wireStringNote}</p>
${block(w.wireHeaders, headerLines(received.headers), w)}${body(typeof received.body === 'string' ? received.body : JSON.stringify(received.body), w)}</details>`;
}

function body(text: string, w: Visit['w']): Html {
  if (text === '') return html`<p class="hint">${w.wireNoBody}</p>`;
  return block(w.wireBody, pretty(text), w);
}

function block(title: string, text: string, w: Visit['w']): Html {
  return html`<div class="block"><div class="block-head"><h5>${title}</h5><button type="button" class="copy" data-done="${w.wireCopied}" aria-label="${w.wireCopy}: ${title}">${w.wireCopy}</button></div><pre>${text}</pre></div>`;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function partsOf(body: unknown): Record<'transaction' | 'event', Record<string, unknown>> {
  const of = (value: unknown): Record<string, unknown> =>
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { transaction: of(of(body)['transaction']), event: of(of(body)['event']) };
}

function clock(ms: number): string {
  return new Date(ms + 7 * 3_600_000).toISOString().slice(11, 19);
}
