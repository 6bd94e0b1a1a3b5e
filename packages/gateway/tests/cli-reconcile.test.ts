// `tarik reconcile`: a file judged, taken in and looked at from the command line, and a day that is closed.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../src/base/clock.ts';
import type { Environment } from '../src/base/config.ts';
import type { Db } from '../src/base/db.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import type { Context } from '../src/context.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { judgeRipeDay } from '../src/reconciliation/judge-day.ts';
import { matchWaiting } from '../src/reconciliation/match.ts';
import { plusDays, wibDay } from '../src/settlement/calendar.ts';
import { freshDatabase, openTestDb, type FreshDatabase } from './database.ts';
import { statementFile } from './statement-file.ts';
import { runTarik } from './tarik.ts';

const KEY = randomBytes(32);
const INDEX = randomBytes(32);
const clock = systemClock();
const yesterday = plusDays(wibDay(clock.now()), -1);
const day = plusDays(yesterday, -1);

let database: FreshDatabase;
let db: Db;
let env: Environment;
let folder: string;
let clientId: string;

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-reconcile-'));
  env = {
    TARIK_MODE: 'production',
    DATABASE_URL: database.url,
    TARIK_MASTER_KEYS: KEY.toString('base64'),
    TARIK_INDEX_KEY: INDEX.toString('base64'),
  };
  const doors = { db, clock, random: systemRandom(), sealer: createSealer([KEY], INDEX) };
  const made = await createMerchant(doors, { name: 'Toko' });
  ({ clientId } = made);
  const bank = { bank: 'cimb', key: 'KEY-1', secret: 'secret', notificationUrl: null };
  await activateBank(doors, made.merchantId, bank);
});

afterAll(async () => {
  await db.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const tarik = (...args: string[]) => runTarik(['reconcile', ...args], env);
const json = async (...args: string[]) => JSON.parse((await tarik(...args, '--json')).out);

function file(name: string, content: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

async function work(): Promise<void> {
  const ctx = { db, clock, random: systemRandom() } as unknown as Context;
  while ((await matchWaiting(ctx)) > 0);
  while ((await judgeRipeDay(ctx)) > 0);
}

test('a file is judged, taken in, matched and looked at, and its day is closed', async () => {
  const of = ['--bank', 'cimb', '--day', day];
  const good = file('good.csv', statementFile(day, [{ reference: 'x', amount: 7_000 }]));
  expect(await json('import', good, ...of, '--dry-run')).toMatchObject({
    statement_id: null,
    lines: 1,
    merchants: 1,
    strays: 0,
    debits: '7000',
  });
  expect((await tarik('import', good, ...of)).out).toMatch(
    /^kept as .*: 1 line of 1 merchant\ntaken 7,000, given back 0, paid out 0, returned 0\n$/,
  );
  expect(await tarik('import', good, ...of)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/this very file was imported before/),
  });
  await work();
  expect((await tarik('exceptions', '--bank', 'cimb')).out).toMatch(
    /MCH-\S+ +cimb +\S+ +missing here +debit +7,000 +- +7,000 +0 h +open/,
  );
  expect(await json('exceptions', '--merchant', clientId)).toMatchObject({
    exceptions: [{ reason: 'missing_here', amount: '7000', in_suspense: '7000', line: 2 }],
  });
  expect(await tarik('close', ...of)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/was not looked for/),
  });
  const next = file('next.csv', statementFile(yesterday, []));
  await tarik('import', next, '--bank', 'cimb', '--day', yesterday);
  await work();
  expect((await tarik('close', ...of, '--dry-run')).out).toMatch(
    /^could be closed; 1 exception is open and goes on/,
  );
  expect(await json('close', ...of)).toMatchObject({ closed: true, open_exceptions: 1 });
  const { days } = await json('day', '--bank', 'cimb', '--from', day);
  expect(days).toMatchObject([
    {
      day,
      state: 'sealed',
      lines: 1,
      merchants_left: 0,
      looked_for_missing: true,
      exceptions: { open: 1 },
    },
    { day: yesterday, state: 'matched', lines: 0, looked_for_missing: false },
  ]);
});

test('what is wrong with a file is said by line and column, and kept as the reason', async () => {
  const before = plusDays(day, -1);
  const of = ['--bank', 'cimb', '--day', before];
  const bad = file('bad.csv', statementFile(before, [{ reference: 'x', amount: 0 }]));
  for (const dry of [['--dry-run'], []]) {
    expect(await tarik('import', bad, ...of, ...dry)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/line 2, column amount: must be whole rupiah/),
    });
  }
  expect((await tarik('day', '--bank', 'cimb', '--from', before, '--to', before)).out).toMatch(
    /missing.* 1\s*$/,
  );
});

test('a partner that a merchant once was is noted', async () => {
  expect(await json('partner', clientId, 'OLD-KEY', '--bank', 'cimb')).toMatchObject({
    partner: 'OLD-KEY',
  });
});

test.each<[RegExp, string[]]>([
  [/there is no bank bca/, ['import', 'FILE', '--bank', 'bca', '--day', day]],
  [/2026-02-30 is no day/, ['import', 'FILE', '--bank', 'cimb', '--day', '2026-02-30']],
  [/cannot be read/, ['import', '/nowhere.csv', '--bank', 'cimb', '--day', day]],
  [/there is no bank bca/, ['day', '--bank', 'bca']],
  [
    /--from must not be after --to/,
    ['day', '--bank', 'cimb', '--from', '2026-11-02', '--to', '2026-11-01'],
  ],
  [/there is no bank bca/, ['exceptions', '--bank', 'bca']],
  [/25-11-2026 is no day/, ['close', '--bank', 'cimb', '--day', '25-11-2026']],
  [/required option/, ['import', 'FILE', '--day', day]],
])('wrong arguments end with 2 and say %s', async (says, args) => {
  const real = file('empty.csv', '');
  const ended = await tarik(...args.map((one) => (one === 'FILE' ? real : one)));
  expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(says) });
});
