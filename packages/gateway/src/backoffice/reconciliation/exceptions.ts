// The queue of differences with the banks: its pages, the same as a file, and how long they have waited.
import type { z } from 'zod';
import { differenceOf, type ExceptionRow } from '../../reconciliation/exception.ts';
import {
  countAges,
  listExceptionPage,
  MOST_AGED,
  streamExceptions,
  type ExceptionListed,
  type ExceptionWanted,
} from '../../reconciliation/store-exceptions-view.ts';
import type { Asked } from '../asked.ts';
import {
  ageExceptions as ageShape,
  exportExceptions as exportShape,
  listExceptions as listShape,
} from '../contract/exceptions.ts';
import { instantWord, moneyWord, sendCsv, type Column } from '../csv/send.ts';
import { readCursor } from '../paging/cursor.ts';
import { iso } from '../paging/iso.ts';
import { cutPage } from '../paging/page.ts';
import { msOf } from '../people/cursor.ts';
import { route } from '../route.ts';

export type ExceptionWords = z.input<(typeof listShape)['answer']>['rows'][number];
type Filters = Omit<z.output<typeof listShape.query>, 'limit' | 'after'>;

const DAY_MS = 86_400_000;

/** The whole days between which the ages lie: at least, and less than. */
const AGES = { to_1: [0, 2], to_3: [2, 4], to_7: [4, 8], older: [8, null] } as const;

export const listExceptions = route(listShape, async (call) => {
  const { reading, query } = call;
  const after = readCursor(query.after);
  const found = await listExceptionPage(reading, wantedBy(call, query), after, query.limit);
  const page = cutPage(
    found.map((row) => ({ ...row, lane: null })),
    query.limit,
  );
  return { ...page, rows: page.rows.map(exceptionWords) };
});

const COLUMNS: readonly Column<ExceptionWords>[] = [
  ['opened_at', (row, zone) => instantWord(row.opened_at, zone)],
  ['client_id', (row) => row.client_id],
  ['bank', (row) => row.bank],
  ['day', (row) => row.day],
  ['exception_id', (row) => row.exception_id],
  ['reason', (row) => row.reason],
  ['type', (row) => row.type],
  ['state', (row) => row.state],
  ['subject_kind', (row) => row.subject?.kind ?? null],
  ['subject_id', (row) => row.subject?.id ?? null],
  ['bank_amount', (row) => (row.amount === null ? null : moneyWord(row.amount))],
  ['our_amount', (row) => (row.expected === null ? null : moneyWord(row.expected))],
  ['difference', (row) => moneyWord(row.difference)],
  ['in_suspense', (row) => moneyWord(row.in_suspense)],
  ['resolution', (row) => row.resolution],
  ['resolved_at', (row, zone) => instantWord(row.resolved_at, zone)],
];

export const exportExceptions = route(exportShape, async (call) =>
  sendCsv<ExceptionListed, ExceptionWords>(call, {
    name: 'exceptions',
    columns: COLUMNS,
    query: streamExceptions(wantedBy(call, call.query)),
    word: exceptionWords,
  }),
);

export const ageExceptions = route(ageShape, async (call) => {
  const { ctx, reading, query, scope } = call;
  const whose = { merchantId: scope.merchantIds?.[0] ?? null, bank: query.bank ?? null };
  const found = await countAges(reading, whose, ctx.clock.now());
  const ages = new Map(found.map((one) => [one.age, one]));
  return {
    rows: (Object.keys(AGES) as (keyof typeof AGES)[]).map((age) => ({
      age,
      count: ages.get(age)?.count ?? 0,
      rupiah: `${ages.get(age)?.rupiah ?? 0n}`,
    })),
    more: found.reduce((sum, { count }) => sum + count, 0) >= MOST_AGED,
  };
});

function wantedBy({ scope, ctx }: Pick<Asked, 'scope' | 'ctx'>, query: Filters): ExceptionWanted {
  const from = msOf(query.from);
  const to = msOf(query.to);
  const aged = query.age === undefined ? null : AGES[query.age];
  const now = ctx.clock.now();
  return {
    merchantId: scope.merchantIds?.[0] ?? null,
    // An age is that of what is still open.
    state: aged === null ? (query.state ?? null) : 'open',
    reason: query.reason ?? null,
    type: query.type ?? null,
    bank: query.bank ?? null,
    day: query.day ?? null,
    subjectId: query.subject_id ?? null,
    from: latest(from, aged === null || aged[1] === null ? null : now - aged[1] * DAY_MS + 1),
    to: earliest(to, aged === null || aged[0] === 0 ? null : now - aged[0] * DAY_MS + 1),
  };
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function earliest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** An exception as a row. */
export function exceptionWords(
  row: ExceptionRow & Pick<ExceptionListed, 'client_id' | 'merchant_name'>,
): ExceptionWords {
  const { subject_kind: kind, subject_id: id, state } = row;
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    exception_id: row.exception_id,
    bank: row.bank,
    day: row.day,
    reason: row.reason,
    state,
    type: row.type,
    subject: kind === null || id === null ? null : { kind, id },
    amount: digits(row.amount),
    expected: digits(row.expected),
    difference: `${differenceOf(row)}`,
    in_suspense: `${state === 'open' ? row.booked : 0n}`,
    opened_at: iso(row.opened_at),
    resolved_at: iso(row.resolved_at),
    resolution: row.resolution,
  };
}

/** Whole rupiah as digits. */
export function digits(amount: bigint): string;
export function digits(amount: bigint | null): string | null;
export function digits(amount: bigint | null): string | null {
  return amount === null ? null : `${amount}`;
}
