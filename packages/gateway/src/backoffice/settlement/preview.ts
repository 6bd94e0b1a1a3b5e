// What a payment would come to when it is settled, before anybody makes it.
import { previewSettlement as preview } from '../../settlement/preview.ts';
import { previewSettlement as shape } from '../contract/settlement.ts';
import { Denied } from '../denied.ts';
import { lineOf, worded } from '../payments/split.ts';
import { route } from '../route.ts';

export const previewSettlement = route(shape, async (call) => {
  const { ctx, body } = call;
  const merchant = await call.merchant();
  if (!merchant.banks.has(body.bank)) throw new Denied('field_invalid', { field: 'bank' });
  const came = await preview(ctx, merchant, {
    bank: body.bank,
    amount: BigInt(body.amount),
    lines: (body.lines ?? []).map(lineOf),
  });
  if ('rule' in came) throw worded(came);
  return {
    fee: `${came.fee}`,
    net: `${came.net}`,
    shares: came.shares?.map(({ account, amount }) => ({ account, amount: `${amount}` })) ?? null,
    due_day: came.dueDay,
  };
});
