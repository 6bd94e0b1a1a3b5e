// The check that follows the chains of the audit.
import { OF_GATEWAY } from '../operators/doors.ts';
import { findAuditHeads, type AuditHead } from '../operators/store-audit.ts';
import { AUDIT_START, verifyAuditChain } from '../operators/verify-audit.ts';
import type { Looking } from './looking.ts';
import type { Mark } from './store.ts';

/**
 * X3: follows each merchant's chain from the entry that its mark remembers to its head. The gateway's own, which is no
 * merchant's and has no mark, is followed whole.
 */
export async function lookAtAudit(looking: Looking, marks: readonly Mark[]): Promise<Mark[]> {
  const known = new Map(marks.map((mark) => [mark.merchantId, mark]));
  const moved: Mark[] = [];
  for (const head of await findAuditHeads(looking.db, looking.scope)) {
    const from = linkOf(known.get(head.merchantId), head);
    const broken = await verifyAuditChain(looking.db, head, from);
    looking.rows += Number(head.entryNo - from.entryNo);
    const isGateway = head.merchantId === OF_GATEWAY;
    if (broken !== null) {
      const detail = `entry ${broken.entryNo} ${broken.what}`;
      const merchantId = isGateway ? null : head.merchantId;
      looking.found([{ merchant_id: merchantId, subject: `${broken.entryNo}`, detail }]);
    }
    if (!isGateway) moved.push(markOf(looking, head));
  }
  return moved;
}

/** A head that has gone back has no past to begin from. */
function linkOf(mark: Mark | undefined, head: AuditHead): { entryNo: bigint; hash: Buffer } {
  const { journalNo: entryNo, anchor } = mark ?? { journalNo: 0n, anchor: null };
  if (anchor === null || entryNo > head.entryNo) return { entryNo: 0n, hash: AUDIT_START };
  return { entryNo, hash: Buffer.from(anchor, 'hex') };
}

function markOf({ now }: Looking, { merchantId, entryNo, hash }: AuditHead): Mark {
  return { merchantId, throughAt: now, journalNo: entryNo, anchor: hash.toString('hex') };
}
