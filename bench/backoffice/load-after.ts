// What is written once the payments are: heads and balances of the books, the audit, the figures.
import type pg from 'pg';
import type { Db } from '../../packages/gateway/src/base/db.ts';
import * as figures from '../../packages/gateway/src/figures/store.ts';
import { countFigures } from '../../packages/gateway/src/figures/turn.ts';
import { systemClock } from '../../packages/gateway/src/base/clock.ts';
import { sumLedger } from '../../packages/gateway/src/ledger/sum.ts';
import { appendAudit } from '../../packages/gateway/src/operators/append-audit.ts';
import type { AuditNote } from '../../packages/gateway/src/operators/audit.ts';
import { DAY_MS, DAYS, type createChain } from './history.ts';

/** What a database looks like that was loaded by this version; kept ones of another shape are loaded anew. */
export const SHAPE = 4;

/** A merchant while it is loaded. */
export interface Loaded {
  merchantId: string;
  customers: { id: string; name: string; phone: string; token: Buffer; key: Buffer }[];
  chain: ReturnType<typeof createChain>;
}

/** Heads and balances, as the journals have left them. */
export async function writeBooks(client: pg.Client, merchants: readonly Loaded[]): Promise<void> {
  for (const { merchantId, chain } of merchants) {
    await client.query(
      'update ledger_heads set journal_no = $2, hash = $3 where merchant_id = $1',
      [merchantId, chain.journals, chain.hash()],
    );
    await client.query(
      `insert into ledger_accounts (merchant_id, account, debits, credits)
       values ($1, 'bank_receivable:cimb', $2, $3), ($1, 'merchant_payable', $3, $2)`,
      [merchantId, chain.paid, chain.refunded],
    );
  }
}

/** The sums of the ledger, by the worker's chore. */
export async function sumBooks(db: Db): Promise<void> {
  while ((await sumLedger({ db })) > 0);
}

/**
 * What the bank's statements have shown of the last days, up to yesterday's; each is looked through but for yesterday's. What was
 * due before today is in a batch, so that what waits is as much as on any day.
 */
export async function writeItems(client: pg.Client): Promise<void> {
  await client.query(
    `insert into statements (statement_id, bank, day, sha256, state, lines, imported_by, imported_at, matched_at, judged_at)
     select gen_random_uuid(), 'cimb', d::date, sha256(d::text::bytea), 'matched', 0, 'bench', now(), now(),
            case when d::date < current_date - 1 then now() end
       from generate_series(current_date - ${DAYS + 2}, current_date - 1, interval '1 day') as d`,
  );
  await client.query(
    `insert into settlement_items (merchant_id, item_id, kind, payment_id, bank, amount, fee, succeeded_day, working_days,
                                   due_day, reconciled_at, chunk_id, batch_id)
     select p.merchant_id, p.payment_id, 'payment', p.payment_id, 'cimb', p.amount, 0, f.day, 2, f.day + 2, now(), p.merchant_id,
            case when f.day + 2 < current_date then p.merchant_id end
       from payments p
      cross join lateral (select (p.finished_at at time zone 'Asia/Jakarta')::date as day) f
      where p.state = 'succeeded' and f.day < current_date`,
  );
}

interface Asked {
  id: string;
  subject: string;
  asked: unknown;
  reason: string;
  asked_by: string;
  decided_by: string;
  decision_reason: string;
  at: number;
}

/** Requests for approval whose notes are written by one call. */
const AT_ONCE = 25;

/** The audit of the refunds above the limit, in the chains that the gateway verifies: asked for, and approved. */
export async function writeAudit(
  client: pg.Client,
  db: Db,
  merchants: readonly Loaded[],
): Promise<void> {
  for (const { merchantId } of merchants) {
    const { rows } = await client.query<Asked>(
      `select a.approval_id as id, a.subject, a.asked, a.reason, a.asked_by, a.decided_by, a.decision_reason,
              (extract(epoch from a.asked_at) * 1000)::float8 as at
         from approvals a where a.merchant_id = $1 order by a.asked_at`,
      [merchantId],
    );
    for (let n = 0; n < rows.length; n += AT_ONCE) {
      const some = rows.slice(n, n + AT_ONCE);
      const notes = some.flatMap((one) => notesOf(merchantId, one));
      await db.transaction((tx) => appendAudit(tx, notes, some.at(-1)?.at ?? 0));
    }
  }
}

function notesOf(merchantId: string, one: Asked): AuditNote[] {
  const from = { merchantId, by: 'backoffice', address: '203.0.113.9', before: null } as const;
  return [
    {
      ...from,
      operatorId: one.asked_by,
      role: 'finance_maker',
      act: 'refund.asked',
      subject: one.subject,
      reason: one.reason,
      after: one.asked,
    },
    {
      ...from,
      operatorId: one.decided_by,
      role: 'approver',
      act: 'approval.approved',
      subject: one.id,
      reason: one.decision_reason,
      after: { kind: 'refund', subject: one.subject },
    },
  ];
}

const HOUR_MS = 3_600_000;

/**
 * Counts the figures by the functions of the worker's chore, a day at a time: the chore goes by the hour and sums its day
 * anew for each. What is left to now the chore counts itself.
 */
export async function countDays(db: Db, merchants: readonly Loaded[], now: number): Promise<void> {
  const clock = systemClock();
  await figures.beginTurns(db, clock.now());
  const first = Math.floor((now - (DAYS + 1) * DAY_MS) / HOUR_MS) * HOUR_MS;
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  for (let from = first; from < last; from += DAY_MS) {
    const to = Math.min(from + DAY_MS, last);
    const hours = Array.from({ length: (to - from) / HOUR_MS }, (_, n) => from + n * HOUR_MS);
    await db.transaction(async (tx) => {
      const each = merchants.flatMap(({ merchantId }) =>
        hours.map((hour) => ({ merchantId, hour })),
      );
      await figures.countHours(tx, each, to);
      await figures.countCalls(tx, from, to);
      await figures.endTurn(tx, to, to);
    });
  }
  while ((await countFigures({ db, clock })) > 0);
}

/** The worker's check would read everything while something else is measured: it has just been made, so to speak. */
export async function restNow(client: pg.Client, payments: number): Promise<void> {
  await client.query(
    `insert into check_turn (single, next_at, full_at)
     values (true, now() + interval '2 days', now() + interval '2 days') on conflict (single) do nothing`,
  );
  await client.query(
    'create table bench_loaded as select $1::bigint as payments, $2::int as shape',
    [payments, SHAPE],
  );
}
