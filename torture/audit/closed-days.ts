// Closed days, R6: what was written down of each merchant's ledger is in its chain still, the seal is the hash of it, it is the seal
// that whoever closed the day was given, and nothing was counted on the day afterwards.
import { createHash } from 'node:crypto';
import type { Findings } from './findings.ts';
import type { Snapshot } from './snapshot.ts';

/** A day as whoever closed it was told. */
export interface ClosedDay {
  day: string;
  headsHash: string;
}

interface DayRow {
  bank: string;
  day: string;
  hash: Buffer;
}

/** Judges every closed day; answers how many there are. */
export async function judgeClosedDays(
  snapshot: Snapshot,
  told: readonly ClosedDay[],
  findings: Findings,
): Promise<number> {
  const days = await snapshot.all<DayRow>(
    'select c.bank, c.day::text, c.heads_hash as hash from closed_days c order by c.bank, c.day',
  );
  for (const one of days) {
    findings.look('R6');
    await judgeSeal(snapshot, one, findings);
  }
  for (const { day, headsHash } of told) {
    const kept = days.find((one) => one.day === day);
    if (kept?.hash.toString('hex') === headsHash) continue;
    findings.wrong(
      'R6',
      day,
      `was closed as ${headsHash}, and is ${kept?.hash.toString('hex') ?? 'open'}`,
    );
  }
  await snapshot.each<{ what: string; ref: string; day: string }>(
    `select d.what, d.ref::text, d.day::text
       from (select 'what was matched' as what, k.chunk_id as ref, k.bank, k.day, k.made_at as at from reconciled_chunks k
             union all select 'a difference', e.exception_id, e.bank, e.day, e.opened_at from exceptions e
             union all select 'a resolution', e.exception_id, e.bank, e.resolved_day, e.resolved_at from exceptions e
                        where e.resolved_day is not null) d
       join closed_days c on c.bank = d.bank and c.day = d.day and d.at > c.closed_at`,
    ({ what, ref, day }) =>
      findings.wrong('R6', ref, `${what} counts on ${day}, which was closed before`),
  );
  return days.length;
}

async function judgeSeal(
  snapshot: Snapshot,
  { bank, day, hash }: DayRow,
  findings: Findings,
): Promise<void> {
  const seal = createHash('sha256');
  await snapshot.each<{ merchant: string; no: string; hash: Buffer; chained: Buffer | null }>(
    `select h.merchant_id as merchant, h.journal_no as no, h.hash, j.hash as chained
       from closed_heads h
       left join ledger_journals j on j.merchant_id = h.merchant_id and j.journal_no = h.journal_no
      where h.bank = '${bank}' and h.day = '${day}' order by h.merchant_id`,
    ({ merchant, no, hash: head, chained }) => {
      seal.update(`${merchant}|${no}|${head.toString('hex')}\n`);
      if (BigInt(no) === 0n || chained?.equals(head) === true) return;
      findings.wrong(
        'R6',
        `${day} ${merchant}`,
        `journal ${no} is not what it was when the day was closed`,
      );
    },
  );
  if (!seal.digest().equals(hash))
    findings.wrong('R6', day, 'its seal is not that of what was written down');
}
