// What is measured: every list with its first page, a page far down and each of its filters, every search, details, home.
import type { PersonName } from './people.ts';
import type { Samples } from './samples.ts';

export interface Case {
  name: string;
  who: PersonName;
  /** The path of one call; calls of one case differ, so that no answer is at hand from the one before. */
  path(n: number): string;
  /** How many pages are turned before it is measured; 0 for the first page. */
  pages: number;
}

const DAY_MS = 86_400_000;
const FAR = 99;

/** Every case for the samples of the largest merchant. */
export function casesOf(samples: Samples): Case[] {
  const one = '/MCH-BENCH-1';
  return [
    ...lists('finance', one, samples),
    ...lists('gateway', '/all', samples),
    ...lists('viewer', '/MCH-BENCH-6', samples).filter(({ pages }) => pages === 0),
    ...searches('finance', one, samples),
    ...searches('gateway', '/all', samples).filter(({ name }) => !/customer|phone/.test(name)),
    ...details('finance', one, samples),
    ...homes('finance', one, samples),
    ...homes('gateway', '/all', samples),
    ...homes('viewer', '/MCH-BENCH-6', samples),
  ];
}

function lists(who: PersonName, workspace: string, samples: Samples): Case[] {
  const ago = (days: number) =>
    encodeURIComponent(new Date(samples.now - days * DAY_MS).toISOString());
  const ofOne = workspace !== '/all';
  const filters: Record<string, readonly string[]> = {
    payments: [
      '',
      'state=succeeded',
      'state=failed,expired',
      'state=unclear',
      'state=awaiting_otp',
      'reason=account_blocked',
      'reason=nothing_like_it',
      'bank=cimb',
      'bank=none',
      'refunded=part',
      'refunded=all',
      'least=400000',
      'least=900000000',
      'least=20000&most=20010',
      `from=${ago(40)}&to=${ago(39)}`,
      `to=${ago(80)}&state=unclear`,
      `token_id=${samples.tokens[0]}`,
      ...(ofOne ? ['customer_id=C-000001', 'customer_id=C-none'] : []),
    ],
    tokens: [
      '',
      'state=active',
      'state=failed',
      'bank=cimb',
      ...(ofOne ? ['customer_id=C-000001', 'phone=6280000000001'] : []),
    ],
    refunds: [
      '',
      'state=succeeded',
      'state=unclear',
      'kind=late',
      'bank=cimb',
      'least=400000',
      `to=${ago(60)}`,
    ],
    notifications: [
      '',
      'state=delivered',
      'state=exhausted,undeliverable',
      'state=pending',
      'type=payment.expired',
      `to=${ago(60)}`,
    ],
    requests: [
      '',
      'outcome=refused',
      'outcome=failed',
      'code=insufficient_funds',
      'endpoint=payment',
      'signature=wrong',
      'request_id=REQ-000000001',
    ],
    approvals: [''],
    audit: [''],
  };
  const person = who === 'finance' && ofOne ? 'admin' : who;
  return Object.entries(filters).flatMap(([area, each]) => {
    if (who === 'viewer' && ['requests', 'approvals', 'audit'].includes(area)) return [];
    return each.flatMap((filter) => {
      const name = `${workspace.slice(1)} ${area}${filter === '' ? '' : ` ${decodeURIComponent(filter)}`}`;
      const path = () => `${workspace}/${area}?limit=50${filter === '' ? '' : `&${filter}`}`;
      const first = { name, who: person, path, pages: 0 };
      const isLong = filter === '' && !['approvals', 'audit'].includes(area);
      return isLong ? [first, { ...first, name: `${name}, page ${FAR + 1}`, pages: FAR }] : [first];
    });
  });
}

function searches(who: PersonName, workspace: string, samples: Samples): Case[] {
  const pick = <T>(from: readonly T[], n: number): T | undefined =>
    from[n % Math.max(from.length, 1)];
  const references: Record<string, (n: number) => string | null | undefined> = {
    invoice: (n) => pick(samples.payments, n)?.invoice,
    'Request-Id': (n) => pick(samples.payments, n)?.request,
    "refund's Request-Id": (n) => pick(samples.refunds, n)?.request,
    'payment id': (n) => pick(samples.payments, n)?.id,
    'token id': (n) => pick(samples.tokens, n),
    'refund id': (n) => pick(samples.refunds, n)?.id,
    'bank reference': (n) =>
      pick(
        samples.payments.filter(({ bankId }) => bankId !== null),
        n,
      )?.bankId,
    "refund's bank reference": (n) => pick(samples.refunds, n)?.bankId,
    'customer id': (n) => `C-${String(n % 25).padStart(6, '0')}`,
    phone: (n) => `6280${String(n % 25).padStart(9, '0')}`,
    'nothing (a word)': (n) => `NOTHING-${n}`,
    'nothing (an id)': (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    'nothing (digits)': (n) => `9${String(n).padStart(12, '9')}`,
  };
  return Object.entries(references).map(([by, reference]) => ({
    name: `${workspace.slice(1)} search: ${by}`,
    who,
    pages: 0,
    path: (n: number) => `${workspace}/search?q=${encodeURIComponent(reference(n) ?? 'NOTHING')}`,
  }));
}

function details(who: PersonName, workspace: string, samples: Samples): Case[] {
  const ids: Record<string, readonly string[]> = {
    payments: samples.payments.map(({ id }) => id),
    tokens: samples.tokens,
    refunds: samples.refunds.map(({ id }) => id),
    notifications: samples.notifications,
    requests: samples.calls,
  };
  return Object.entries(ids)
    .filter(([, found]) => found.length > 0)
    .map(([area, found]) => ({
      name: `${workspace.slice(1)} one of ${area}`,
      who: area === 'requests' ? 'admin' : who,
      pages: 0,
      path: (n: number) => `${workspace}/${area}/${found[n % found.length]}`,
    }));
}

function homes(who: PersonName, workspace: string, { now }: Samples): Case[] {
  return [1, 7, 30, 90].map((days) => ({
    name: `${workspace.slice(1)} home, ${days} days`,
    who,
    pages: 0,
    path: (n: number) => {
      const to = now + 60_000 + n;
      const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
      return `${workspace}/home?from=${time(to - days * DAY_MS)}&to=${time(to)}`;
    },
  }));
}
