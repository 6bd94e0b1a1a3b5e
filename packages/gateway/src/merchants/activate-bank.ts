// A merchant's bank: entered with the bank's Key and Secret, switched off, told where its notifications go.
import type { Sealer } from '../base/secrets.ts';
import type { Tx } from '../base/db.ts';
import type { BankCredentials } from '../banks/bank.ts';
import type { MerchantDoors } from './create.ts';
import { credentialsPlace } from './directory.ts';
import { ChangedMeanwhile, NotDone } from './not-done.ts';
import { holdBank, putBank, setBankNotificationUrl, setBankStatus } from './store.ts';

/** What a change brings along. */
export interface Together {
  /** Runs in the same transaction, at its end. */
  also?(tx: Tx): Promise<void>;
}

interface Activation extends Together {
  bank: string;
  key: string;
  secret: string;
  /** Null: the one that was there stays. */
  notificationUrl: string | null;
  /** Throws {@link ChangedMeanwhile} unless these are the credentials that are there; null for none. */
  instead?: BankCredentials | null;
}

/** Activates a bank with new credentials. */
export async function activateBank(
  doors: MerchantDoors,
  merchantId: string,
  input: Activation,
): Promise<void> {
  const { bank, key, secret, notificationUrl } = input;
  if (key === '' || secret === '') throw new NotDone('a bank needs its Key and its Secret');
  const place = credentialsPlace(merchantId, bank);
  const sealedCredentials = doors.sealer.seal(place, JSON.stringify({ key, secret }));
  const at = doors.clock.now();
  await doors.db.transaction(async (tx) => {
    if (input.instead !== undefined) await mustStillBe(doors.sealer, tx, merchantId, input);
    await putBank(tx, { merchantId, bank, sealedCredentials, notificationUrl, at });
    await input.also?.(tx);
  });
}

async function mustStillBe(
  sealer: Sealer,
  tx: Tx,
  merchantId: string,
  { bank, instead }: Activation,
): Promise<void> {
  const row = await holdBank(tx, merchantId, bank);
  const now =
    row === null ? null : openCredentials(sealer, merchantId, bank, row.sealed_credentials);
  if (now?.key !== instead?.key || now?.secret !== instead?.secret) {
    throw new ChangedMeanwhile(`the credentials of ${bank} have changed meanwhile`);
  }
}

/** A bank's Key and Secret from their seal. */
export function openCredentials(
  sealer: Sealer,
  merchantId: string,
  bank: string,
  sealed: Buffer,
): BankCredentials {
  const opened = sealer.open(credentialsPlace(merchantId, bank), sealed);
  return JSON.parse(opened.toString()) as BankCredentials;
}

/** Lets nothing new begin at a bank; what is under way is brought to its end. */
export async function deactivateBank(
  doors: MerchantDoors,
  merchantId: string,
  bank: string,
  { also }: Together = {},
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    const done = await setBankStatus(tx, merchantId, bank, 'inactive', doors.clock.now());
    if (!done) throw new NotDone(`${bank} was never activated for this merchant`);
    await also?.(tx);
  });
}

/**
 * Sets where a bank's notifications go; null for nowhere. A URL that had answered 410 is tried again. With `instead`,
 * throws {@link ChangedMeanwhile} unless that is the URL that is there.
 */
export async function setNotificationUrl(
  doors: MerchantDoors,
  merchantId: string,
  bank: string,
  url: string | null,
  { also, instead }: Together & { instead?: string | null } = {},
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    const row = await holdBank(tx, merchantId, bank);
    if (row === null) throw new NotDone(`${bank} was never activated for this merchant`);
    if (instead !== undefined && row.notification_url !== instead) {
      throw new ChangedMeanwhile(`the notification URL of ${bank} has changed meanwhile`);
    }
    await setBankNotificationUrl(tx, merchantId, bank, url, doors.clock.now());
    await also?.(tx);
  });
}
