// The other doors of the gateway: the bank's callbacks and returns, pages for people, calls for programs.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { formatSnapAmount } from '@tarik/wire/amount';
import { signNotify } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { Maker } from './api.ts';
import type { Case } from './case.ts';
import type { Chance } from './chance.ts';
import { disorderHeaders, disorderTarget, METHODS } from './disorder.ts';
import { hostileText } from './hostile.ts';
import { mutateBody } from './mutate.ts';

const keys = new Map<string, KeyObject>();

function keyOf(pem: string): KeyObject {
  const key = keys.get(pem) ?? createPrivateKey(pem);
  keys.set(pem, key);
  return key;
}

const STATUSES = ['00', '00', '00', '01', '02', '03', '04', '05', '06', '07', '08', '', 'xx'];

/**
 * A callback under the bank's own signature, about a payment that has succeeded or about none: whatever it says, it must
 * change nothing.
 */
export function callbackCase({ world, chance, stock }: Maker): Case {
  const shelf = chance.pick(stock.shelves);
  const { clientId, partner } = shelf.merchant;
  const paid = chance.pick(shelf.paid);
  const unknown = chance.pick(['f'.repeat(32), 'INV-1', '', chance.uuid(), '0'.repeat(64)]);
  const now = Date.now();
  const content = {
    originalPartnerReferenceNo: chance.is(0.85) ? paid.reference : unknown,
    originalReferenceNo: '123456789012',
    merchantId: clientId,
    amount: formatSnapAmount(BigInt(paid.amount) + (chance.is(0.8) ? 0n : 1n)),
    latestTransactionStatus: chance.pick(STATUSES),
    transactionStatusDesc: 'success',
    createdTime: formatSnapTimestamp(now),
    finishedTime: formatSnapTimestamp(now),
  };
  const { body, says } = chance.is(0.15)
    ? { body: Buffer.from(JSON.stringify(content)), says: 'replayed' }
    : mutateBody(chance, content);
  const path = `/callbacks/cimb/${clientId}/v1.0/debit/notify`;
  const target = chance.is(0.05) ? disorderTarget(chance, path) : path;
  const timestamp = formatSnapTimestamp(now - (chance.is(0.05) ? 3_600_000 : 0));
  const signature = signNotify({ path: target, body, timestamp }, keyOf(world.keys.bank));
  const one: Case = {
    door: 'gateway',
    form: 'callback',
    what: 'callback',
    says,
    method: 'POST',
    target,
    headers: [
      ['Content-Type', 'application/json'],
      ['X-TIMESTAMP', timestamp],
      ['X-PARTNER-ID', partner?.key ?? ''],
      ['X-EXTERNAL-ID', chance.uuid()],
      ['X-SIGNATURE', chance.is(0.97) ? signature : hostileText(chance).slice(0, 400)],
    ],
    body,
    broken: target.includes('#'),
  };
  return cleanHeaders(chance.is(0.15) ? disorderHeaders(chance, one) : one);
}

/** A browser that comes back from the bank: of a registration that has ended, or of none. */
export function returnCase({ chance, stock }: Maker): Case {
  const state = chance.is(0.4) ? chance.pick(stock.endedStates) : hostileText(chance);
  const cut = chance.is(0.3) ? state.slice(0, chance.whole(0, state.length)) : state;
  const fields = [
    ['state', cut],
    ['status', chance.pick(['SUCCESS', 'FAILED', '', hostileText(chance)])],
    ['authCode', chance.is(0.5) ? chance.word(20) : hostileText(chance)],
  ];
  if (chance.is(0.2)) fields.push(chance.pick(fields));
  const query = fields.map(([name, value]) => `${name}=${quoted(chance, value ?? '')}`).join('&');
  const bank = chance.is(0.9) ? 'cimb' : quoted(chance, hostileText(chance));
  return page(chance, `/callbacks/${bank}/return?${query}`.slice(0, 6000), 'return');
}

const PAGES = [
  '/',
  '/docs',
  '/docs/',
  '/docs/js/scalar.js',
  '/docs/openapi.json',
  '/docs/openapi.yaml',
  '/docs/errors/',
  '/docs/errors/invalid_signature',
  '/openapi.json',
  '/livez',
  '/readyz',
  '/readyz?verbose',
  '/version',
  '/metrics',
  '/favicon.ico',
  '/callbacks/cimb/return',
];

