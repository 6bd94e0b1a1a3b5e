// SQL of every list: a walk back in time along one index, which looks at a bounded number of rows and keeps those that the
// filters find. Its time does not depend on the size of the table.
import type { Query } from '../../base/db.ts';
import type { Spot } from './cursor.ts';
import { queryOf, sql, type Fragment } from './fragment.ts';

/** Rows that one call looks at. */
export const LOOK = 2_000;

/** A table that is listed. In all fragments `x` is its row. */
export interface Listed {
  table: 'payments' | 'tokens' | 'refunds' | 'notifications' | 'payouts';
  id: 'payment_id' | 'token_id' | 'refund_id' | 'notification_id' | 'payout_id';
  /** The columns of `x` that filters and sums name, beside the keys and `created_at`. */
  carried: Fragment;
  /** The columns of `x` that a stream carries. */
  streamed: Fragment;
  /** What a row of the list shows, of `w` (the whole row that was found), `m` (its merchant) and what is joined. */
  columns: Fragment;
  /** Joined to rows that were found, by their keys. */
  joins: Fragment;
}

/** What a list is narrowed to. */
export interface Narrowed {
  /** Null for every merchant. */
  merchantIds: readonly string[] | null;
  /** Conditions that an index of the table holds, so that the walk passes nothing else. */
  along: readonly Fragment[];
  /** Conditions that each row is looked at for. */
  filters: readonly Fragment[];
  from: string | null;
  to: string | null;
}

/** What every row of a walk says beside its columns. */
export interface Walked {
  lane: string | null;
  spot_at: string;
  spot_id: string;
  matched: boolean;
  /** The last one that was looked at: there may be more behind it. */
  last: boolean;
}

const NEVER = ['seqscan', 'hashjoin', 'mergejoin'] as const;
const IN_ORDER = ['bitmapscan', 'sort'] as const;

/**
 * The planner believes in averages, and a walk must follow its index for the largest merchant and for the smallest: what could
 * read a whole table or sort it is out for the transaction.
 */
export const WALKING: Query = planned('bo-walking', { sorts: false });

/**
 * For what is looked up by its key, for the transaction: the few rows that are found may be sorted. A plan that may not sort
 * would rather walk a whole list in its order, past millions that are not meant.
 */
export const LOOKING_UP: Query = planned('bo-looking-up', { sorts: true });

function planned(name: string, { sorts }: { sorts: boolean }): Query {
  const settings = [
    ...NEVER.map((one) => [`enable_${one}`, 'off']),
    ...IN_ORDER.map((one) => [`enable_${one}`, sorts ? 'on' : 'off']),
    ['jit', 'off'],
    // One person waits for one page: what needs several processes has the wrong plan.
    ['max_parallel_workers_per_gather', '0'],
  ];
  const set = settings.map(([setting, value]) => `set_config('${setting}', '${value}', true)`);
  return { name, text: `select ${set.join(', ')}`, values: [] };
}

/**
 * One page and the row after it. Each merchant is a lane of its own, walked in its own index, and the lanes share what is looked
 * at; for every merchant there is one lane, along the index of all.
 */
export function walkQuery(listed: Listed, narrowed: Narrowed, after: Spot, limit: number): Query {
  const look = lookOf(narrowed, limit);
  const keep = keepOf(narrowed);
  return queryOf(sql`
    select lane.lane, f.spot_at, f.spot_id, f.matched, f.last, ${listed.columns}
      from (${lanes(narrowed)} cross join lateral (
        select ${rowOf(listed)}, ${spotOf(listed)}, ${keep} as matched, x.looked = ${look} as last
          from (${walk(listed, narrowed, after, look)}) x
         where x.looked = ${look} or ${keep}
         order by x.created_at desc, x.${id(listed)} desc
         limit ${limit + 1}) f)
      join ${sql.raw(listed.table)} w on w.merchant_id = f.merchant_id and w.${id(listed)} = f.${id(listed)}
      join merchants m on m.merchant_id = w.merchant_id
      ${listed.joins}`);
}

