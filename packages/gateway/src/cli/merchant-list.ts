// The list of merchants with their banks and valid keys, for programs and for people.
import type { MerchantDoors } from '../merchants/create.ts';
import { settingsJson, withDefaults } from '../merchants/settings.ts';
import { listBanks, listKeys, listMerchants } from '../merchants/store.ts';
import { isoTime } from './merchant-input.ts';
import { table } from './screen.ts';

/** Reads every merchant; no secret is opened. */
export async function listAll({ db, clock }: MerchantDoors): Promise<{
  rows: object[];
  words: string;
}> {
  const rows = [];
  for (const merchant of await listMerchants(db)) {
    const banks = await listBanks(db, merchant.merchant_id);
    const keys = await listKeys(db, merchant.merchant_id);
    rows.push({
      client_id: merchant.client_id,
      merchant_id: merchant.merchant_id,
      name: merchant.name,
      status: merchant.status,
      banks: banks.map((bank) => ({
        bank: bank.bank,
        status: bank.status,
        notification_url: bank.notification_url,
        notifications_disabled: bank.notifications_disabled_at !== null,
      })),
      keys_valid: keys.filter((key) => key.valid_until === null || clock.now() < key.valid_until)
        .length,
      settings: settingsJson(withDefaults(merchant.settings)),
      created_at: isoTime(merchant.created_at),
    });
  }
  const cells = rows.map((row) => [
    row.client_id,
    row.name,
    row.status,
    row.banks.map((bank) => `${bank.bank} ${bank.status}`).join(', ') || '-',
    String(row.keys_valid),
    row.banks.map((bank) => bank.notification_url ?? '-').join(', '),
  ]);
  const heads = ['CLIENT-ID', 'NAME', 'STATUS', 'BANKS', 'KEYS', 'NOTIFICATIONS'];
  return { rows, words: rows.length === 0 ? 'no merchants yet' : table(heads, cells) };
}
