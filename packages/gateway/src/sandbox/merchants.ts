// The three merchants of every sandbox: they are written down in docs and tests, so they are the same everywhere.
import type { MerchantDoors } from '../merchants/create.ts';
import { activateBank, setNotificationUrl } from '../merchants/activate-bank.ts';
import { createMerchant } from '../merchants/create.ts';
import { findMerchantByClientId, listBanks } from '../merchants/store.ts';

export interface SandboxMerchant {
  clientId: string;
  secret: string;
  name: string;
  /** What the bank gave this merchant: entered already, or to be entered. */
  bank: { key: string; secret: string };
  active: boolean;
}

function sandboxMerchant(
  n: number,
  clientId: string,
  name: string,
  active: boolean,
): SandboxMerchant {
  const number = String(n).padStart(4, '0');
  return {
    clientId,
    secret: `SK-sandbox-${number}-do-not-use-in-production`,
    name,
    bank: {
      key: `CIMB-sandbox-${number}`,
      secret: `CIMB-secret-${number}-do-not-use-in-production`,
    },
    active,
  };
}

export const SANDBOX_MERCHANTS: readonly SandboxMerchant[] = [
  sandboxMerchant(1, 'MCH-0001-10791114622547', 'Toko Tarik', true),
  sandboxMerchant(2, 'MCH-0002-20791114622548', 'Warung Dorong', true),
  sandboxMerchant(3, 'MCH-0003-30791114622549', 'Kedai Baru', false),
];

/**
 * Makes the merchants that are missing. `notifyUrl` is the shop's, null where there is none; one that still points at the shop of an earlier run
 * (`formerUrl`) follows it to its new port, one that somebody has set is left alone.
 */
export async function seedMerchants(
  doors: MerchantDoors,
  notifyUrl: string | null,
  formerUrl: string | null,
): Promise<void> {
  for (const merchant of SANDBOX_MERCHANTS) {
    const known = await findMerchantByClientId(doors.db, merchant.clientId);
    const { merchantId } =
      known === null
        ? await createMerchant(doors, { ...merchant, settings: { rate: null } })
        : { merchantId: known.merchant_id };
    if (!merchant.active) continue;
    const [bank] = await listBanks(doors.db, merchantId);
    if (bank === undefined) {
      await activateBank(doors, merchantId, {
        bank: 'cimb',
        ...merchant.bank,
        notificationUrl: notifyUrl,
      });
    } else if (bank.notification_url === formerUrl && formerUrl !== notifyUrl) {
      await setNotificationUrl(doors, merchantId, 'cimb', notifyUrl);
    }
  }
}
