// Every bank that there is, and how the merchant stands with it.
import { listBanks } from '../contract/merchant.ts';
import { route } from '../route.ts';
import { hintOf } from './hint.ts';
import { readConnections } from './store.ts';

export const bankList = route(listBanks, async (call) => {
  const merchant = await call.merchant();
  const connections = await readConnections(call.reading, merchant.merchantId);
  const rows = [...call.ctx.banks.values()].map(({ slug, name }) => {
    const known = connections.find((one) => one.bank === slug);
    const credentials = merchant.banks.get(slug)?.credentials;
    return {
      bank: slug,
      name,
      state: known?.status ?? ('never' as const),
      key_hint: credentials === undefined ? null : hintOf(credentials.key),
      notification_url: known?.notification_url ?? null,
      notifications_disabled: (known?.notifications_disabled_at ?? null) !== null,
      changed_at: known === undefined ? null : new Date(known.updated_at).toISOString(),
    };
  });
  return { rows };
});
