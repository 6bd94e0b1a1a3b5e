// A merchant's bank: entered with the bank's Key and Secret, switched off, told where its notifications go.
import type { MerchantDoors } from './create.ts';
import { credentialsPlace } from './directory.ts';
import { NotDone } from './not-done.ts';
import { putBank, setBankNotificationUrl, setBankStatus } from './store.ts';

/** Activates a bank with new credentials. Without a notification URL the one that was there stays. */
export async function activateBank(
  doors: MerchantDoors,
  merchantId: string,
  input: { bank: string; key: string; secret: string; notificationUrl: string | null },
): Promise<void> {
  const { bank, key, secret, notificationUrl } = input;
  if (key === '' || secret === '') throw new NotDone('a bank needs its Key and its Secret');
  const place = credentialsPlace(merchantId, bank);
  const sealedCredentials = doors.sealer.seal(place, JSON.stringify({ key, secret }));
  const at = doors.clock.now();
  await putBank(doors.db, { merchantId, bank, sealedCredentials, notificationUrl, at });
}

/** Lets nothing new begin at a bank; what is under way is brought to its end. */
export async function deactivateBank(
  doors: MerchantDoors,
  merchantId: string,
  bank: string,
): Promise<void> {
  const done = await setBankStatus(doors.db, merchantId, bank, 'inactive', doors.clock.now());
  if (!done) throw new NotDone(`${bank} was never activated for this merchant`);
}

/** Sets where a bank's notifications go; null for nowhere. A URL that had answered 410 is tried again. */
export async function setNotificationUrl(
  doors: MerchantDoors,
  merchantId: string,
  bank: string,
  url: string | null,
): Promise<void> {
  const done = await setBankNotificationUrl(doors.db, merchantId, bank, url, doors.clock.now());
  if (!done) throw new NotDone(`${bank} was never activated for this merchant`);
}
