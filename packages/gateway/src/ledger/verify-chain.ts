// Verifies the hash chain of a merchant, computing each link anew outside the database.
import { createHash } from 'node:crypto';
import type { Db } from '../base/db.ts';
import { findJournals, type Head, type JournalRow } from './store.ts';

const PAGE = 5_000;

/** Where a chain is broken, and how. */
export interface Broken {
  subject: string;
  detail: string;
}

/** What a chain begins with: 32 zero bytes. */
export const CHAIN_START = Buffer.alloc(32);

/** A link of a chain: a journal's number and hash; 0 and {@link CHAIN_START} before the first. */
export interface Link {
  journalNo: bigint;
  hash: Buffer;
}

/**
 * Follows a merchant's chain from a link that is vouched for to its head. Answers what is broken: a changed, missing or
 * reordered journal, or a head that does not fit its chain; null when nothing is.
 */
export async function verifyChain(db: Db, head: Head, from: Link): Promise<Broken | null> {
  let last = from.journalNo;
  let hash = from.hash;
  for (;;) {
    const page = await findJournals(db, head.merchantId, last, PAGE);
    for (const journal of page) {
      // Written while we read, after the head was: the chain up to the head is what is verified.
      if (journal.journal_no > head.journalNo) break;
      if (journal.journal_no !== last + 1n) return broken(last + 1n, 'is missing');
      hash = linkOf(hash, head.merchantId, journal);
      if (!hash.equals(journal.hash)) return broken(journal.journal_no, 'was changed');
      last = journal.journal_no;
    }
    if (page.length < PAGE || last === head.journalNo) break;
  }
  if (last !== head.journalNo) return broken(last + 1n, 'is missing');
  return hash.equals(head.hash) ? null : broken(last, 'is not what the head says');
}

/** The hash of a journal behind the one before it. */
export function linkOf(previous: Buffer, merchantId: string, journal: JournalRow): Buffer {
  const { journal_no: no, template, subject_id: subject, made_us: made, lines } = journal;
  return createHash('sha256')
    .update(previous)
    .update(`${merchantId}|${no}|${template}|${subject}|${made}|${lines ?? ''}`)
    .digest();
}

function broken(journalNo: bigint, what: string): Broken {
  return { subject: `${journalNo}`, detail: `journal ${journalNo} ${what}` };
}
