// SQL of the pages of fees and of terms: the changes that wait for a second person.
import { instant, type Tx } from '../../base/db.ts';

/** The open request of this kind of each bank, by the bank. */
export async function findWaiting(
  on: Tx,
  merchantId: string,
  kind: 'fees' | 'settlement_terms',
  at: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await on.rows<{ subject: string; approval_id: string }>({
    name: 'bo-fees-waiting',
    text: `select a.subject, a.approval_id from approvals a
            where a.merchant_id = $1 and a.kind = $3 and a.state = 'pending' and a.due_at > $2
            order by a.asked_at, a.approval_id limit 50`,
    values: [merchantId, instant(at), kind],
  });
  return new Map(rows.map(({ subject, approval_id: id }) => [subject, id]));
}
