import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ConfigRefused,
  readCollecting,
  readConfig,
  type Config,
  type Environment,
} from './config.ts';
import { SANDBOX_KEY_MARK } from './unsafe.ts';

const KEY = randomBytes(32).toString('base64');
const PEM = { public: '-----BEGIN PUBLIC KEY-----', private: '-----BEGIN PRIVATE KEY-----' };

const PRODUCTION: Environment = {
  DATABASE_URL: 'postgres://tarik@db.example/tarik',
  TARIK_PUBLIC_URL: 'https://pay.example/',
  TARIK_MASTER_KEYS: KEY,
  TARIK_INDEX_KEY: randomBytes(32).toString('base64'),
  TARIK_SNAP_PRIVATE_KEY: PEM.private,
  TARIK_CIMB_URL: 'https://snap.bank.example/api/',
  TARIK_CIMB_PUBLIC_KEY: PEM.public,
  TARIK_CIMB_COLLECTING_ACCOUNT: '700000000001',
  TARIK_CIMB_COLLECTING_NAME: 'PT Tarik',
};

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tarik-config-'));
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('the settings', () => {
  test('of a production need only what nobody can guess; the rest has defaults', () => {
    const { config, warnings } = readConfig(PRODUCTION, ['cimb']);
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      mode: 'production',
      role: 'all',
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'https://pay.example',
      addressRate: null,
      metricsPort: null,
      trustedProxies: [],
    } satisfies Partial<Config>);
    expect(config.databaseUrl.reveal()).toBe('postgres://tarik@db.example/tarik');
    expect(config.masterKeys.reveal()[0]).toEqual(Buffer.from(KEY, 'base64'));
    expect(config.banks.get('cimb')).toEqual({
      url: 'https://snap.bank.example/api',
      publicKey: PEM.public,
      signedAnswers: true,
      payouts: true,
      collecting: { number: '700000000001', name: 'PT Tarik' },
    });
  });

  test('never show their secrets when they are printed', () => {
    const { config } = readConfig(PRODUCTION, ['cimb']);
    expect(JSON.stringify(config)).not.toContain('tarik@db.example');
    expect(String(config.masterKeys) + String(config.snapPrivateKey)).toBe('[redacted][redacted]');
  });

  test('report every fault at once, each with its name and its rule', () => {
    const faults = faultsOf({ TARIK_PORT: '99999', TARIK_MODE: 'staging', TARIK_ROLE: 'boss' });
    expect(faults).toEqual([
      'DATABASE_URL must be a PostgreSQL URL, postgres://user:password@host:port/database',
      "TARIK_CIMB_PUBLIC_KEY must be the bank's RSA public key in PEM",
      'TARIK_CIMB_URL must be an http(s) URL without user, query and fragment',
      'TARIK_INDEX_KEY must be a key of at least 32 random bytes in base64',
      expect.stringMatching(/^TARIK_MASTER_KEYS must be one or more keys of 32 random bytes/),
      'TARIK_MODE must be one of production, sandbox',
      'TARIK_PORT must be a port from 0 to 65535',
      'TARIK_ROLE must be one of all, api, worker',
      "TARIK_SNAP_PRIVATE_KEY must be the gateway's RSA private key in PEM",
    ]);
  });

  test('never quote a value: it may be a secret under the wrong name', () => {
    const canary = 'canary-7f3a';
    const wrong = Object.fromEntries(Object.keys(PRODUCTION).map((name) => [name, canary]));
    expect(
      faultsOf({ ...wrong, TARIK_PORT: canary, TARIK_LOG_LEVEL: canary }).join(),
    ).not.toContain(canary);
  });

  const RULES: readonly [variable: string, refused: string, accepted: string][] = [
    ['DATABASE_URL', 'mysql://db/tarik', 'postgresql://db/tarik'],
    ['TARIK_MASTER_KEYS', Buffer.alloc(31, 'abcdefghijklmnop').toString('base64'), `${KEY},${KEY}`],
    ['TARIK_MASTER_KEYS', `${KEY},not base64!`, ` ${KEY} , ${KEY} `],
    ['TARIK_INDEX_KEY', 'c2hvcnQ=', randomBytes(48).toString('base64')],
    ['TARIK_PORT', '80a', '0'],
    ['TARIK_PORT', '65536', '65535'],
    ['TARIK_PUBLIC_URL', 'pay.example', 'https://pay.example/base'],
    ['TARIK_PUBLIC_URL', 'https://pay.example?x=1', 'https://pay.example:8443'],
    ['TARIK_CIMB_URL', 'https://user:pw@bank.example', 'https://bank.example'],
    ['TARIK_CIMB_SIGNED_ANSWERS', 'yes', 'off'],
    ['TARIK_CIMB_PAYOUTS', 'no', 'off'],
    ['TARIK_CIMB_COLLECTING_ACCOUNT', '7000-0001', '1'.repeat(34)],
    ['TARIK_CIMB_COLLECTING_NAME', 'x'.repeat(141), 'PT Toko & Anak'],
    ['TARIK_DB_CONNECTIONS', '1', '2'],
    ['TARIK_MAX_IN_FLIGHT', '0', '1'],
    ['TARIK_LOG_LEVEL', 'loud', 'silent'],
    ['TARIK_METRICS_PORT', '-1', '9464'],
    ['TARIK_PRE_STOP_SECONDS', '3.5', '5'],
  ];
  test.for(RULES)('%s is not "%s" but may be "%s"', ([variable, refused, accepted]) => {
    expect(faultsOf({ ...PRODUCTION, [variable]: refused })).toEqual([
      expect.stringMatching(new RegExp(`^${variable} must be `)),
    ]);
    expect(faultsOf({ ...PRODUCTION, [variable]: accepted })).toEqual([]);
  });

  test('warn of a name that nobody knows, and not of those of the sandbox beside us', () => {
    const env = { ...PRODUCTION, TARIK_PROT: '80', TARIK_BANK_PORT: '1', TARIK_DATA: 'x' };
    expect(readConfig(env, ['cimb']).warnings).toEqual([
      'TARIK_PROT is not a setting that this version knows',
    ]);
  });

  test('take an empty variable for one that is not set', () => {
    expect(readConfig({ ...PRODUCTION, TARIK_PORT: '' }, ['cimb']).config.port).toBe(8080);
    expect(faultsOf({ ...PRODUCTION, DATABASE_URL: '' })).toHaveLength(1);
  });
});

