// The audit of what was carried out for others: who approved it, and why it was asked for.
import type { AuditNote } from '../../operators/audit.ts';
import type { StoredApproval } from '../../operators/approvals.ts';

/** An act that was approved. */
export function noteOf(
  approval: StoredApproval,
  act: string,
  more: Partial<Pick<AuditNote, 'before' | 'after'>>,
): AuditNote {
  return {
    merchantId: approval.merchantId,
    operatorId: approval.decidedBy,
    by: 'backoffice',
    role: null,
    address: null,
    act,
    subject: approval.subject,
    reason: approval.reason,
    before: more.before ?? null,
    after: { ...(more.after as object | undefined), approval_id: approval.approvalId },
  };
}
