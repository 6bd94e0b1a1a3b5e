// Asking for a second pair of eyes, once: who asks for the same thing again is told of the request that is open already.
import type { Tx } from '../base/db.ts';
import type { Sealer } from '../base/secrets.ts';
import { appendAudit } from './append-audit.ts';
import { APPROVALS } from './approval.ts';
import {
  askApproval,
  secretOf,
  storedOf,
  type NewApproval,
  type StoredApproval,
} from './approvals.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { canonicalJson, plainJson } from './canonical.ts';
import type { OperatorDoors } from './doors.ts';
import { findOpenApprovals, takeTurn } from './store-approvals.ts';

export interface ToAsk extends NewApproval {
  /** What of `asked` makes it the same request; absent: all of it. */
  sameBy?: readonly string[];
  /** True where a subject has one open request at the most: who asks for something else is refused. */
  alone?: boolean;
}

/**
 * Writes the request with its audit, or finds the one that is open and asks for the same; answers its id. `earlier` are the
 * notes of what the transaction has done already. Throws
 * {@link Barred} `already_asked` with the id of an open request that asks for something else and leaves no room.
 */
export async function askOnce(
  doors: OperatorDoors,
  tx: Tx,
  wanted: ToAsk,
  note: AuditNote,
  earlier: readonly AuditNote[] = [],
): Promise<string> {
  const { merchantId, kind, subject } = wanted;
  await takeTurn(tx, `${merchantId} ${kind} ${subject}`);
  const rows = await findOpenApprovals(tx, merchantId, kind, subject, doors.clock.now());
  const open = rows.map(storedOf);
  const same = open.find((one) => isSame(doors.sealer, one, wanted));
  if (same !== undefined) {
    await appendAudit(tx, earlier, doors.clock.now());
    return same.approvalId;
  }
  const [other] = open;
  if (wanted.alone === true && other !== undefined) {
    throw new Barred('already_asked', {
      message: `another request about this is open: ${other.approvalId}`,
      approvalId: other.approvalId,
    });
  }
  // The head of the audit is locked after the turn, by everybody.
  await appendAudit(tx, earlier, doors.clock.now());
  return await askApproval(doors, tx, wanted, note);
}

function isSame(sealer: Sealer, open: StoredApproval, wanted: ToAsk): boolean {
  // What is shown once is shown to who asked: another person's request is of no use to this one.
  const collects = APPROVALS[wanted.kind].carriedOut === 'when collected';
  if (collects && open.askedBy !== wanted.askedBy) return false;
  const names = wanted.sameBy ?? Object.keys({ ...open.asked, ...wanted.asked });
  const said = plainJson(wanted.asked) as Record<string, unknown>;
  return (
    names.every(
      (name) => canonicalJson(open.asked[name] ?? null) === canonicalJson(said[name] ?? null),
    ) && secretOf(sealer, open) === (wanted.secret ?? null)
  );
}
