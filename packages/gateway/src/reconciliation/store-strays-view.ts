// SQL of lines that are nobody's, as people of the gateway look at them.
import { type Tx } from '../base/db.ts';
import type { LineType } from '../banks/statement-profile.ts';

export interface StrayListed {
  statement_id: string;
  line_no: number;
  bank: string;
  day: string;
  partner: string;
  type: LineType;
  bank_reference: string;
  reference: string;
  amount: bigint;
  at: number;
  reason: 'unknown_partner' | 'shared_partner';
  adopted_at: number | null;
  client_id: string | null;
  merchant_name: string | null;
}

/** Where a page of them ends. */
export interface StraySpot {
  day: string;
  statementId: string;
  lineNo: number;
}

/** Lines of one bank, the newest day first; those that are still nobody's, or those that have found their merchant. */
export async function listStrayPage(
  on: Tx,
  { bank, isOpen, day }: { bank: string; isOpen: boolean; day: string | null },
  after: StraySpot | null,
  limit: number,
): Promise<StrayListed[]> {
  return await on.rows<StrayListed>({
    name: `strays-page-${isOpen ? 'open' : 'ended'}`,
    text: `select y.statement_id, y.line_no, y.bank, y.day::text as day, y.partner, y.type, y.bank_reference, y.reference,
                  y.amount, y.at, y.reason, y.adopted_at, m.client_id, m.name as merchant_name
             from statement_strays y
             left join merchants m on m.merchant_id = y.owner_id
            where y.bank = $1 and y.owner_id is ${isOpen ? '' : 'not '}null and ($2::date is null or y.day = $2::date)
              and (y.day, y.statement_id, y.line_no)
                  < (coalesce($3::date, 'infinity'), coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
                     coalesce($5::int, 2147483647))
            order by y.day desc, y.statement_id desc, y.line_no desc limit $6`,
    values: [
      bank,
      day,
      after?.day ?? null,
      after?.statementId ?? null,
      after?.lineNo ?? null,
      limit,
    ],
  });
}
