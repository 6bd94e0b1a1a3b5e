// Verifies the hash chain of every merchant, computing each link anew outside the database.
import { createHash } from 'node:crypto';
import type { Db } from '../base/db.ts';
import { findHeads, findJournals, type Finding, type Head, type JournalRow } from './store.ts';

const PAGE = 5_000;

/** What a chain begins with: 32 zero bytes. */
export const CHAIN_START = Buffer.alloc(32);

/** Findings of all chains: a changed, missing or reordered journal, or a head that does not fit its chain. */
export async function verifyChains(db: Db): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const head of await findHeads(db)) findings.push(...(await verifyChain(db, head)));
  return findings;
}

async function verifyChain(db: Db, head: Head): Promise<Finding[]> {
  let last = 0n;
  let hash: Buffer = CHAIN_START;
  for (;;) {
    const page = await findJournals(db, head.merchantId, last, PAGE);
    for (const journal of page) {
      // Written while we read, after the head was: the chain up to the head is what is verified.
      if (journal.journal_no > head.journalNo) break;
      if (journal.journal_no !== last + 1n) return [broken(head, last + 1n, 'is missing')];
      hash = link(hash, head.merchantId, journal);
      if (!hash.equals(journal.hash)) return [broken(head, journal.journal_no, 'was changed')];
      last = journal.journal_no;
    }
    if (page.length < PAGE || last === head.journalNo) break;
  }
  if (last !== head.journalNo) return [broken(head, last + 1n, 'is missing')];
  return hash.equals(head.hash) ? [] : [broken(head, last, 'is not what the head says')];
}

function link(previous: Buffer, merchantId: string, journal: JournalRow): Buffer {
  const { journal_no: no, template, subject_id: subject, made_us: made, lines } = journal;
  return createHash('sha256')
    .update(previous)
    .update(`${merchantId}|${no}|${template}|${subject}|${made}|${lines ?? ''}`)
    .digest();
}

function broken(head: Head, journalNo: bigint, what: string): Finding {
  return {
    check: 'chain',
    merchantId: head.merchantId,
    subject: `${journalNo}`,
    detail: `journal ${journalNo} ${what}`,
  };
}
