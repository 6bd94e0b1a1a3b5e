// Merchants by Client-Id and by id, remembered for a second: every call asks, and a key that was withdrawn is out soon.
import { createSecretKey } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import type { Place, Sealer } from '../base/secrets.ts';
import type { BankCredentials } from '../banks/bank.ts';
import { listTariffs } from '../fees/store.ts';
import type { Merchant, MerchantBank, MerchantKey } from './merchant.ts';
import { withDefaults } from './settings.ts';
import {
  findMerchantByClientId,
  findMerchantById,
  listBanks,
  listKeys,
  listNotificationHosts,
  type BankRow,
  type KeyRow,
  type MerchantRow,
} from './store.ts';

export interface MerchantDirectory {
  /** The merchant with this Client-Id as it was at most a second ago, or null. */
  find(clientId: string): Promise<Merchant | null>;
  /** The merchant with this id, likewise. */
  byId(merchantId: string): Promise<Merchant | null>;
  /** Reads this merchant anew at the next call; for the process that has just changed it. */
  forget(clientId: string): void;
}

interface Doors {
  db: Db;
  clock: Clock;
  sealer: Sealer;
}

/** After this long, every process knows of a change, ms. */
export const REMEMBERED_MS = 1000;
/** Unknown Client-Ids come from strangers, as many as they like. */
const MOST = 10_000;

interface Kept {
  until: number;
  found: Promise<Merchant | null>;
}

/** A directory over the database. Calls for the same merchant at the same time share one reading. */
export function createDirectory(doors: Doors): MerchantDirectory {
  const byClientId = remembering(doors.clock, async (clientId: string) =>
    read(doors, await findMerchantByClientId(doors.db, clientId)),
  );
  const byId = remembering(doors.clock, async (merchantId: string) =>
    read(doors, await findMerchantById(doors.db, merchantId)),
  );
  return {
    find: byClientId.get,
    byId: byId.get,
    forget(clientId) {
      byClientId.drop((key) => key === clientId);
      byId.drop((_key, merchant) => merchant === null || merchant.clientId === clientId);
    },
  };
}

function remembering(clock: Clock, load: (key: string) => Promise<Merchant | null>) {
  const kept = new Map<string, Kept & { merchant?: Merchant | null }>();
  return {
    get(key: string): Promise<Merchant | null> {
      const known = kept.get(key);
      if (known !== undefined && clock.steady() < known.until) return known.found;
      const found = load(key);
      const entry: Kept & { merchant?: Merchant | null } = {
        until: clock.steady() + REMEMBERED_MS,
        found,
      };
      kept.delete(key); // to the end: the first is the oldest
      kept.set(key, entry);
      if (kept.size > MOST) dropOldest(kept);
      found.then(
        (merchant) => (entry.merchant = merchant),
        () => kept.get(key) === entry && kept.delete(key),
      );
      return found;
    },
    drop(which: (key: string, merchant: Merchant | null) => boolean): void {
      for (const [key, entry] of kept) {
        if (which(key, entry.merchant ?? null)) kept.delete(key);
      }
    },
  };
}

function dropOldest(kept: Map<string, unknown>): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}

async function read(doors: Doors, row: MerchantRow | null): Promise<Merchant | null> {
  if (row === null) return null;
  const { merchant_id: merchantId } = row;
  const [keys, banks, notificationHosts, tariffs] = await Promise.all([
    listKeys(doors.db, merchantId),
    listBanks(doors.db, merchantId),
    listNotificationHosts(doors.db, merchantId),
    listTariffs(doors.db, merchantId),
  ]);
  return {
    merchantId,
    clientId: row.client_id,
    name: row.name,
    status: row.status,
    settings: withDefaults(row.settings),
    keys: keys.map((key) => openKey(doors.sealer, merchantId, key)),
    banks: new Map(banks.map((bank) => [bank.bank, openBank(doors.sealer, merchantId, bank)])),
    notificationHosts,
    tariffs,
  };
}

function openKey(sealer: Sealer, merchantId: string, row: KeyRow): MerchantKey {
  return {
    keyId: row.key_id,
    key: createSecretKey(sealer.open(secretPlace(merchantId, row.key_id), row.sealed_secret)),
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  };
}

function openBank(sealer: Sealer, merchantId: string, row: BankRow): MerchantBank {
  const opened = sealer.open(credentialsPlace(merchantId, row.bank), row.sealed_credentials);
  return {
    bank: row.bank,
    active: row.status === 'active',
    credentials: JSON.parse(opened.toString()) as BankCredentials,
    notificationUrl: row.notification_url,
    notificationsDisabled: row.notifications_disabled_at !== null,
  };
}

/** Where a Secret Key is sealed. */
export function secretPlace(merchantId: string, keyId: string): Place {
  return { table: 'merchant_keys', column: 'sealed_secret', merchantId, row: keyId };
}

/** Where a bank's Key and Secret are sealed. */
export function credentialsPlace(merchantId: string, bank: string): Place {
  return { table: 'bank_connections', column: 'sealed_credentials', merchantId, row: bank };
}
