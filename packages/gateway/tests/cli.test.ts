// The command line as its users know it: what it prints where, and how it ends.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSealer } from '../src/base/secrets.ts';
import type { Environment } from '../src/base/config.ts';
import { run } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';
import { createDirectory } from '../src/merchants/directory.ts';
import { systemClock } from '../src/base/clock.ts';
import { CHECK_NAMES } from '../src/checks/catalogue.ts';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from './database.ts';

let database: FreshDatabase;
let folder: string;
let env: Environment;
const masterKey = randomBytes(32);
const indexKey = randomBytes(32);

beforeAll(async () => {
  database = await freshDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-cli-'));
  env = {
    TARIK_MODE: 'sandbox',
    DATABASE_URL: database.url,
    TARIK_MASTER_KEYS: masterKey.toString('base64'),
    TARIK_INDEX_KEY: indexKey.toString('base64'),
  };
});

afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await database.drop();
});

describe('every command', () => {
  test('has a help page with an example, on every level', async () => {
    const seen: string[] = [];
    const look = async (command: string[]): Promise<void> => {
      const help = await tarik([...command, '--help']);
      const name = command.join(' ');
      expect({ name, code: help.code, err: help.err }).toEqual({ name, code: 0, err: '' });
      expect(help.out).toMatch(/Example:\n {2}\$ tarik /);
      seen.push(name);
      const list = /\nCommands:\n([^]*?)\n\n/.exec(help.out)?.[1] ?? '';
      for (const [, sub] of list.matchAll(/^ {2}([a-z][\w-]*)/gm)) {
        if (sub !== undefined && sub !== 'help') await look([...command, sub]);
      }
    };
    await look([]);
    expect(seen).toEqual(expect.arrayContaining(['serve', 'merchant rotate-key', 'keys rotate']));
    expect(seen.length).toBeGreaterThan(20);
  });

  test('that is misspelt ends with 2 and names the near one, on standard error', async () => {
    const { code, out, err } = await tarik(['migrat']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Did you mean migrate?');
    expect((await tarik(['merchant', 'create'])).code).toBe(2);
    expect((await tarik(['check', '--nonsense'])).code).toBe(2);
  });

  test('without its settings ends with 3 and every fault', async () => {
    const { code, err } = await tarik(['serve'], { TARIK_MODE: 'sandbox' });
    expect(code).toBe(3);
    expect(err).toMatch(
      /DATABASE_URL must be[^]*TARIK_CIMB_URL must be[^]*TARIK_MASTER_KEYS must be/,
    );
  });

  test('without a database that answers ends with 5', async () => {
    const url = 'postgres://tarik@127.0.0.1:9/tarik';
    expect((await tarik(['check'], { ...env, DATABASE_URL: url })).code).toBe(5);
    expect((await tarik(['migrate'], { ...env, DATABASE_URL: url })).code).toBe(5);
  });
});

describe('a merchant', () => {
  test('is made, shown once, listed, given a bank, and suspended', async () => {
    const made = await tarikJson(['merchant', 'create', '--name', 'Toko', '--set', 'rate=null']);
    expect(made).toMatchObject({
      client_id: expect.stringMatching(/^MCH-/),
      secret_key: expect.stringMatching(/^SK-/),
    });
    const id = made.client_id;
    const secret = write('secret', 'bank-secret\n');
    const url = 'http://127.0.0.1:8070/notifications';
    await tarikJson([
      'merchant',
      'activate-bank',
      id,
      'cimb',
      '--key',
      'K',
      '--secret-file',
      secret,
    ]);
    await tarikJson(['merchant', 'set-notification-url', id, 'cimb', url]);
    await tarikJson(['merchant', 'set', id, 'amounts=string', 'rate={"perSecond":5,"burst":9}']);
    await tarikJson(['merchant', 'suspend', id]);
    const listed = (await tarikJson(['merchant', 'list'])).find((one: any) => one.client_id === id);
    expect(listed).toMatchObject({
      status: 'suspended',
      banks: [{ bank: 'cimb', status: 'active', notification_url: url }],
      keys_valid: 1,
      settings: { amounts: 'string', rate: { perSecond: 5, burst: 9 } },
    });
    expect(JSON.stringify(listed)).not.toContain('bank-secret');
    await tarikJson(['merchant', 'set-notification-hosts', id, 'a.example', 'b.example:8443']);
    expect((await merchant(id))?.notificationHosts).toEqual(['a.example', 'b.example:8443']);
    await tarikJson(['merchant', 'resume', id]);
    await tarikJson(['merchant', 'deactivate-bank', id, 'cimb']);
    expect((await merchant(id))?.banks.get('cimb')).toMatchObject({
      active: false,
      credentials: { key: 'K', secret: 'bank-secret' },
    });
  });

  test('is told which setting there is not, and which there are', async () => {
    const { code, err } = await tarik(['merchant', 'set', 'MCH-1', 'foo=1', 'amounts=x']);
    expect(code).toBe(2);
    expect(err).toMatch(/\n {2}amounts: .*\n {2}Unrecognized key: "foo"\n/);
    expect((await tarik(['merchant', 'set', '--help'])).out).toContain('lineItems, amounts, ');
  });

  test('is told what its payments cost: planned, set, listed and taken back', async () => {
    const { client_id: id } = await tarikJson(['merchant', 'create', '--name', 'Biaya']);
    const terms = ['--fixed', '2000', '--basis-points', '100', '--maximum', '50000'];
    const planned = await tarik(['merchant', 'set-fee', id, 'cimb', ...terms, '--dry-run']);
    expect(planned.out).toContain('100000 costs 3000');
    expect(await tarikJson(['merchant', 'fees', id])).toEqual([]);
    await tarikJson(['merchant', 'set-fee', id, 'cimb', ...terms]);
    const from = '2099-01-01T00:00:00+07:00';
    const later = await tarikJson(['merchant', 'set-fee', id, 'cimb', '--from', from]);
    expect(later).toMatchObject({ valid_from: '2098-12-31T17:00:00Z', fixed: '0', maximum: null });
    const listed = await tarikJson(['merchant', 'fees', id, '--amount', '90000']);
    expect(listed).toMatchObject([
      { bank: 'cimb', fixed: '2000', basis_points: '100', in_force: true, fee: '2900' },
      { fee_id: later.fee_id, in_force: false, fee: '0' },
    ]);
    await tarikJson(['merchant', 'withdraw-fee', id, 'cimb', later.fee_id]);
    expect(await tarikJson(['merchant', 'fees', id])).toHaveLength(1);
    expect((await merchant(id))?.tariffs).toHaveLength(1);
    const again = await tarik(['merchant', 'withdraw-fee', id, 'cimb', later.fee_id]);
    expect(again).toMatchObject({ code: 2, err: expect.stringMatching(/not in force yet/) });
    const past = ['--from', '2020-01-01T00:00:00Z'];
    const wrong = await tarik(['merchant', 'set-fee', id, 'cimb', ...past]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/--from must not be in/) });
  });

  test('gets a new key beside the old one', async () => {
    const made = await tarikJson(['merchant', 'create', '--name', 'Kunci']);
    const rotated = await tarikJson(['merchant', 'rotate-key', made.client_id, '--overlap', '48h']);
    expect(rotated.secret_key).not.toBe(made.secret_key);
    const hours = (Date.parse(rotated.old_key_valid_until) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(47.9);
    expect(hours).toBeLessThanOrEqual(48);
    expect((await merchant(made.client_id))?.keys).toHaveLength(2);
  });

  const WRONG: readonly [args: string[], code: number, says: RegExp][] = [
    [['rotate-key', 'MCH-nobody'], 6, /there is no merchant MCH-nobody/],
    [['rotate-key', 'MCH-nobody', '--overlap', 'long'], 2, /a time is 0/],
    [['set', 'MCH-nobody', 'amounts=roman'], 2, /amounts/],
    [['set', 'MCH-nobody', 'amounts'], 2, /is not setting=value/],
    [['set-notification-url', 'MCH-KNOWN', 'cimb', 'ftp://x'], 2, /must be https/],
    [['set-notification-url', 'MCH-KNOWN', 'cimb', 'http://10.0.0.1/'], 2, /private or local/],
    [['set-notification-url', 'MCH-KNOWN', 'bca', 'none'], 2, /there is no bank bca/],
    [['deactivate-bank', 'MCH-KNOWN', 'cimb'], 1, /never activated/],
    [['set-notification-hosts', 'MCH-KNOWN', 'https://a.example'], 2, /is no host/],
    [['create', '--name', 'x', '--client-id', 'MCH-KNOWN'], 1, /is taken/],
    [['create', '--name', 'x', '--secret-file', 'nowhere'], 2, /cannot be read/],
  ];
  test.for(WRONG)('%j ends with %i', async ([args, code, says]) => {
    await tarik(['merchant', 'create', '--name', 'Known', '--client-id', 'MCH-KNOWN']);
    const ended = await tarik(['merchant', ...args]);
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(says) });
  });
});

