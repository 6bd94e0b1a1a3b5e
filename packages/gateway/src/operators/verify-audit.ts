// Verifies a chain of the audit, computing each link anew outside the database.
import { createHash } from 'node:crypto';
import type { Tx } from '../base/db.ts';
import { wordsOf } from './append-audit.ts';
import { findEntries, type AuditHead, type EntryRow } from './store-audit.ts';

const PAGE = 1000;

/** What a chain begins with: 32 zero bytes. */
export const AUDIT_START = Buffer.alloc(32);

export interface AuditLink {
  entryNo: bigint;
  hash: Buffer;
}

/** Where a chain is broken, and how. */
export interface BrokenAudit {
  entryNo: bigint;
  what: string;
}

/**
 * Follows a chain from a link that is vouched for to its head. Answers the first entry that was changed, is missing or
 * stands elsewhere, or a head that does not fit; null when all of it holds.
 */
export async function verifyAuditChain(
  on: Tx,
  head: AuditHead,
  from: AuditLink = { entryNo: 0n, hash: AUDIT_START },
): Promise<BrokenAudit | null> {
  let last = from.entryNo;
  let hash = from.hash;
  for (;;) {
    const page = await findEntries(on, head.merchantId, last, PAGE);
    for (const entry of page) {
      // Written while we read, after the head was: the chain up to the head is what is verified.
      if (entry.entry_no > head.entryNo) break;
      if (entry.entry_no !== last + 1n) return broken(last + 1n, 'is missing');
      hash = link(hash, head.merchantId, entry);
      if (!hash.equals(entry.hash)) return broken(entry.entry_no, 'was changed');
      last = entry.entry_no;
    }
    if (page.length < PAGE || last === head.entryNo) break;
  }
  if (last !== head.entryNo) return broken(last + 1n, 'is missing');
  return hash.equals(head.hash) ? null : broken(last, 'is not what the head says');
}

function link(previous: Buffer, merchantId: string, entry: EntryRow): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(`${merchantId}|${entry.entry_no}|${entry.at_us}|${wordsOf(entry)}`)
    .digest();
}

function broken(entryNo: bigint, what: string): BrokenAudit {
  return { entryNo, what };
}
