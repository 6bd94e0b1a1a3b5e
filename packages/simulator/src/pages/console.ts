// The pages for people who work with the sandbox: home, SMS inbox, accounts, book, faults in force.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { accountOf, SPECIAL_ACCOUNTS } from '../accounts.ts';
import { BANK_PREFIX } from '../bank.ts';
import type { Bank } from '../bank.ts';
import type { MovementType } from '../book/entries.ts';
import { balanceOf } from '../book/state.ts';
import { wibDate, wibTime } from '../clock.ts';
import { FAULTS, OPERATIONS } from '../faults.ts';
import type { Operation } from '../faults.ts';
import { rupiah } from '../rupiah.ts';
import { html } from './html.ts';
import type { Html, Part } from './html.ts';
import {
  INBOX_SCRIPT,
  INBOX_SCRIPT_PATH,
  MARK,
  MARK_PATH,
  sendPage,
  STYLE,
  STYLE_PATH,
} from './shell.ts';

const MENU = [
  ['/', 'Home'],
  ['/sms', 'SMS'],
  ['/accounts', 'Accounts'],
  ['/book', 'Book'],
  ['/faults', 'Faults'],
] as const;
const FOR_EVER = 'public, max-age=31536000, immutable';
const SHOWN = 200;
const DAY_MS = 86_400_000;

export function consolePages(bank: Bank): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    app.addHook('onRequest', async () => bank.due.runDue());
    app.get('/', async (_, reply) => show(reply, '/', 'Home', home(bank)));
    app.get<{ Querystring: { phone?: unknown } }>('/sms', async ({ query }, reply) => {
      // One that is named twice is nobody's.
      const phone = typeof query.phone === 'string' ? query.phone : '';
      return show(reply, '/sms', 'SMS inbox', inbox(bank, phone), INBOX_SCRIPT_PATH);
    });
    app.get('/accounts', async (_, reply) => show(reply, '/accounts', 'Accounts', accounts(bank)));
    app.get('/book', async (_, reply) => show(reply, '/book', 'Book', book(bank)));
    app.get('/faults', async (_, reply) => show(reply, '/faults', 'Faults', faults(bank)));

    const asset = (path: string, type: string, content: string): void => {
      app.get(path, async (_, reply) =>
        reply
          .headers({
            'content-type': type,
            'cache-control': FOR_EVER,
            'x-content-type-options': 'nosniff',
          })
          .send(content),
      );
    };
    asset(STYLE_PATH, 'text/css; charset=utf-8', STYLE);
    asset(INBOX_SCRIPT_PATH, 'text/javascript; charset=utf-8', INBOX_SCRIPT);
    asset(MARK_PATH, 'image/svg+xml', MARK);
  };
}

function show(
  reply: FastifyReply,
  path: string,
  title: string,
  main: Html,
  script?: string,
): FastifyReply {
  const links = MENU.map(
    ([to, name]) => html`<a href="${to}" ${to === path && html`aria-current="page"`}>${name}</a>`,
  );
  return sendPage(reply, 200, {
    language: 'en',
    title,
    sandboxMark: 'Sandbox',
    aside: html`<nav class="menu" aria-label="Pages">${links}</nav>`,
    main,
    layout: 'wide',
    footer: html`<p>A simulated bank for testing. No real account, no real money.</p>`,
    ...(script === undefined ? {} : { script }),
  });
}

function home(bank: Bank): Html {
  const { state } = bank.book;
  const now = bank.clock.now();
  const ahead = Math.round(bank.clock.offset() / 1000);
  const card = (href: string, title: string, text: string): Html =>
    html`<li><a class="tile" href="${href}"><strong>${title}</strong><span>${text}</span></a></li>`;
  return html`<h1>A bank to test against</h1>
<p class="lead">It speaks SNAP BI, keeps its own book, and misbehaves when you ask it to.</p>
<ul class="tiles">
${card('/sms', 'SMS inbox', 'The codes that customers would get on their phones')}
${card('/accounts', 'Accounts', 'Numbers that decline, time out, or pay without a code')}
${card('/book', 'Book', count(state.movements.length, 'movement of money', 'movements of money'))}
${card('/faults', 'Faults', count(bank.faults.list().length, 'order in force', 'orders in force'))}
</ul>
<h2>This bank</h2>
<dl class="facts sheet">
<div><dt>API base URL</dt><dd><code>${bank.publicUrl}${BANK_PREFIX}</code></dd></div>
<div><dt>Bank time</dt><dd>${moment(now, ' WIB')}${ahead > 0 && `, ${ahead} s ahead`}</dd></div>
<div><dt>Partners</dt><dd>${bank.partners.size}</dd></div>
<div><dt>Key of its callbacks</dt><dd><a href="/sandbox/public-key">Public key (PEM)</a></dd></div>
<div><dt>Statement of yesterday</dt><dd><a href="/sandbox/statements/${wibDate(now - DAY_MS)}">CSV</a></dd></div>
<div><dt>Statement of today, so far</dt><dd><a href="/sandbox/statements/${wibDate(now)}?so_far=true">CSV</a></dd></div>
</dl>`;
}