/** Count and sum of what a walk finds, and how far it went; only what every lane has passed is counted. */
export function sumQuery(listed: Listed, narrowed: Narrowed, after: Spot): Query {
  const look = lookOf(narrowed, 0);
  return queryOf(sql`
    with walked as materialized (
      select x.created_at, x.amount, ${keepOf(narrowed)} as matched, x.looked = ${look} as last
        from (${lanes(narrowed)} cross join lateral (${walk(listed, narrowed, after, look)}) x)
    ), horizon as (select max(l.created_at) as at from walked l where l.last)
    select count(*) as count, coalesce(sum(l.amount), 0)::text as amount,
           (select h.at from horizon h) as searched_to
      from walked l
     where l.matched and l.created_at >= coalesce((select h.at from horizon h), '-infinity')`);
}

/** Everything that the filters find, in one stream, newest first within each lane. */
export function streamQuery(listed: Listed, narrowed: Narrowed): Query {
  return queryOf(sql`
    select ${listed.columns}
      from (${lanes(narrowed)} cross join lateral (
        select ${listed.streamed} from ${sql.raw(listed.table)} x
         where ${all([...reached(narrowed), ...narrowed.along, ...narrowed.filters, ...since(narrowed), ...until(narrowed)])}
         order by x.created_at desc, x.${id(listed)} desc) w)
      join merchants m on m.merchant_id = w.merchant_id
      ${listed.joins}`);
}

/** Whose row an id is, within the merchants that may be seen; for every merchant, by as many looks at the primary key. */
export function ownerQuery(
  listed: Pick<Listed, 'table' | 'id'> | { table: 'settlement_batches'; id: 'batch_id' },
  merchantIds: readonly string[] | null,
  wanted: string,
): Query {
  return queryOf(sql`
    select l.merchant_id
      from (${
        merchantIds === null
          ? sql`select m.merchant_id from merchants m`
          : sql`select u.merchant_id from unnest(${merchantIds}::uuid[]) as u (merchant_id)`
      }) l
     cross join lateral (
       select 1 from ${sql.raw(listed.table)} x
        where x.merchant_id = l.merchant_id and x.${sql.raw(listed.id)} = ${wanted} limit 1) x
     limit 1`);
}

function walk(listed: Listed, narrowed: Narrowed, after: Spot, look: number): Fragment {
  const { at, id: spot } = beginning(narrowed, after);
  const order = sql`x.created_at desc, x.${id(listed)} desc`;
  return sql`
    select ${rowOf(listed)}, row_number() over (order by ${order}) as looked
      from ${sql.raw(listed.table)} x
     where ${all([
       ...reached(narrowed),
       ...narrowed.along,
       sql`(x.created_at, x.${id(listed)}) < (${at}::timestamptz, ${spot}::uuid)`,
       ...since(narrowed),
     ])}
     order by ${order} limit ${sql.raw(`${look}`)}`;
}

function lanes({ merchantIds }: Narrowed): Fragment {
  return merchantIds === null
    ? sql`(values (null::uuid)) as lane (lane)`
    : sql`unnest(${merchantIds}::uuid[]) as lane (lane)`;
}

function reached({ merchantIds }: Narrowed): Fragment[] {
  return merchantIds === null ? [] : [sql`x.merchant_id = lane.lane`];
}

/**
 * Where a walk begins: at its cursor or at its end in time, whichever is earlier. As two conditions the index would be entered at
 * the later one, and everything between them read in vain.
 */
function beginning({ to }: Narrowed, after: Spot): Spot {
  if (to === null) return after;
  const at = new Date(to).toISOString().replace('Z', '000Z');
  return at < after.at ? { at, id: '00000000-0000-0000-0000-000000000000' } : after;
}

function since({ from }: Narrowed): Fragment[] {
  return from === null ? [] : [sql`x.created_at >= ${from}::timestamptz`];
}

function until({ to }: Narrowed): Fragment[] {
  return to === null ? [] : [sql`x.created_at < ${to}::timestamptz`];
}

function keepOf({ filters }: Narrowed): Fragment {
  return filters.length === 0 ? sql`true` : sql`coalesce(${all(filters)}, false)`;
}

function all(conditions: readonly Fragment[]): Fragment {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`;
}

function lookOf({ merchantIds }: Narrowed, limit: number): number {
  return Math.max(Math.ceil(LOOK / Math.max(merchantIds?.length ?? 1, 1)), limit + 1);
}

function spotOf(listed: Listed): Fragment {
  return sql`to_char(x.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as spot_at,
             x.${id(listed)}::text as spot_id`;
}

function rowOf(listed: Listed): Fragment {
  return sql`x.merchant_id, x.${id(listed)}, x.created_at, ${listed.carried}`;
}

function id(listed: Listed): Fragment {
  return sql.raw(listed.id);
}
