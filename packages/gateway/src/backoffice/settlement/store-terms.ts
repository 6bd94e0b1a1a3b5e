// SQL of the page of terms: how they have changed, as the audit tells it.
import type { Query } from '../../base/db.ts';

/** The audit's own words of `settlement_terms.changed`. */
interface AuditTerms {
  workingDays: number;
  minimum: string;
}

export interface ChangeRow {
  bank: string;
  at: number;
  operator_id: string | null;
  before: AuditTerms;
  after: AuditTerms & { approval_id?: string };
}

/** Changes of each bank that are shown. */
const LATEST = 50;

/** The latest changes at each of these banks, newest first: the few entries of the audit that are about a bank. */
export function termsChangesQuery(merchantId: string, banks: readonly string[]): Query {
  return {
    name: 'bo-settlement-terms-changes',
    text: `with about as materialized (
             select a.subject, a.entry_no, a.at, a.operator_id, a.act, a.before, a.after from audit_entries a
              where a.merchant_id = $1 and a.subject = any ($2::text[])
           ), ranked as (
             select b.subject, b.entry_no, b.at, b.operator_id, b.before, b.after,
                    row_number() over (partition by b.subject order by b.entry_no desc) as place
               from about b where b.act = 'settlement_terms.changed'
           )
           select r.subject as bank, r.at, r.operator_id, r.before, r.after from ranked r
            where r.place <= $3 order by r.subject, r.entry_no desc`,
    values: [merchantId, banks, LATEST],
  };
}

/** Who asked for what was approved, by the request. */
export function askersQuery(merchantId: string, approvalIds: readonly string[]): Query {
  return {
    name: 'bo-settlement-terms-askers',
    text: `select a.approval_id, a.asked_by from approvals a
            where a.merchant_id = $1 and a.approval_id = any ($2::uuid[])`,
    values: [merchantId, approvalIds],
  };
}
