// Writes to the audit, in the transaction of the act: what is said becomes canonical JSON, so that the chain can be verified.
import type { Tx } from '../base/db.ts';
import type { AuditNote } from './audit.ts';
import { canonicalJson, plainJson } from './canonical.ts';
import { OF_GATEWAY } from './doors.ts';
import { appendEntries, type EntryRow, type Said } from './store-audit.ts';

/**
 * Appends notes to the chains of their merchants. `at` is business time, epoch ms. Takes the lock of each chain's head
 * until the transaction ends: call it last.
 */
export async function appendAudit(tx: Tx, notes: readonly AuditNote[], at: number): Promise<void> {
  if (notes.length > 0) await appendEntries(tx, at, notes.map(saidBy));
}

/** What the chain hashes of an entry beside its place and time. */
export function wordsOf(entry: Omit<EntryRow, 'entry_no' | 'at_us' | 'hash'>): string {
  const { operator_id, by, role, address, act, subject, reason, before, after } = entry;
  return canonicalJson([operator_id, by, role, address, act, subject, reason, before, after]);
}

function saidBy(note: AuditNote): Said {
  const said = plainJson({ ...note, before: note.before ?? null, after: note.after ?? null });
  const { merchantId, operatorId, by, role, address, act, subject, reason, before, after } =
    said as AuditNote;
  const words = { operator_id: operatorId, by, role, address, act, subject, reason, before, after };
  return {
    merchantId: merchantId ?? OF_GATEWAY,
    operatorId,
    by,
    role,
    address,
    act,
    subject,
    reason,
    before: before === null ? null : JSON.stringify(before),
    after: after === null ? null : JSON.stringify(after),
    words: wordsOf(words),
  };
}
