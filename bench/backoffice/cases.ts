// What is measured: every list with its first page, a page far down and each of its filters; the rest is in cases-one.ts.
import { balances, details, homes, others, searches } from './cases-one.ts';
import { DAY_MS } from './history.ts';
import type { Case } from './measure.ts';
import type { PersonName } from './people.ts';
import type { Samples } from './samples.ts';

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
    ...balances('finance', one, samples),
    ...others(one),
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
    approvals: ['', 'state=done', 'state=expired', `to=${ago(60)}`],
    audit: ['', 'act=refund.asked', 'act=nothing.like_it', `to=${ago(60)}`],
  };
  const person = who === 'finance' && ofOne ? 'admin' : who;
  return Object.entries(filters).flatMap(([area, each]) => {
    if (who === 'viewer' && ['requests', 'approvals', 'audit'].includes(area)) return [];
    return each.flatMap((filter) => {
      const name = `${workspace.slice(1)} ${area}${filter === '' ? '' : ` ${namedAlike(decodeURIComponent(filter), samples.now)}`}`;
      const path = () => `${workspace}/${area}?limit=50${filter === '' ? '' : `&${filter}`}`;
      const finds = filter === '' && who !== 'viewer' && !['approvals', 'audit'].includes(area);
      const first = { name, who: person, path, pages: 0, finds };
      const isLong = filter === '' && !['approvals', 'audit'].includes(area);
      return isLong ? [first, { ...first, name: `${name}, page ${FAR + 1}`, pages: FAR }] : [first];
    });
  });
}

/** Instants as days before the newest payment, ids as what they are: a case has one name, whatever its database and whenever loaded. */
function namedAlike(filter: string, now: number): string {
  return filter
    .replace(/[\da-f]{8}-[\da-f-]{27}/, 'one')
    .replaceAll(
      /\d{4}-[\dT:.-]+Z/g,
      (instant) => `${Math.round((Date.parse(instant) - now) / DAY_MS)}d`,
    );
}