function inbox(bank: Bank, phone: string): Html {
  const texts = bank.book.state.sms.list(phone === '' ? undefined : phone).slice(0, SHOWN);
  const items = texts.map((sms) => {
    const [before = '', after = ''] = sms.text.split(sms.otp);
    return html`<li><p class="meta">
<a href="/sms?phone=${encodeURIComponent(sms.phone)}">${sms.phone}</a> ${moment(sms.at, ' WIB')}</p>
<p class="bubble">${before}<strong>${sms.otp}</strong>${after}</p></li>`;
  });
  return html`<h1>SMS inbox</h1>
<form class="filter" method="get" role="search">
<label for="phone">Phone</label>
<input id="phone" name="phone" type="tel" value="${phone}" placeholder="62812…" autocomplete="off">
<button class="plain">Show</button>
${phone !== '' && html`<a class="quiet" href="/sms">All phones</a>`}
</form>
<div id="inbox" aria-live="polite">${
    items.length === 0
      ? html`<p class="empty">No texts yet. Codes come when customers link accounts or pay.</p>`
      : html`<ul class="texts">${items}</ul>`
  }</div>`;
}

function accounts(bank: Bank): Html {
  const { state } = bank.book;
  const numbers = [...new Set([...Object.keys(SPECIAL_ACCOUNTS), ...state.balances.keys()])];
  const rows = numbers
    .slice(0, SHOWN)
    .map((number) => [
      html`<code>${number}</code>`,
      accountOf(number).says,
      rupiah(balanceOf(state, number)),
    ]);
  return html`<h1>Accounts</h1>
<p class="lead">Any 12 digits are an account. These behave in their own way, or have been used.</p>
${table('Accounts', ['Account', 'At payment', '#Balance'], rows)}`;
}

const MOVED: Readonly<Record<MovementType, string>> = {
  DEBIT: 'Debit',
  REFUND: 'Refund',
  PAYOUT: 'Payout',
  PAYOUT_RETURN: 'Payout that came back',
};

function book(bank: Bank): Html {
  const { movements } = bank.book.state;
  const rows = movements
    .slice(-SHOWN)
    .toReversed()
    .map((movement) => [
      moment(movement.at),
      MOVED[movement.type],
      html`<code>${movement.accountNo}</code>`,
      html`<code>${movement.reference}</code>`,
      html`<code>${movement.partnerReference}</code>`,
      rupiah(movement.amount),
    ]);
  const heads = ['Time (WIB)', 'What', 'Account', 'Reference', 'Partner’s reference', '#Amount'];
  return html`<h1>Book</h1>
<p class="lead">${count(movements.length, 'movement of money', 'movements of money')}, newest first.
Programs read it at <code>/sandbox/book</code>.</p>
${rows.length > 0 ? table('Book', heads, rows) : html`<p class="empty">No money has moved.</p>`}`;
}

function faults(bank: Bank): Html {
  const orders = bank.faults
    .list()
    .map((order) => [
      html`<code>${order.operation}</code>`,
      html`<code>${order.fault}</code>`,
      order.accountNo ?? 'any',
      order.left,
    ]);
  const kinds = Object.entries(FAULTS).map(([name, kind]) => [
    html`<code>${name}</code>`,
    kind.says,
    'on' in kind ? operations(kind.on) : 'all',
  ]);
  return html`<h1>Faults</h1>
<h2>In force</h2>
${
  orders.length === 0
    ? html`<p class="empty">None: the bank behaves.</p>`
    : table('In force', ['Operation', 'Fault', 'Account', '#Calls left'], orders)
}
<h2>Order one</h2>
<pre tabindex="0" aria-label="Example"><code>curl -X POST ${bank.publicUrl}/sandbox/faults \\
  -H 'content-type: application/json' \\
  -d '{"operation":"pay","fault":"timeout_after","count":1}'</code></pre>
${table('Kinds of fault', ['Fault', 'Effect', 'Operations'], kinds)}`;
}

function operations(some: readonly Operation[]): string {
  const others = OPERATIONS.filter((operation) => !some.includes(operation));
  return others.length < some.length ? `all but ${others.join(', ')}` : some.join(', ');
}

/**
 * A table that becomes a list of cards on a phone; `#` marks a column of numbers. The roles keep
 * it a table there.
 */
function table(name: string, heads: readonly string[], rows: readonly (readonly Part[])[]): Html {
  const columns = heads.map((head) => ({
    label: head.replace(/^#/, ''),
    number: head.startsWith('#') ? 'number' : '',
  }));
  const head = columns.map(
    ({ label, number }) =>
      html`<th scope="col" role="columnheader" class="${number}">${label}</th>`,
  );
  const body = rows.map((cells) => {
    const row = cells.map((cell, index) => {
      const { label, number } = columns[index] ?? {};
      return html`<td role="cell" class="${number}" data-label="${label}">${cell}</td>`;
    });
    return html`<tr role="row">${row}</tr>`;
  });
  return html`<div class="sheet"><table role="table" aria-label="${name}">
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${body}</tbody></table></div>`;
}

function moment(at: number, zone = ''): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${wibDate(at)} ${wibTime(at)}${zone}</time>`;
}

function count(of: number, one: string, more: string): string {
  return `${of} ${of === 1 ? one : more}`;
}
