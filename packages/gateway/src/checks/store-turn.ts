// SQL of the hourly check: whose turn it is, and what the last one came to.
import { instant, type Db } from '../base/db.ts';

/** What a check came to when it last ended. */
export interface CheckResult {
  check: string;
  /** Epoch ms, by the database's own clock. */
  endedAt: number;
  rows: bigint;
  findings: number;
}

/** Takes the turn when it is due and nobody has it; says whether it is a full one. Null when it is not ours. */
export async function takeTurn(
  db: Db,
  at: number,
  leaseUntil: number,
): Promise<{ full: boolean } | null> {
  await db.rows({
    name: 'check-turn-first',
    text: `insert into check_turn (single, next_at, full_at) values (true, $1, $1)
           on conflict (single) do nothing`,
    values: [instant(at)],
  });
  const [turn] = await db.rows<{ full: boolean }>({
    name: 'check-turn-take',
    text: `update check_turn c set lease_until = $2
            where c.next_at <= $1 and (c.lease_until is null or c.lease_until <= $1)
        returning c.full_at <= $1 as full`,
    values: [instant(at), instant(leaseUntil)],
  });
  return turn ?? null;
}

/** Keeps the turn for longer. */
export async function keepTurn(db: Db, leaseUntil: number): Promise<void> {
  await db.rows({
    name: 'check-turn-keep',
    text: 'update check_turn set lease_until = $1',
    values: [instant(leaseUntil)],
  });
}

/** Ends the turn; `fullAt` is null where the next full one stays when it was. */
export async function endTurn(db: Db, nextAt: number, fullAt: number | null): Promise<void> {
  await db.rows({
    name: 'check-turn-end',
    text: `update check_turn c set lease_until = null, next_at = $1,
                  full_at = coalesce($2::timestamptz, c.full_at)`,
    values: [instant(nextAt), instant(fullAt)],
  });
}

/** Keeps what a check came to. */
export async function keepResult(
  db: Db,
  { check, rows, findings }: Omit<CheckResult, 'endedAt'>,
): Promise<void> {
  await db.rows({
    name: 'check-keep-result',
    text: `insert into check_results (check_name, ended_at, looked_at, findings) values ($1, now(), $2, $3)
           on conflict (check_name) do update
             set ended_at = excluded.ended_at, looked_at = excluded.looked_at,
                 findings = excluded.findings`,
    values: [check, rows, findings],
  });
}

/** What every check last came to. */
export async function findResults(db: Db): Promise<CheckResult[]> {
  const rows = await db.rows<{
    check_name: string;
    ended_at: number;
    looked_at: bigint;
    findings: number;
  }>({
    name: 'check-results',
    text: 'select r.check_name, r.ended_at, r.looked_at, r.findings from check_results r',
    values: [],
  });
  return rows.map((row) => ({
    check: row.check_name,
    endedAt: row.ended_at,
    rows: row.looked_at,
    findings: row.findings,
  }));
}
