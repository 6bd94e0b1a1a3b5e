// Asking for a second pair of eyes: written down together with its audit, and answered with its id.
import type { Tx } from '../../base/db.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { ApprovalKind } from '../../operators/approval.ts';
import { askApproval } from '../../operators/approvals.ts';
import type { AuditNote } from '../../operators/audit.ts';
import type { Asked } from '../asked.ts';
import { Denied } from '../denied.ts';

export interface Wanted {
  kind: ApprovalKind;
  subject: string;
  /** Shown to whoever may see it. */
  asked: Record<string, unknown>;
  /** Sealed, and seen by nobody. */
  secret?: string;
  reason: string;
}

export interface WaitsForApproval {
  result: 'approval';
  approval_id: string;
}

/** Writes the request down; in `tx` with the notes of what is done already, where there is one. */
export async function askFor(
  call: Asked,
  { merchantId }: Pick<Merchant, 'merchantId'>,
  wanted: Wanted,
  tx?: Tx,
  notes: readonly AuditNote[] = [],
): Promise<WaitsForApproval> {
  const { ctx, person } = call;
  const note = call.note(`${wanted.kind}.asked`, wanted.subject, {
    reason: wanted.reason,
    after: wanted.asked,
  });
  const input = { ...wanted, merchantId, askedBy: person.operatorId };
  const write = async (within: Tx): Promise<string> => {
    await appendAudit(within, notes, ctx.clock.now());
    return await askApproval(ctx, within, input, note);
  };
  const approvalId = await (tx === undefined ? ctx.db.transaction(write) : write(tx));
  return { result: 'approval', approval_id: approvalId };
}

/** The reason, which whoever decides must be told. Throws `field_invalid`. */
export function whyOf(reason: string | undefined): string {
  if (reason !== undefined) return reason;
  throw new Denied('field_invalid', {
    field: 'reason',
    message: 'somebody else has to approve this: say why',
  });
}
