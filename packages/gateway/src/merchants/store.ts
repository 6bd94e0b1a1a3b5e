// SQL of merchants: who may call us, their keys, their banks, their notification hosts. Secrets come in and go out sealed.
import { instant, type Db, type Tx } from '../base/db.ts';

export interface MerchantRow {
  merchant_id: string;
  client_id: string;
  name: string;
  status: 'active' | 'suspended';
  settings: unknown;
  created_at: number;
}

export interface KeyRow {
  key_id: string;
  sealed_secret: Buffer;
  valid_from: number;
  valid_until: number | null;
  /** To the minute; null where it was never used. */
  last_used_at: number | null;
}

export interface BankRow {
  bank: string;
  status: 'active' | 'inactive';
  sealed_credentials: Buffer;
  notification_url: string | null;
  notifications_disabled_at: number | null;
  updated_at: number;
}

/** The merchant that calls itself by this Client-Id, or null. */
export async function findMerchantByClientId(
  db: Db,
  clientId: string,
): Promise<MerchantRow | null> {
  const [row] = await db.rows<MerchantRow>({
    name: 'merchants-by-client-id',
    text: `select merchant_id, client_id, name, status, settings, created_at
             from merchants where client_id = $1`,
    values: [clientId],
  });
  return row ?? null;
}

/** How merchants are called, by id. */
export async function findMerchantNames(
  db: Db,
  merchantIds: readonly string[],
): Promise<ReadonlyMap<string, { clientId: string; name: string }>> {
  const rows = await db.rows<{ merchant_id: string; client_id: string; name: string }>({
    name: 'merchants-names',
    text: `select m.merchant_id, m.client_id, m.name from merchants m where m.merchant_id = any($1::uuid[])`,
    values: [[...new Set(merchantIds)]],
  });
  return new Map(rows.map((row) => [row.merchant_id, { clientId: row.client_id, name: row.name }]));
}

/** The merchant with this id, or null. */
export async function findMerchantById(db: Db, merchantId: string): Promise<MerchantRow | null> {
  const [row] = await db.rows<MerchantRow>({
    name: 'merchants-by-id',
    text: `select merchant_id, client_id, name, status, settings, created_at
             from merchants where merchant_id = $1`,
    values: [merchantId],
  });
  return row ?? null;
}

/** Every merchant by Client-Id. */
export async function listMerchants(db: Db): Promise<MerchantRow[]> {
  return await db.rows({
    name: 'merchants-list',
    text: `select merchant_id, client_id, name, status, settings, created_at
             from merchants order by client_id`,
    values: [],
  });
}

/** A merchant's keys, newest first. */
export async function listKeys(db: Db, merchantId: string): Promise<KeyRow[]> {
  return await db.rows({
    name: 'merchants-keys',
    text: `select key_id, sealed_secret, valid_from, valid_until, last_used_at from merchant_keys
            where merchant_id = $1 order by valid_from desc, key_id desc`,
    values: [merchantId],
  });
}

/** A merchant's banks that were ever activated. */
export async function listBanks(db: Db, merchantId: string): Promise<BankRow[]> {
  return await db.rows({
    name: 'merchants-banks',
    text: `select bank, status, sealed_credentials, notification_url, notifications_disabled_at, updated_at
             from bank_connections where merchant_id = $1 order by bank`,
    values: [merchantId],
  });
}

/** Hosts to which a merchant's payments may redirect their notifications. */
export async function listNotificationHosts(db: Tx, merchantId: string): Promise<string[]> {
  const rows = await db.rows<{ host: string }>({
    name: 'merchants-hosts',
    text: 'select host from notification_hosts where merchant_id = $1 order by host',
    values: [merchantId],
  });
  return rows.map((row) => row.host);
}

/** Writes a merchant with its first key and the head of its books; the Client-Id must be free. */
export async function insertMerchant(
  tx: Tx,
  merchant: {
    merchantId: string;
    clientId: string;
    name: string;
    settings: object;
    keyId: string;
    sealedSecret: Buffer;
    at: number;
  },
): Promise<void> {
  await tx.rows({
    name: 'merchants-insert',
    text: `insert into merchants (merchant_id, client_id, name, settings, created_at)
           values ($1, $2, $3, $4, $5)`,
    values: [
      merchant.merchantId,
      merchant.clientId,
      merchant.name,
      JSON.stringify(merchant.settings),
      instant(merchant.at),
    ],
  });
  await tx.rows({
    name: 'merchants-insert-books',
    text: `insert into ledger_heads (merchant_id, journal_no, hash)
           values ($1, 0, decode(repeat('00', 32), 'hex'))`,
    values: [merchant.merchantId],
  });
  await insertKey(tx, merchant);
}

/** Adds a key that is valid from now on. */
export async function insertKey(
  tx: Tx,
  key: { merchantId: string; keyId: string; sealedSecret: Buffer; at: number },
): Promise<void> {
  await tx.rows({
    name: 'merchants-insert-key',
    text: `insert into merchant_keys (merchant_id, key_id, sealed_secret, valid_from, created_at)
           values ($1, $2, $3, $4, $4)`,
    values: [key.merchantId, key.keyId, key.sealedSecret, instant(key.at)],
  });
}

/** Lets the keys that are valid beyond `until` end then. */
export async function endKeys(tx: Tx, merchantId: string, until: number): Promise<void> {
  await tx.rows({
    name: 'merchants-end-keys',
    text: `update merchant_keys set valid_until = $2
            where merchant_id = $1 and (valid_until is null or valid_until > $2)`,
    values: [merchantId, instant(until)],
  });
}

