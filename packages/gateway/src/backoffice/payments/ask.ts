// Asking for a second pair of eyes about a payment; a form that is sent twice asks once.
import type { Merchant } from '../../merchants/merchant.ts';
import type { ApprovalKind } from '../../operators/approval.ts';
import { askApproval } from '../../operators/approvals.ts';
import type { Asked } from '../asked.ts';
import { openApprovalQuery, takeTurnQuery } from './store.ts';

export interface ToApprove {
  kind: ApprovalKind;
  subject: string;
  /** Seen by everybody who may see the request. */
  asked: Record<string, unknown>;
  reason: string;
  /** What of `asked` makes it the same request; empty: there is only one about the subject. */
  onlyOne: Record<string, unknown>;
}

/** Writes the request with its audit, or finds the one that waits already; answers its id. */
export async function askOnce(
  call: Asked,
  { merchantId }: Pick<Merchant, 'merchantId'>,
  { kind, subject, asked, reason, onlyOne }: ToApprove,
): Promise<string> {
  const { ctx, person } = call;
  return await ctx.db.transaction(async (tx) => {
    await tx.rows(takeTurnQuery(`${merchantId} ${kind} ${subject}`));
    const [open] = await tx.rows<{ approval_id: string }>(
      openApprovalQuery(merchantId, kind, subject, onlyOne),
    );
    if (open !== undefined) return open.approval_id;
    const input = { merchantId, kind, subject, asked, reason, askedBy: person.operatorId };
    const note = call.note(`${kind}.asked`, subject, { reason, after: asked });
    return await askApproval(ctx, tx, input, note);
  });
}