/** Pages and health, nearly as they are. */
export function pageCase({ chance }: Maker): Case {
  const target = chance.pick(PAGES);
  const odd = chance.is(0.5) ? disorderTarget(chance, target) : target;
  const one = page(chance, odd, 'page');
  if (!chance.is(0.3)) return chance.is(0.3) ? disorderHeaders(chance, one) : one;
  const method = chance.pick(METHODS);
  const body = method === 'POST' || chance.is(0.2) ? Buffer.from(hostileText(chance)) : null;
  const type = chance.pick(['application/json', 'text/plain', 'application/x-www-form-urlencoded']);
  return { ...one, method, body, headers: [['Content-Type', type]] };
}

/** Calls for programs: what tests and the command line ask a sandbox. */
export function programCase({ world, chance }: Maker): Case {
  const { three } = world.merchants;
  const [what, method, target, content] = chance.pick([
    ['merchants', 'POST', '/sandbox/merchants', newMerchant(chance)],
    [
      'merchants',
      'GET',
      `/sandbox/merchants/${chance.pick([three.clientId, 'x', '%00', '%ff'])}`,
      null,
    ],
    [
      'url',
      'PUT',
      `/sandbox/merchants/${three.clientId}/notification-url`,
      { url: null, bank: 'cimb' },
    ],
    ['calls', 'GET', `/sandbox/calls?${callsQuery(chance)}`, null],
    ['resend', 'POST', '/sandbox/notifications/resend', resendFields(chance, three.clientId)],
    ['clock', 'POST', '/sandbox/clock', { client_id: three.clientId, advance_ms: 1 }],
  ] as const);
  const mutated = content === null ? null : mutateBody(chance, content);
  return {
    door: 'gateway',
    form: 'program',
    what: `sandbox ${what}`,
    says: mutated?.says ?? 'read',
    method,
    target,
    headers: content === null ? [] : [['Content-Type', 'application/json']],
    body: mutated?.body ?? null,
    broken: false,
  };
}

function newMerchant(chance: Chance): object {
  return {
    client_id: `FUZZ-${chance.word(8)}`,
    name: 'fuzz',
    bank: { key: `KEY-${chance.word(4)}`, secret: chance.word(10) },
    notification_url: 'http://127.0.0.1:9/n',
    settings: { notifyTokens: true },
  };
}

function resendFields(chance: Chance, clientId: string): object {
  const which = chance.is(0.5)
    ? { invoice_number: hostileText(chance).slice(0, 64) }
    : { event_id: chance.uuid() };
  return { client_id: clientId, ...which, to: 'kept' };
}

function callsQuery(chance: Chance): string {
  const name = chance.pick(['after', 'limit', 'client_id', 'x', '__proto__']);
  return `limit=2&${name}=${quoted(chance, hostileText(chance).slice(0, 200))}`;
}

function page(chance: Chance, target: string, what: string): Case {
  const accepts = chance.pick(['text/html', '*/*', 'id', hostileText(chance).slice(0, 50)]);
  return cleanHeaders({
    door: 'gateway',
    form: 'page',
    what,
    says: 'a page',
    method: 'GET',
    target,
    headers: [['Accept-Language', accepts]],
    body: null,
    broken: target.includes('#'),
  });
}

/** Percent-encoded where a request line could not carry it. */
export function quoted(chance: Chance, text: string): string {
  if (chance.is(0.8)) return encodeURIComponent(text.toWellFormed());
  return text.replaceAll(/[^\u0021-\u007e]|#/g, (one) => encodeURIComponent(one.toWellFormed()));
}

/** A line break in a value would be another header: such a value is not what these cases are about. */
export function cleanHeaders(one: Case): Case {
  const clean = (value: string): string =>
    value.replaceAll(/[^\t\u0020-\u007e\u00a0-\u00ff]/g, '?');
  if (one.broken) return one;
  return { ...one, headers: one.headers.map(([name, value]) => [name, clean(value)]) };
}