/** Writes a bank's credentials and makes it active, whether it was known before or not. */
export async function putBank(
  db: Tx,
  connection: {
    merchantId: string;
    bank: string;
    sealedCredentials: Buffer;
    notificationUrl: string | null;
    at: number;
  },
): Promise<void> {
  await db.rows({
    name: 'merchants-put-bank',
    text: `insert into bank_connections
             (merchant_id, bank, status, sealed_credentials, notification_url, created_at, updated_at)
           values ($1, $2, 'active', $3, $4, $5, $5)
           on conflict (merchant_id, bank) do update
             set status = 'active', sealed_credentials = excluded.sealed_credentials,
                 notification_url = coalesce(excluded.notification_url, bank_connections.notification_url),
                 notifications_disabled_at = null, updated_at = excluded.updated_at`,
    values: [
      connection.merchantId,
      connection.bank,
      connection.sealedCredentials,
      connection.notificationUrl,
      instant(connection.at),
    ],
  });
}

/** Activates or deactivates a bank that has credentials; false when it has none. */
export async function setBankStatus(
  db: Tx,
  merchantId: string,
  bank: string,
  status: 'active' | 'inactive',
  at: number,
): Promise<boolean> {
  const rows = await db.rows({
    name: 'merchants-set-bank-status',
    text: `update bank_connections set status = $3, updated_at = $4
            where merchant_id = $1 and bank = $2 returning bank`,
    values: [merchantId, bank, status, instant(at)],
  });
  return rows.length === 1;
}

/** Sets where a bank's notifications go, and lets them flow again; false when the bank was never activated. */
export async function setBankNotificationUrl(
  db: Tx,
  merchantId: string,
  bank: string,
  url: string | null,
  at: number,
): Promise<boolean> {
  const rows = await db.rows({
    name: 'merchants-set-notification-url',
    text: `update bank_connections
              set notification_url = $3, notifications_disabled_at = null, updated_at = $4
            where merchant_id = $1 and bank = $2 returning bank`,
    values: [merchantId, bank, url, instant(at)],
  });
  return rows.length === 1;
}

/** Lets a merchant's calls in or refuses them. */
export async function setMerchantStatus(
  db: Tx,
  merchantId: string,
  status: 'active' | 'suspended',
): Promise<void> {
  await db.rows({
    name: 'merchants-set-status',
    text: 'update merchants set status = $2 where merchant_id = $1',
    values: [merchantId, status],
  });
}

/** Changes some of a merchant's settings; the others stay. */
export async function mergeSettings(db: Tx, merchantId: string, settings: object): Promise<void> {
  await db.rows({
    name: 'merchants-merge-settings',
    text: 'update merchants set settings = settings || $2::jsonb where merchant_id = $1',
    values: [merchantId, JSON.stringify(settings)],
  });
}

/** Replaces the list of hosts to which payments may redirect their notifications. */
export async function replaceNotificationHosts(
  tx: Tx,
  merchantId: string,
  hosts: readonly string[],
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'merchants-delete-hosts',
    text: 'delete from notification_hosts where merchant_id = $1',
    values: [merchantId],
  });
  await tx.rows({
    name: 'merchants-insert-hosts',
    text: `insert into notification_hosts (merchant_id, host, created_at)
           select $1, host, $3 from unnest($2::text[]) as host`,
    values: [merchantId, [...hosts], instant(at)],
  });
}

/** A merchant's settings, held until the transaction ends; calls of the merchant are not held up. */
export async function holdSettings(tx: Tx, merchantId: string): Promise<unknown> {
  const [row] = await tx.rows<{ settings: unknown }>({
    name: 'merchants-hold-settings',
    text: 'select settings from merchants where merchant_id = $1 for no key update',
    values: [merchantId],
  });
  return row?.settings;
}

/** A merchant's bank, held until the transaction ends; null where it was never activated. */
export async function holdBank(
  tx: Tx,
  merchantId: string,
  bank: string,
): Promise<Pick<BankRow, 'sealed_credentials' | 'notification_url'> | null> {
  const [row] = await tx.rows<Pick<BankRow, 'sealed_credentials' | 'notification_url'>>({
    name: 'merchants-hold-bank',
    text: `select sealed_credentials, notification_url from bank_connections
            where merchant_id = $1 and bank = $2 for update`,
    values: [merchantId, bank],
  });
  return row ?? null;
}

/** Ids of a merchant's keys, newest first, held until the transaction ends. */
export async function holdKeys(
  tx: Tx,
  merchantId: string,
): Promise<{ key_id: string; valid_until: number | null }[]> {
  await holdSettings(tx, merchantId); // one change of keys at a time, also where one is added
  return await tx.rows({
    name: 'merchants-hold-keys',
    text: `select key_id, valid_until from merchant_keys
            where merchant_id = $1 order by valid_from desc, key_id desc for update`,
    values: [merchantId],
  });
}

/** Ends one key. */
export async function setKeyEnd(
  tx: Tx,
  merchantId: string,
  keyId: string,
  at: number,
): Promise<void> {
  await tx.rows({
    name: 'merchants-end-key',
    text: 'update merchant_keys set valid_until = $3 where merchant_id = $1 and key_id = $2',
    values: [merchantId, keyId, instant(at)],
  });
}