describe('a secret in a file', () => {
  test('is read from there', () => {
    const { TARIK_MASTER_KEYS: keys, ...others } = PRODUCTION;
    const env = { ...others, TARIK_MASTER_KEYS_FILE: secretFile('keys', `${keys}\n`) };
    expect(readConfig(env, ['cimb']).config.masterKeys.reveal()).toHaveLength(1);
  });

  test('is refused when everybody may read it, in production', () => {
    const file = secretFile('open', PEM.private, 0o644);
    const { TARIK_SNAP_PRIVATE_KEY: _, ...others } = PRODUCTION;
    expect(faultsOf({ ...others, TARIK_SNAP_PRIVATE_KEY_FILE: file })).toEqual([
      `TARIK_SNAP_PRIVATE_KEY_FILE: everybody may read ${file}: chmod it to 0600 or 0400`,
    ]);
    expect(
      faultsOf({ ...others, TARIK_MODE: 'sandbox', TARIK_SNAP_PRIVATE_KEY_FILE: file }),
    ).toEqual([]);
  });

  test('that is not there, or stands beside the variable itself, is a fault', () => {
    const missing = path.join(folder, 'missing');
    expect(faultsOf({ ...PRODUCTION, TARIK_INDEX_KEY_FILE: missing })).toEqual(
      expect.arrayContaining([
        'TARIK_INDEX_KEY and TARIK_INDEX_KEY_FILE are both set: keep one',
        `TARIK_INDEX_KEY_FILE: ${missing} cannot be read (ENOENT)`,
      ]),
    );
  });
});

