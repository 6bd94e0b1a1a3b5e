// SQL of whose a difference is.
import type { Tx } from '../../base/db.ts';

/** A merchant as rows name it; null where it may not be seen. */
export async function findMerchantName(
  on: Tx,
  merchantId: string,
): Promise<{ client_id: string; merchant_name: string } | null> {
  const [row] = await on.rows<{ client_id: string; merchant_name: string }>({
    name: 'bo-exception-merchant',
    text: `select m.client_id, m.name as merchant_name from merchants m where m.merchant_id = $1`,
    values: [merchantId],
  });
  return row ?? null;
}
