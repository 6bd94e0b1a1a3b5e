import { createHmac, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from '../../tests/database.ts';
import type { Clock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import { createSealer } from '../base/secrets.ts';
import { activateBank, deactivateBank, setNotificationUrl } from './activate-bank.ts';
import { createMerchant, type MerchantDoors } from './create.ts';
import { createDirectory } from './directory.ts';
import { DEFAULT_SETTINGS, validKeys, type Merchant } from './merchant.ts';
import { rotateKey } from './rotate-key.ts';
import { parseSettings } from './settings.ts';
import { mergeSettings, setMerchantStatus } from './store.ts';

const START = Date.UTC(2026, 10, 23, 3, 0, 0);
const HOUR = 3_600_000;

let database: FreshDatabase;
let doors: MerchantDoors & { clock: Clock & { moveTo(ms: number): void } };

beforeAll(async () => {
  database = await freshDatabase();
  doors = {
    db: openTestDb(database.url),
    clock: testClock(),
    random: systemRandom(),
    sealer: createSealer([Buffer.alloc(32, 7)], Buffer.alloc(32, 8)),
  };
});

afterAll(async () => {
  await doors.db.close();
  await database.drop();
});

describe('a merchant', () => {
  test('is found by its Client-Id and by its id, with its key ready to sign', async () => {
    const made = await createMerchant(doors, { name: 'Toko Satu' });
    expect(made.clientId).toMatch(/^MCH-\d{4}-\d{14}$/);
    const directory = createDirectory(doors);
    const merchant = (await directory.find(made.clientId))!;
    expect(merchant).toMatchObject({
      merchantId: made.merchantId,
      name: 'Toko Satu',
      status: 'active',
      settings: DEFAULT_SETTINGS,
    });
    expect(signsLike(merchant.keys[0]!.key, made.secret.reveal())).toBe(true);
    expect(await directory.byId(made.merchantId)).toEqual(merchant);
    expect(await directory.find('MCH-nobody')).toBeNull();
  });

  test('has empty books from its first moment', async () => {
    const { merchantId } = await createMerchant(doors, { name: 'Toko Dua' });
    expect(
      await sql(
        database.url,
        `select journal_no, encode(hash, 'hex') as hash from ledger_heads where merchant_id = $1`,
        [merchantId],
      ),
    ).toEqual([{ journal_no: 0n, hash: '00'.repeat(32) }]);
  });

  test('cannot take the Client-Id of another, and leaves nothing behind when it tries', async () => {
    await createMerchant(doors, { name: 'First', clientId: 'MCH-TAKEN' });
    await expect(createMerchant(doors, { name: 'Second', clientId: 'MCH-TAKEN' })).rejects.toThrow(
      'the Client-Id MCH-TAKEN is taken',
    );
    await expect(createMerchant(doors, { name: 'Third', clientId: 'a b' })).rejects.toThrow(
      /1 to 64 letters/,
    );
    expect(
      await sql(database.url, `select name from merchants where name in ('Second', 'Third')`),
    ).toEqual([]);
  });

  test('keeps the settings that it changed, and the defaults for the others', async () => {
    const { merchantId, clientId } = await createMerchant(doors, {
      name: 'Toko Tiga',
      settings: { rate: null },
    });
    await mergeSettings(doors.db, merchantId, parseSettings({ amounts: 'string' }));
    const merchant = await createDirectory(doors).find(clientId);
    expect(merchant?.settings).toEqual({ ...DEFAULT_SETTINGS, rate: null, amounts: 'string' });
    expect(() => parseSettings({ amounts: 'roman' })).toThrow(/amounts/);
    expect(() => parseSettings({ colour: 'red' })).toThrow(/colour/);
  });

  test('rests sealed: neither its Secret Key nor its bank credentials are in the database', async () => {
    const made = await createMerchant(doors, { name: 'Toko Empat', secret: 'SK-canary-secret' });
    await activateBank(doors, made.merchantId, cimb('canary-key', 'canary-credential'));
    const [dump] = await sql<{ text: string }>(
      database.url,
      `select (select string_agg(k::text || encode(k.sealed_secret, 'escape'), '') from merchant_keys k) ||
              (select string_agg(b::text || encode(b.sealed_credentials, 'escape'), '') from bank_connections b)
              as text`,
    );
    expect(dump?.text).not.toMatch(/canary/);
  });

  test('rests where it belongs: a secret moved to another merchant does not open', async () => {
    const one = await createMerchant(doors, { name: 'One' });
    const two = await createMerchant(doors, { name: 'Two' });
    await sql(
      database.url,
      `update merchant_keys set sealed_secret =
         (select sealed_secret from merchant_keys where merchant_id = $1) where merchant_id = $2`,
      [one.merchantId, two.merchantId],
    );
    await expect(createDirectory(doors).find(two.clientId)).rejects.toThrow();
  });
});

describe('a key that is rotated', () => {
  test('stays valid beside the new one until the overlap is over', async () => {
    const made = await createMerchant(doors, { name: 'Rotating' });
    doors.clock.moveTo(START + 1000);
    const next = await rotateKey(doors, made.merchantId, { overlapMs: 24 * HOUR });
    const merchant = (await createDirectory(doors).find(made.clientId))!;
    const secrets = [next.secret.reveal(), made.secret.reveal()];
    expect(accepted(merchant, START + 1000, secrets)).toEqual([true, true]);
    expect(accepted(merchant, START + 1000 + 24 * HOUR, secrets)).toEqual([true, false]);
    expect(signsLike(validKeys(merchant, START + 1000)[0]!.key, secrets[0]!)).toBe(true);
  });

  test('ends at once when there is no overlap, and never lives longer than promised before', async () => {
    const made = await createMerchant(doors, { name: 'Leaked' });
    const second = await rotateKey(doors, made.merchantId, { overlapMs: HOUR });
    const third = await rotateKey(doors, made.merchantId, { overlapMs: 2 * HOUR });
    const merchant = (await createDirectory(doors).find(made.clientId))!;
    const secrets = [third, second, made].map((key) => key.secret.reveal());
    const at = doors.clock.now();
    expect(accepted(merchant, at, secrets)).toEqual([true, true, true]);
    expect(accepted(merchant, at + HOUR, secrets)).toEqual([true, true, false]);
    await rotateKey(doors, made.merchantId, { overlapMs: 0 });
    const after = (await createDirectory(doors).find(made.clientId))!;
    expect(accepted(after, at, secrets)).toEqual([false, false, false]);
  });
});

describe("a merchant's bank", () => {
  test('is activated, told where to notify, and deactivated without losing its credentials', async () => {
    const { merchantId, clientId } = await createMerchant(doors, { name: 'Bank' });
    await activateBank(doors, merchantId, cimb('K', 'S'));
    await setNotificationUrl(doors, merchantId, 'cimb', 'https://shop.example/n');
    const read = async () => (await createDirectory(doors).find(clientId))?.banks.get('cimb');
    expect(await read()).toEqual({
      bank: 'cimb',
      active: true,
      credentials: { key: 'K', secret: 'S' },
      notificationUrl: 'https://shop.example/n',
      notificationsDisabled: false,
    });
    await deactivateBank(doors, merchantId, 'cimb');
    expect(await read()).toMatchObject({ active: false, credentials: { key: 'K', secret: 'S' } });
    await activateBank(doors, merchantId, cimb('K2', 'S2'));
    expect(await read()).toMatchObject({
      active: true,
      credentials: { key: 'K2', secret: 'S2' },
      notificationUrl: 'https://shop.example/n',
    });
  });

  test('that was never activated can neither be switched off nor notified', async () => {
    const { merchantId } = await createMerchant(doors, { name: 'None' });
    await expect(deactivateBank(doors, merchantId, 'cimb')).rejects.toThrow(/never activated/);
    await expect(setNotificationUrl(doors, merchantId, 'cimb', null)).rejects.toThrow(
      /never activated/,
    );
  });
});

describe('the directory', () => {
  test('reads once for all who ask at the same time, and remembers for a second', async () => {
    const { clientId, merchantId } = await createMerchant(doors, { name: 'Remembered' });
    let reads = 0;
    const counting = {
      ...doors,
      db: {
        ...doors.db,
        rows: <R>(query: Parameters<typeof doors.db.rows>[0]) => {
          if (query.name === 'merchants-by-client-id') reads += 1;
          return doors.db.rows<R>(query);
        },
      },
    };
    const directory = createDirectory(counting);
    await Promise.all([1, 2, 3].map(() => directory.find(clientId)));
    await directory.find(clientId);
    expect(reads).toBe(1);
    await setMerchantStatus(doors.db, merchantId, 'suspended');
    expect((await directory.find(clientId))?.status).toBe('active');
    doors.clock.moveTo(doors.clock.now() + 1001);
    expect((await directory.find(clientId))?.status).toBe('suspended');
    expect(reads).toBe(2);
    await directory.find('MCH-nobody');
    await directory.find('MCH-nobody');
    expect(reads).toBe(3);
  });

  test('forgets a merchant that was changed here', async () => {
    const { clientId, merchantId } = await createMerchant(doors, { name: 'Forgotten' });
    const directory = createDirectory(doors);
    await directory.find(clientId);
    await directory.byId(merchantId);
    await setMerchantStatus(doors.db, merchantId, 'suspended');
    directory.forget(clientId);
    expect((await directory.find(clientId))?.status).toBe('suspended');
    expect((await directory.byId(merchantId))?.status).toBe('suspended');
  });

  test('does not remember that the database was away', async () => {
    const { clientId } = await createMerchant(doors, { name: 'Away' });
    let away = true;
    const directory = createDirectory({
      ...doors,
      db: {
        ...doors.db,
        rows: <R>(query: Parameters<typeof doors.db.rows>[0]) =>
          away ? Promise.reject(new Error('away')) : doors.db.rows<R>(query),
      },
    });
    await expect(directory.find(clientId)).rejects.toThrow('away');
    away = false;
    expect((await directory.find(clientId))?.clientId).toBe(clientId);
  });
});

function cimb(key: string, secret: string) {
  return { bank: 'cimb', key, secret, notificationUrl: null };
}

function accepted(merchant: Merchant, at: number, secrets: readonly string[]): boolean[] {
  const keys = validKeys(merchant, at);
  return secrets.map((secret) => keys.some(({ key }) => signsLike(key, secret)));
}

function signsLike(key: KeyObject, secret: string): boolean {
  const mac = (by: KeyObject | string) => createHmac('sha256', by).update('x').digest('hex');
  return mac(key) === mac(secret);
}

function testClock(): Clock & { moveTo(ms: number): void } {
  let at = START;
  return {
    now: () => at,
    wall: () => at,
    steady: () => at,
    sleep: () => Promise.resolve(),
    moveTo(ms) {
      at = ms;
    },
  };
}
