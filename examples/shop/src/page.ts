// The shop's page: every notification, newest first, readable on a phone and in the dark.
import { html, type Html } from './html.ts';
import type { Received } from './received.ts';

export interface PageInput {
  received: readonly Received[];
  count: number;
  /** Names of merchants by Client-Id. */
  names: ReadonlyMap<string, string>;
  gateway: string | undefined;
  bank: string | undefined;
}

/** The whole page as text. */
export function shopPage({ received, count, names, gateway, bank }: PageInput): string {
  const links = [
    ...(bank === undefined ? [] : [html`<a href="${bank}">Bank</a>`]),
    ...(gateway === undefined ? [] : [html`<a href="${gateway}/docs">API reference</a>`]),
    html`<a href="/notifications">JSON</a>`,
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notifications · Shop</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
<script src="/shop.js" defer></script>
</head>
<body data-count="${count}">
<header><h1>Shop</h1><nav>${links}</nav></header>
<main>
<h2>Notifications <small>${count === 0 ? 'none yet' : `${count} received`}</small></h2>
${received.length === 0 ? empty() : html`<ol>${received.map((one) => item(one, names))}</ol>`}
</main>
</body>
</html>`;
  return page.markup;
}

function empty(): Html {
  return html`<p class="empty">Nothing has been notified yet. Run <code>npm run walk</code>, or pay with a token:
  what the gateway tells this shop appears here by itself.</p>`;
}

function item(one: Received, names: ReadonlyMap<string, string>): Html {
  const { order, transaction, event } = fields(one.body);
  const clientId = one.headers['client-id'] ?? '';
  const status = text(transaction, 'status') || 'unknown';
  const amount = text(order, 'amount');
  return html`<li>
<details>
<summary>
<span class="status ${status.toLowerCase().replace(/[^a-z]/g, '')}">${status}</span>
<strong>${text(order, 'invoice_number') || text(event, 'type') || 'notification'}</strong>
<span class="amount">${amount === '' ? '' : rupiah(amount)}</span>
<span class="who">${names.get(clientId) ?? clientId}</span>
<span class="${one.verified ? 'good' : 'bad'}">${one.verified ? '✓ verified' : `✗ ${one.doubt ?? 'not verified'}`}</span>
<time datetime="${one.received_at}">${one.received_at.slice(0, 19).replace('T', ' ')} UTC</time>
</summary>
<pre>${Object.entries(one.headers).map(([name, value]) => `${name}: ${value}\n`)}</pre>
<pre>${typeof one.body === 'string' ? one.body : JSON.stringify(one.body, null, 2)}</pre>
</details>
</li>`;
}

type Fields = Record<string, unknown>;

function fields(body: unknown): Record<'order' | 'transaction' | 'event', Fields> {
  const of = (value: unknown): Fields =>
    typeof value === 'object' && value !== null ? (value as Fields) : {};
  const whole = of(body);
  return {
    order: of(whole['order']),
    transaction: of(whole['transaction']),
    event: of(whole['event']),
  };
}

function text(from: Fields, name: string): string {
  const value = from[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function rupiah(amount: string): string {
  return `Rp ${amount.replace(/\.0+$/, '').replace(/\B(?=(\d{3})+$)/g, '.')}`;
}
