import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, openTestDb, type FreshDatabase } from '../../tests/database.ts';
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import { createSealer } from '../base/secrets.ts';
import { activateBank } from '../merchants/activate-bank.ts';
import { createMerchant, type MerchantDoors } from '../merchants/create.ts';
import { checkStart, clockFaults, serverFaults } from './start-checks.ts';
import type { ServerFacts } from './store.ts';

const GOOD: ServerFacts = {
  version: 150_018,
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  data_checksums: 'on',
  superuser: false,
  now: 0,
};

describe('a production refuses a database server', () => {
  const SERVERS: readonly [what: string, change: Partial<ServerFacts>, fault: RegExp | null][] = [
    ['that keeps its promises: no', {}, null],
    ['with remote_apply: no', { synchronous_commit: 'remote_apply' }, null],
    ['without fsync', { fsync: 'off' }, /fsync off/],
    ['without full page writes', { full_page_writes: 'off' }, /full_page_writes off/],
    ['that does not wait for its disk', { synchronous_commit: 'off' }, /synchronous_commit off/],
    ['that does not wait for its twin', { synchronous_commit: 'local' }, /commit local/],
    ['on which we are superuser', { superuser: true }, /superuser/],
  ];
  test.for(SERVERS)('%s', ([, change, fault]) => {
    const faults = serverFaults({ ...GOOD, ...change });
    expect(faults).toEqual(fault === null ? [] : [expect.stringMatching(fault)]);
  });

  test('whose clock is more than 2 s off, the time of its answer aside', () => {
    const asked = 1_000_000;
    expect(clockFaults(asked - 2000, asked, 50)).toEqual([]);
    expect(clockFaults(asked + 7000, asked, 6000)).toEqual([]);
    expect(clockFaults(asked - 2500, asked, 50)).toEqual([expect.stringMatching(/3 s apart/)]);
    expect(clockFaults(asked + 8100, asked, 50)).toEqual([expect.stringMatching(/8 s apart/)]);
  });
});

describe('before a process serves', () => {
  let database: FreshDatabase;
  let doors: MerchantDoors;

  beforeAll(async () => {
    database = await freshDatabase();
    doors = {
      db: openTestDb(database.url),
      clock: systemClock(),
      random: systemRandom(),
      sealer: createSealer([Buffer.alloc(32, 1)], Buffer.alloc(32, 2)),
    };
    const { merchantId } = await createMerchant(doors, {
      name: 'Sandbox',
      clientId: 'MCH-SANDBOX',
      secret: 'SK-sandbox-0001-do-not-use-in-production',
    });
    await activateBank(doors, merchantId, {
      bank: 'cimb',
      key: 'k',
      secret: 's',
      notificationUrl: 'http://127.0.0.1:8070/notifications',
    });
  });

  afterAll(async () => {
    await doors.db.close();
    await database.drop();
  });

  test("a sandbox takes its merchants as they are, on the tests' server as it is", async () => {
    expect(await checkStart(doors, false)).toEqual({ faults: [], warnings: [] });
  });

  test('a production refuses merchants of a sandbox, by name', async () => {
    const { faults } = await checkStart(doors, true);
    expect(faults).toEqual(
      expect.arrayContaining([
        'merchant MCH-SANDBOX has a Secret Key of the sandbox: rotate it',
        'merchant MCH-SANDBOX is notified over http: set an https URL',
      ]),
    );
  });

  test('keys that do not open the database are a fault, in a sandbox too', async () => {
    const stranger = createSealer([Buffer.alloc(32, 9)], Buffer.alloc(32, 2));
    expect((await checkStart({ ...doors, sealer: stranger }, false)).faults).toEqual([
      'TARIK_MASTER_KEYS does not hold the key that sealed this database',
    ]);
  });

  test('a database that is not migrated is a fault that says what to do', async () => {
    const empty = await freshDatabase('empty');
    const db = openTestDb(empty.url);
    expect((await checkStart({ ...doors, db }, true)).faults).toEqual([
      'the database is not migrated: run "tarik migrate"',
    ]);
    await db.close();
    await empty.drop();
  });
});