describe('the books', () => {
  test('are checked: 0 when they hold, 1 with the finding when they do not', async () => {
    expect(await tarikJson(['check'])).toMatchObject({ findings: [] });
    const made = await tarikJson(['merchant', 'create', '--name', 'Forged']);
    const change = 'update ledger_heads set journal_no = $2 where merchant_id = $1';
    await sql(database.url, change, [made.merchant_id, 3]);
    const { code, out } = await tarik(['check']);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining(made.merchant_id) });
    expect(await tarik(['check', '--only', 'events,rules'])).toMatchObject({ code: 0 });
    const { code: ofIt } = await tarik(['check', '--merchant', made.client_id]);
    expect(ofIt).toBe(1);
    await sql(database.url, change, [made.merchant_id, 0]);
    expect(await tarik(['check', '--merchant', made.client_id])).toMatchObject({ code: 0 });
  });

  test('say what was looked at, and what was taken as checked before', async () => {
    const full = await tarikJson(['check', '--full']);
    expect(full.checks.map((one: { check: string }) => one.check)).toEqual(CHECK_NAMES);
    expect(full.checks[0]).toEqual({
      check: 'balances',
      rows: expect.any(Number),
      since: null,
      duration_ms: expect.any(Number),
      findings: 0,
    });
    const [again] = (await tarikJson(['check', '--only', 'events'])).checks;
    expect(Date.parse(again.since)).toBeGreaterThan(0);
    const { out } = await tarik(['check']);
    expect(out).toMatch(/^✓ +events +\d+ +\d{4}-\d\d-\d\dT\S+ +\d+ ms +0$/m);
    expect(out).toContain(`${CHECK_NAMES.length} checks, nothing found`);
  });

  test.each([
    [['check', '--only', 'balances,feelings'], 2, /no check feelings; there are balances/],
    [['check', '--merchant', 'MCH-UNKNOWN'], 6, /no merchant MCH-UNKNOWN/],
  ] as const)('%j ends with %i', async (args, code, says) => {
    const ended = await tarik([...args]);
    expect(ended).toMatchObject({ code, out: '', err: expect.stringMatching(says) });
  });
});

