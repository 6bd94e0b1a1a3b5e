// How figures and people of settlement are said in the answers: sums, accounts, merchants, and who changes something.
import type { Sums } from '../../settlement/page.ts';
import type { By } from '../../settlement/edit-calendar.ts';
import type { Asked } from '../asked.ts';

/** Sums as digits. */
export function sumWords({ items, gross, fees, refunds }: Sums & { items: number | bigint }) {
  return {
    items: Number(items),
    gross: `${gross}`,
    fees: `${fees}`,
    refunds: `${refunds}`,
    net: `${gross - fees - refunds}`,
  };
}

/** A merchant as rows name it. */
export async function merchantWords({ ctx }: Pick<Asked, 'ctx'>, merchantId: string) {
  const merchant = await ctx.merchants.byId(merchantId);
  return { client_id: merchant?.clientId ?? '', merchant_name: merchant?.name ?? '' };
}

/** Who changes something of settlement, and why. */
export function byOf(call: Asked, reason: string): By & { reason: string } {
  const { operatorId, by, role, address } = call.note('', '');
  return { operatorId, by, role, address, reason };
}
