// SQL of the sandbox's statements: since when there is anything to look for.
import type { Db } from '../base/db.ts';

/** When the first payment at a bank was begun, epoch ms; null when there is none. */
export async function firstBusiness(db: Db, bank: string): Promise<number | null> {
  const [row] = await db.rows<{ at: number | null }>({
    name: 'sandbox-first-business',
    text: 'select min(p.created_at) as at from payments p where p.bank = $1',
    values: [bank],
  });
  return row?.at ?? null;
}
