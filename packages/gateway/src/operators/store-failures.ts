// SQL of wrong tries to sign in, between two entries of the audit.
import { instant, type Tx } from '../base/db.ts';

export interface FailureRow {
  operator_id: string;
  what: 'password' | 'second factor' | 'identity provider';
  failures: number;
  /** From where the last one came. */
  address: string;
  first_at: number;
}

/** Counts one. */
export async function countFailure(
  on: Tx,
  one: {
    key: Buffer;
    operatorId: string | null;
    what: FailureRow['what'];
    address: string;
    at: number;
  },
): Promise<void> {
  await on.rows({
    name: 'failures-count',
    text: `insert into sign_in_failures as f (key, operator_id, what, failures, address, first_at, last_at)
           values ($1, $2, $3, 1, $4, $5, $5)
           on conflict (key) do update
             set failures = f.failures + 1, address = excluded.address, last_at = excluded.last_at,
                 first_at = case when f.failures = 0 then excluded.first_at else f.first_at end`,
    values: [one.key, one.operatorId, one.what, one.address, instant(one.at)],
  });
}

/** Takes what was counted for people who are known and was last written before a moment; each is taken by one of many. */
export async function claimFailures(
  tx: Tx,
  { at, before, most }: { at: number; before: number; most: number },
): Promise<FailureRow[]> {
  return await tx.rows<FailureRow>({
    name: 'failures-claim',
    text: `update sign_in_failures f set failures = 0, written_at = $1
             from (select d.key, d.failures from sign_in_failures d
                    where d.operator_id is not null and d.failures > 0 and (d.written_at is null or d.written_at <= $2)
                    order by d.key limit $3 for update skip locked) as due
            where f.key = due.key
           returning f.operator_id, f.what, due.failures, f.address, f.first_at`,
    values: [instant(at), instant(before), most],
  });
}

/** Forgets what is written, and what was typed by nobody who is known, when nothing was added since a moment. */
export async function forgetFailures(on: Tx, before: number): Promise<void> {
  await on.rows({
    name: 'failures-forget',
    text: `delete from sign_in_failures
            where last_at <= $1 and (operator_id is null or failures = 0 and written_at <= $1)`,
    values: [instant(before)],
  });
}