describe('the doctor', () => {
  test('names every missing setting, or what else is wrong', async () => {
    const without = await tarik(['doctor', '--json']);
    expect(without.code).toBe(1);
    expect(JSON.parse(without.out)).toMatchObject([
      { check: 'node', ok: true },
      {
        check: 'settings',
        ok: false,
        says: expect.arrayContaining([expect.stringMatching(/CIMB_URL/)]),
      },
    ]);
    const bank = {
      TARIK_SNAP_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----',
      TARIK_CIMB_PUBLIC_KEY: '-----BEGIN PUBLIC KEY-----',
      TARIK_CIMB_URL: 'http://127.0.0.1:9/snap',
    };
    const whole = await tarik(['doctor'], { ...env, ...bank });
    expect(whole.code).toBe(1);
    expect(whole.out).toMatch(
      /✓ database +PostgreSQL \d+[^]*✓ books[^]*✗ bank cimb .*does not answer/,
    );
  });
});

describe('the database', () => {
  test('that lacks its migrations is found, and migrated', async () => {
    const empty = await freshDatabase('empty');
    const its = { ...env, DATABASE_URL: empty.url };
    expect(await tarik(['migrate', '--check', '--json'], its)).toMatchObject({
      code: 1,
      out: '{"standing":"behind"}\n',
    });
    expect((await tarik(['migrate'], its)).out).toContain('applied 0001_merchants.sql');
    expect((await tarik(['migrate'], its)).out).toBe('nothing to do\n');
    expect((await tarik(['migrate', '--check'], its)).code).toBe(0);
    const role = `serving_${randomBytes(4).toString('hex')}`;
    await sql(empty.url, `create role ${role}`);
    const granted = await tarik(['migrate', '--app-role', role], its);
    expect(granted.out).toBe(`gave ${role} what serving needs\n`);
    const [may] = await sql(
      empty.url,
      `select has_table_privilege($1, 'payments', 'update') as payments,
              has_table_privilege($1, 'ledger_transfers', 'update') as ledger`,
      [role],
    );
    expect(may).toEqual({ payments: true, ledger: false });
    await sql(empty.url, `drop owned by ${role}; drop role ${role}`);
    expect((await tarik(['migrate', '--app-role', 'nobody_of_that_name'], its)).code).toBe(1);
    await empty.drop();
  });
});

describe('a signature', () => {
  test('that was made is right, and wrong for another body', async () => {
    const key = write('key', 'SK-test');
    const body = write('body', '{"a":1}');
    const call = ['--client-id', 'MCH-1', '--secret-file', key, '--target', '/x', '--body'];
    const { headers, signed } = await tarikJson(['sign', ...call, body]);
    expect(signed).toMatch(
      /^Client-Id:MCH-1\nRequest-Id:.*\nRequest-Timestamp:.*\nRequest-Target:\/x\nDigest:/,
    );
    const rest = [
      ['--request-id', headers['Request-Id']],
      ['--timestamp', headers['Request-Timestamp']],
      ['--signature', headers.Signature],
    ].flat();
    expect((await tarik(['verify', ...call, body, ...rest])).code).toBe(0);
    const other = write('other', '{"a":2}');
    expect((await tarik(['verify', ...call, other, ...rest])).code).toBe(4);
  });
});

async function merchant(clientId: string) {
  const db = openTestDb(database.url);
  const sealer = createSealer([masterKey], indexKey);
  try {
    return await createDirectory({ db, clock: systemClock(), sealer }).find(clientId);
  } finally {
    await db.close();
  }
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  return file;
}

async function tarikJson(args: string[]): Promise<any> {
  const { code, out, err } = await tarik([...args, '--json']);
  expect({ args, code, err }).toEqual({ args, code: 0, err: '' });
  return JSON.parse(out);
}

/** Runs one command in this process and catches what it writes. */
async function tarik(
  args: string[],
  its: Environment = env,
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const screen = createScreen({
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  const code = await run(args, { screen, env: () => its });
  return { code, out, err };
}