describe('a production refuses', () => {
  const marked = Buffer.concat([SANDBOX_KEY_MARK, randomBytes(18)]).toString('base64');
  const flat = Buffer.alloc(32, 'ab').toString('base64');
  const UNSAFE: readonly [what: string, change: Environment, fault: RegExp][] = [
    ['no public URL', { TARIK_PUBLIC_URL: '' }, /^TARIK_PUBLIC_URL must say where/],
    ['an http public URL', { TARIK_PUBLIC_URL: 'http://pay.example' }, /PUBLIC_URL must be https/],
    ['an http bank', { TARIK_CIMB_URL: 'http://bank.example' }, /^TARIK_CIMB_URL must be https/],
    ['a bank on loopback', { TARIK_CIMB_URL: 'https://127.0.0.1:8090' }, /is no bank/],
    ['a bank called localhost', { TARIK_CIMB_URL: 'https://bank.localhost' }, /is no bank/],
    ['a bank on loopback, IPv6', { TARIK_CIMB_URL: 'https://[::ffff:127.0.0.1]' }, /is no bank/],
    ['no account to pay out of', { TARIK_CIMB_COLLECTING_ACCOUNT: '' }, /CIMB_COLLECTING_ACCOUNT/],
    ['an account of nobody', { TARIK_CIMB_COLLECTING_NAME: '' }, /CIMB_COLLECTING_NAME must both/],
    ["a sandbox's master key", { TARIK_MASTER_KEYS: `${KEY},${marked}` }, /a sandbox's key/],
    ["a sandbox's index key", { TARIK_INDEX_KEY: marked }, /INDEX_KEY holds a sandbox's key/],
    ['a key that is not random', { TARIK_MASTER_KEYS: flat }, /not random/],
    ['unchecked TLS', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, /^NODE_TLS_REJECT_UNAUTHORIZED=0/],
    ['an open debugger', { NODE_OPTIONS: '--inspect=0.0.0.0:9229' }, /^the debugger is open/],
  ];
  test.for(UNSAFE)('%s, and a sandbox does not', ([, change, fault]) => {
    expect(faultsOf({ ...PRODUCTION, ...change }).filter((one) => fault.test(one))).toHaveLength(1);
    expect(faultsOf({ ...PRODUCTION, ...change, TARIK_MODE: 'sandbox' })).toEqual([]);
  });
});

describe('the account out of which merchants are paid', () => {
  const { TARIK_CIMB_COLLECTING_ACCOUNT: _, ...without } = PRODUCTION;

  test('is known to a command that needs nothing else', () => {
    const { TARIK_CIMB_COLLECTING_ACCOUNT, TARIK_CIMB_COLLECTING_NAME } = PRODUCTION;
    const said = { TARIK_CIMB_COLLECTING_ACCOUNT, TARIK_CIMB_COLLECTING_NAME };
    expect(readCollecting(said, ['cimb']).get('cimb')).toEqual({
      number: '700000000001',
      name: 'PT Tarik',
    });
    expect(() => readCollecting(without, ['cimb'])).toThrow(/TARIK_CIMB_COLLECTING_ACCOUNT and/);
  });

  test('is not needed where no payouts are made', () => {
    const off = { ...without, TARIK_CIMB_PAYOUTS: 'off' };
    expect(faultsOf(off)).toEqual([]);
    expect(readCollecting(off, ['cimb'])).toEqual(new Map());
  });

  test('is one of its own in a sandbox', () => {
    const { number } = readCollecting({ TARIK_MODE: 'sandbox' }, ['cimb']).get('cimb') ?? {};
    expect(number).toBe('900000000000');
  });
});

function faultsOf(env: Environment): readonly string[] {
  try {
    readConfig(env, ['cimb']);
    return [];
  } catch (error) {
    if (error instanceof ConfigRefused) return error.faults;
    throw error;
  }
}

function secretFile(name: string, text: string, mode = 0o600): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode });
  fs.chmodSync(file, mode);
  return file;
}
