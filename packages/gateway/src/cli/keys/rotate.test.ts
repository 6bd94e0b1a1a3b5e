import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from '../../../tests/database.ts';
import { systemClock } from '../../base/clock.ts';
import type { Db } from '../../base/db.ts';
import { systemRandom } from '../../base/random.ts';
import { createSealer } from '../../base/secrets.ts';
import { activateBank } from '../../merchants/activate-bank.ts';
import { createMerchant } from '../../merchants/create.ts';
import { createDirectory } from '../../merchants/directory.ts';
import { rotateMasterKey } from './rotate.ts';
import { SEALED } from './store.ts';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const INDEX = Buffer.alloc(32, 3);

let database: FreshDatabase;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

describe('rotating the master key', () => {
  test('knows every column of bytes that is sealed', async () => {
    const columns = await sql<{ name: string }>(
      database.url,
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'public' and data_type = 'bytea' order by 1`,
    );
    const known = SEALED.map(({ table, column }) => `${table}.${column}`);
    const plain = columns.map(({ name }) => name).filter((name) => !known.includes(name));
    // Hashes and keyed fingerprints: they are compared, not opened.
    expect(plain).toEqual([
      'audit_entries.hash',
      'audit_heads.hash',
      'bank_accounts.number_key',
      'bank_partners.partner_key',
      'closed_days.heads_hash',
      'closed_heads.hash',
      'ledger_heads.hash',
      'ledger_journals.hash',
      'operator_invitations.token_hash',
      'operator_recovery_codes.code_hash',
      'operator_sessions.former_hash',
      'operator_sessions.session_hash',
      'payments.customer_key',
      'requests.body_hash',
      'sign_in_delays.key',
      'sign_in_failures.key',
      'statements.sha256',
      'tokens.customer_key',
      'tokens.phone_key',
    ]);
    expect(known.filter((name) => !columns.some((one) => one.name === name))).toEqual([]);
  });

  test('lets the old key go: afterwards the new one alone opens everything', async () => {
    const clock = systemClock();
    const before = { db, clock, random: systemRandom(), sealer: createSealer([OLD], INDEX) };
    for (let n = 0; n < 3; n += 1) {
      const { merchantId } = await createMerchant(before, { name: 'M', clientId: `MCH-${n}` });
      const credentials = { bank: 'cimb', key: `K${n}`, secret: 'S', notificationUrl: null };
      await activateBank(before, merchantId, credentials);
    }

    const both = createSealer([NEW, OLD], INDEX);
    expect(summary(await rotateMasterKey({ db, sealer: both }))).toEqual({
      rewrapped: 6,
      unreadable: 0,
    });
    expect(summary(await rotateMasterKey({ db, sealer: both }))).toEqual({
      rewrapped: 0,
      unreadable: 0,
    });
    const after = createDirectory({ db, clock, sealer: createSealer([NEW], INDEX) });
    expect((await after.find('MCH-1'))?.banks.get('cimb')?.credentials.key).toBe('K1');
    await expect(createDirectory(before).find('MCH-1')).rejects.toThrow(/does not hold/);
  });

  test('names what no key of the ring opens, and leaves it as it is', async () => {
    const stranger = createSealer([Buffer.alloc(32, 9)], INDEX);
    const results = await rotateMasterKey({ db, sealer: stranger });
    expect(summary(results)).toEqual({ rewrapped: 0, unreadable: 6 });
    const sealer = createSealer([NEW], INDEX);
    expect(summary(await rotateMasterKey({ db, sealer }))).toEqual({ rewrapped: 0, unreadable: 0 });
  });
});

function summary(results: { rewrapped: number; unreadable: number }[]) {
  const sum = (of: 'rewrapped' | 'unreadable') => results.reduce((all, one) => all + one[of], 0);
  return { rewrapped: sum('rewrapped'), unreadable: sum('unreadable') };
}
