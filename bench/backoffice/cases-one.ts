// What is measured besides lists: every search, one of each noun, home, and what a page asks for beside its list.
import { DAY_MS } from './history.ts';
import { FIGURES_LIMITS, type Case } from './measure.ts';
import type { PersonName } from './people.ts';
import type { Samples } from './samples.ts';

/** Every search by a reference. */
export function searches(who: PersonName, workspace: string, samples: Samples): Case[] {
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
    finds: !by.startsWith('nothing'),
    path: (n: number) => `${workspace}/search?q=${encodeURIComponent(reference(n) ?? 'NOTHING')}`,
  }));
}

/** One of each noun. */
export function details(who: PersonName, workspace: string, samples: Samples): Case[] {
  const ids: Record<string, readonly string[]> = {
    payments: samples.payments.map(({ id }) => id),
    tokens: samples.tokens,
    refunds: samples.refunds.map(({ id }) => id),
    notifications: samples.notifications,
    requests: samples.calls,
    approvals: samples.approvals,
  };
  return Object.entries(ids)
    .filter(([, found]) => found.length > 0)
    .map(([area, found]) => ({
      name: `${workspace.slice(1)} one of ${area}`,
      who: area === 'requests' ? 'admin' : who,
      pages: 0,
      finds: false,
      path: (n: number) => `${workspace}/${area}/${found[n % found.length]}`,
    }));
}

/** The home page over ranges of different length. */
export function homes(who: PersonName, workspace: string, { now }: Samples): Case[] {
  return [1, 7, 30, 90].map((days) => ({
    name: `${workspace.slice(1)} home, ${days} days`,
    who,
    pages: 0,
    finds: false,
    limits: FIGURES_LIMITS,
    path: (n: number) => {
      const to = now + 60_000 + n;
      const time = (at: number) => encodeURIComponent(new Date(at).toISOString());
      return `${workspace}/home?from=${time(to - days * DAY_MS)}&to=${time(to)}`;
    },
  }));
}

/**
 * Balances down to the journal, over all time and over days; and money in transit. Of the hour in which an instant lies journals are
 * read one by one, and of what waits each payment: that is as much as a merchant sells in an hour and in a day, and not what it ever
 * sold.
 */
export function balances(who: PersonName, one: string, { now }: Samples): Case[] {
  const midnight = now - ((now + 7 * 3_600_000) % DAY_MS);
  const time = (at: number): string => encodeURIComponent(new Date(at).toISOString());
  const withinHour = (days: number): string => time(now - days * DAY_MS - 1_234_567);
  const day = (days: number): string => time(midnight - days * DAY_MS);
  const account = `${one}/balances/merchant_payable`;
  const days = `from=${day(40)}&to=${day(10)}`;
  const instants = `from=${withinHour(40)}&to=${withinHour(10)}`;
  const asked: readonly [name: string, path: string, pages?: number][] = [
    ['balances', `${one}/balances`],
    ['balances as of 10 days ago', `${one}/balances?before=${day(10)}`],
    ['an account', account],
    ['an account over 30 days', `${account}?${days}`],
    ['movements', `${account}/movements?limit=50`],
    ['movements, page 100', `${account}/movements?limit=50`, 99],
    ['movements of 30 days', `${account}/movements?limit=50&${instants}`],
    ['movements of a template', `${account}/movements?limit=50&template=refundSucceeded`],
    ['movements of none', `${account}/movements?limit=50&template=lossBorne`],
    ['a journal', `${one}/journals/1000`],
    ['balances of merchants', '/all/merchant-balances'],
  ];
  const byVolume: readonly [name: string, path: string][] = [
    ['balances as of within an hour', `${one}/balances?before=${withinHour(10)}`],
    ['an account between two instants', `${account}?${instants}`],
    ['money in transit', `${one}/home/money`],
    ['money in transit of all', '/all/home/money'],
  ];
  const of = ([name, path, pages = 0]: readonly [string, string, number?]): Case => ({
    name,
    who: path.startsWith('/all') ? 'gateway' : who,
    pages,
    finds: false,
    path: () => path,
  });
  return [...asked.map(of), ...byVolume.map((one) => ({ ...of(one), limits: FIGURES_LIMITS }))];
}

/** What is small whatever the number of payments, and the sum over a list. */
export function others(one: string): Case[] {
  const asked: readonly [who: PersonName, path: string][] = [
    ['finance', `${one}/payments/sum`],
    ['finance', `${one}/payments/sum?state=failed&reason=nothing_like_it`],
    ['gateway', '/all/payments/sum'],
    ['admin', `${one}/team`],
    ['gateway', '/all/team'],
    ['admin', `${one}/banks`],
    ['admin', `${one}/keys`],
    ['admin', `${one}/settings`],
    ['gateway', '/merchants'],
    ['gateway', '/merchants?q=warung'],
    ['finance', '/merchants'],
    ['finance', '/views'],
    ['finance', '/session'],
    ['finance', '/door'],
    ['finance', '/profile/sessions'],
  ];
  return asked.map(([who, path]) => ({
    name: `${path.slice(1)}, ${who}`,
    who,
    pages: 0,
    finds: path.startsWith('/merchants'),
    path: () => path,
  }));
}
