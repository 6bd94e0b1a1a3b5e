// SQL of payouts and their files in the Back Office: the list, one of them with its history, and the files.
import type { Query } from '../../base/db.ts';
import type { PayoutState } from '../../settlement/payout.ts';
import { queryOf, sql } from '../paging/fragment.ts';
import type { Spot } from '../paging/cursor.ts';
import type { Listed } from '../paging/store.ts';

export interface PayoutListRow {
  merchant_id: string;
  client_id: string;
  merchant_name: string;
  payout_id: string;
  batch_id: string;
  day: string;
  bank: string;
  account: string;
  bank_name: string | null;
  number_tail: string | null;
  amount: bigint;
  state: PayoutState;
  reason: string | null;
  file_id: string | null;
  held: boolean;
  created_at: number;
  changed_at: number;
}

/** Of `x` and `w`: an account that gets nothing until somebody releases it. */
export const HELD = sql`x.state in ('refused', 'returned') and x.released_at is null`;

const COLUMNS = sql`
  m.client_id, m.name as merchant_name, w.merchant_id, w.payout_id, w.batch_id, b.day::text as day, w.bank, w.account,
  a.bank_name, a.number_tail, w.amount, w.state, w.reason, w.file_id,
  w.state in ('refused', 'returned') and w.released_at is null as held, w.created_at, w.changed_at`;
const JOINS = sql`
  join settlement_batches b on b.merchant_id = w.merchant_id and b.batch_id = w.batch_id
  left join bank_accounts a on a.merchant_id = w.merchant_id and a.account_id = w.account`;

export const PAYOUTS: Listed = {
  table: 'payouts',
  id: 'payout_id',
  carried: sql`x.state, x.bank, x.amount`,
  streamed: sql`x.*`,
  columns: COLUMNS,
  joins: JOINS,
};

/** One payout as the list shows it. */
export function payoutRowQuery(merchantId: string, payoutId: string): Query {
  return queryOf(sql`
    select ${COLUMNS} from payouts w
      join merchants m on m.merchant_id = w.merchant_id
      ${JOINS}
     where w.merchant_id = ${merchantId} and w.payout_id = ${payoutId}`);
}

export interface PayoutEventRow {
  at: number;
  state: PayoutState;
  actor: string;
  reason: string | null;
}

/** All that happened to a payout, oldest first. */
export function payoutEventsQuery(merchantId: string, payoutId: string): Query {
  return {
    name: 'bo-payout-events',
    text: `select e.at, e.state, e.actor, e.evidence ->> 'reason' as reason from payout_events e
            where e.merchant_id = $1 and e.payout_id = $2 order by e.version`,
    values: [merchantId, payoutId],
  };
}

export interface FileListRow {
  file_id: string;
  bank: string;
  day: string;
  message_id: string;
  state: 'ready' | 'sent' | 'refused';
  payouts: number;
  amount: string;
  reason: string | null;
  created_at: number;
  sent_at: number | null;
}

/** A file in the list, with what it holds where the bank has refused all of it. */
export interface FileListedRow extends FileListRow {
  spot_at: string;
  held: { reason: string; payouts: number; amount: string; disputed: number }[] | null;
}

const FILE_COLUMNS = `f.file_id, f.bank, f.day::text as day, f.message_id, f.state, f.payouts, f.amount, f.reason, f.created_at,
                      f.sent_at`;

/** Whether no payout of a file stands otherwise; of a file that was paid, its first payout says so. */
const IS_REFUSED = `not exists (select 1 from payouts o where o.file_id = f.file_id and o.state <> 'refused')`;
/** What of such a file is held, by reason: a file has a thousand payouts at the most. */
const HELD_BY = `(
                    select json_agg(json_build_object('reason', h.reason, 'payouts', h.payouts, 'amount', h.amount::text,
                                                      'disputed', h.disputed) order by h.payouts desc, h.reason)
                      from (select coalesce(q.reason, '') as reason, count(*) as payouts, sum(q.amount) as amount,
                                   count(*) filter (where exists (
                                     select 1 from exceptions e
                                      where e.merchant_id = q.merchant_id and e.subject_id = q.payout_id and e.state = 'open'
                                   )) as disputed
                              from payouts q where q.file_id = f.file_id and q.released_at is null group by 1) h)`;

/** Files, newest first; of one merchant those that pay it. It names no merchant, since a file pays several. */
export function filesQuery(
  merchantIds: readonly string[] | null,
  after: Spot,
  limit: number,
): Query {
  return {
    name: 'bo-payout-files',
    text: `select ${FILE_COLUMNS}, to_char(f.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as spot_at,
                  case when f.state <> 'ready' and ${IS_REFUSED} then ${HELD_BY} end as held
             from payout_files f
            where (f.created_at, f.file_id) < ($2::timestamptz, $3::uuid)
              and ($1::uuid[] is null or exists (select 1 from payouts p
                                                  where p.file_id = f.file_id and p.merchant_id = any ($1)))
            order by f.created_at desc, f.file_id desc limit $4`,
    values: [merchantIds, after.at, after.id, limit],
  };
}

/** One file without its content. */
export function fileQuery(fileId: string): Query {
  return {
    name: 'bo-payout-file',
    text: `select ${FILE_COLUMNS} from payout_files f where f.file_id = $1`,
    values: [fileId],
  };
}

/** Whether payouts are ready that are in no file; of one merchant, or of any. */
export function unfiledQuery(merchantIds: readonly string[] | null): Query {
  return {
    name: 'bo-payouts-unfiled',
    text: `select 1 from payouts p
            where p.state = 'ready' and p.file_id is null and ($1::uuid[] is null or p.merchant_id = any ($1)) limit 1`,
    values: [merchantIds],
  };
}
