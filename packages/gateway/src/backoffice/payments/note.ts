// A note in the audit in a commit of its own: for what is read out of here, and for what is about to be asked of a bank.
import type { Context } from '../../context.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { AuditNote } from '../../operators/audit.ts';

/** Writes the note; what it speaks of is done afterwards, or not at all when this fails. */
export async function writeNote(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  note: AuditNote,
): Promise<void> {
  await db.transaction((tx) => appendAudit(tx, [note], clock.now()));
}
