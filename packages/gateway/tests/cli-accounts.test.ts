// `tarik accounts` as a script uses it: listed, added, named by the simulated bank, and never verified.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulator, type Simulator } from '../../simulator/src/simulator.ts';
import { systemClock } from '../src/base/clock.ts';
import type { Environment } from '../src/base/config.ts';
import type { Db } from '../src/base/db.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import { runChecks } from '../src/checks/check.ts';
import { run } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { freshDatabase, openTestDb, type FreshDatabase } from './database.ts';
import { askSandbox } from './world.ts';

const [MASTER, INDEX] = [randomBytes(32), randomBytes(32)];
const PAIR = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let database: FreshDatabase;
let db: Db;
let bank: Simulator;
let folder: string;
let env: Environment;
let clientId: string;

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-accounts-'));
  const clock = systemClock();
  const partner = { key: 'KEY-one', secret: 'bank-secret-of-one' };
  bank = await startSimulator({
    port: 0,
    dataFolder: folder,
    partners: [{ ...partner, publicKey: PAIR.publicKey }],
    clock,
    settings: { fsync: false },
  });
  const doors = { db, clock, random: systemRandom(), sealer: createSealer([MASTER], INDEX) };
  const made = await createMerchant(doors, { name: 'Toko', settings: {} });
  clientId = made.clientId;
  await activateBank(doors, made.merchantId, { bank: 'cimb', ...partner, notificationUrl: null });
  env = {
    DATABASE_URL: database.url,
    TARIK_MODE: 'sandbox',
    TARIK_MASTER_KEYS: MASTER.toString('base64'),
    TARIK_INDEX_KEY: INDEX.toString('base64'),
    TARIK_SNAP_PRIVATE_KEY: PAIR.privateKey,
    TARIK_CIMB_URL: bank.baseUrl,
    TARIK_CIMB_PUBLIC_KEY: bank.publicKey,
  };
});

afterAll(async () => {
  await Promise.all([bank.close(), db.close()]);
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function tarik(...args: string[]) {
  let [out, err] = ['', ''];
  const screen = createScreen({ out: (text) => (out += text), err: (text) => (err += text) });
  const code = await run(args, { screen, env: () => env });
  return { code, out, err };
}

const json = async (...args: string[]) => JSON.parse((await tarik(...args, '--json')).out);

const add = (number: string, holder: string, ...more: string[]) => [
  'accounts',
  'add',
  clientId,
  '--bank',
  '014',
  '--number',
  number,
  '--holder',
  holder,
  ...more,
];

test('an account is judged, added, named by the bank, and listed', async () => {
  expect((await tarik('accounts', 'list', clientId)).out).toBe('no bank accounts\n');
  const planned = await json(...add('900000000002', 'Cv. Seller  Satu', '--dry-run'));
  expect(planned).toMatchObject({ bank_name: 'BCA', holder: 'Cv. Seller Satu', dry_run: true });
  expect(await json('accounts', 'list', clientId)).toEqual([]);

  const { account_id: id } = await json(...add('900000000002', 'Cv. Seller Satu'));
  const twice = await tarik(...add('900000000002', 'Cv. Seller Satu'));
  expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('already') });
  expect(await json('accounts', 'inquire', clientId, id)).toMatchObject({
    state: 'inquired',
    inquired_name: 'CV SELLER SATU',
    names_agree: true,
  });
  const listed = (await tarik('accounts', 'list', clientId)).out;
  expect(listed).toMatch(/SBA-\d{4}-\d{9} +BCA +\*0002 +inquired +- +Cv. Seller Satu/);
  expect(listed).not.toContain('900000000002');
  const { history } = await json('accounts', 'show', clientId, id);
  expect(history.map((one: any) => [one.event, one.operator_id])).toEqual([
    ['added', null],
    ['named', null],
  ]);
  const looked = await runChecks(db, systemClock(), { only: ['bank_accounts'], remember: false });
  expect(looked.flatMap(({ findings }) => findings)).toEqual([]);
});

test('what the bank does not have, and a bank that is away, end with a code of their own', async () => {
  const { account_id: id } = await json(...add('900000000005', 'PT Tidak Ada'));
  const none = await tarik('accounts', 'inquire', clientId, id);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('no such account') });
  await askSandbox(bank, '/sandbox/faults', { operation: 'beneficiary', fault: 'timeout_before' });
  const away = await tarik('accounts', 'inquire', clientId, id);
  expect(away.code).toBe(5);
  expect(await json('accounts', 'show', clientId, id)).toMatchObject({ state: 'refused' });
});

test('whom nobody knows is said, and so is where two people are needed', async () => {
  expect((await tarik('accounts', 'list', 'MCH-404')).code).toBe(6);
  expect((await tarik('accounts', 'show', clientId, 'SBA-0000-000000404')).code).toBe(6);
  expect((await tarik('accounts', '--help')).out).toContain('in the Back Office');
});
