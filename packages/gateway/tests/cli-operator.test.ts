// People from the command line: invited, listed, kept out, and helped when the second factor is lost.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkStart } from '../src/app/start-checks.ts';
import { systemClock } from '../src/base/clock.ts';
import type { Environment } from '../src/base/config.ts';
import type { Db } from '../src/base/db.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import { run } from '../src/cli/main.ts';
import { createScreen } from '../src/cli/screen.ts';
import { takeInvitation } from '../src/operators/invitations.ts';
import { signIn } from '../src/operators/sign-in.ts';
import { seedMerchants } from '../src/sandbox/merchants.ts';
import { SANDBOX_PASSWORD, SANDBOX_PEOPLE, seedPeople } from '../src/sandbox/people.ts';
import { freshDatabase, openTestDb, sql, type FreshDatabase } from './database.ts';

const KEY = randomBytes(32);
const INDEX = randomBytes(32);
const HERE = { address: '192.0.2.1', agent: 'Test' };

let database: FreshDatabase;
let db: Db;
let env: Environment;

const doors = () => ({
  db,
  clock: systemClock(),
  random: systemRandom(),
  sealer: createSealer([KEY], INDEX),
});

beforeAll(async () => {
  database = await freshDatabase();
  db = openTestDb(database.url);
  env = {
    TARIK_MODE: 'sandbox',
    DATABASE_URL: database.url,
    TARIK_MASTER_KEYS: KEY.toString('base64'),
    TARIK_INDEX_KEY: INDEX.toString('base64'),
    TARIK_PUBLIC_URL: 'https://pay.example',
  };
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

async function tarik(...args: string[]) {
  let out = '';
  let err = '';
  const screen = createScreen({ out: (text) => (out += text), err: (text) => (err += text) });
  const code = await run(args, { screen, env: () => env });
  return { code, out, err };
}

const json = async (...args: string[]) => JSON.parse((await tarik(...args, '--json')).out);

describe('tarik operator', () => {
  test('invites by a link, whose person then signs in and is listed', async () => {
    const email = 'ayu@pay.example';
    const made = await json(
      'operator',
      'add',
      '--email',
      email,
      '--name',
      'Ayu',
      '--role',
      'admin',
    );
    expect(made.link).toMatch(/^https:\/\/pay\.example\/backoffice\/invitation#[\w-]{43}$/);
    const given = { password: 'a password of my own' };
    const ctx = { ...doors(), sandbox: true };
    const from = { ...HERE, formerCookie: null };
    await takeInvitation(ctx, made.link.split('#')[1], given, from);
    expect(await json('operator', 'list')).toMatchObject([
      { email, name: 'Ayu', status: 'active', totp: false, gateway_role: 'admin', merchants: [] },
    ]);
    expect((await tarik('operator', 'list')).out).toMatch(
      /E-mail.*\nayu@pay\.example +Ayu +active/,
    );
  });

  test('keeps the last admin, and says so', async () => {
    const kept = await tarik('operator', 'disable', 'ayu@pay.example');
    expect(kept).toMatchObject({ code: 1, err: expect.stringContaining('one admin must stay') });
    const role = ['--role', 'viewer'];
    expect((await tarik('operator', 'set-role', 'ayu@pay.example', ...role)).code).toBe(1);
    expect((await tarik('operator', 'reset-totp', 'ayu@pay.example')).code).toBe(1);
    expect((await tarik('operator', 'disable', 'nobody@pay.example')).code).toBe(6);
    const email = ['--email', 'not an address'];
    expect((await tarik('operator', 'add', ...email, '--role', 'admin')).code).toBe(2);
    expect((await tarik('operator', 'add', '--email', 'a@b.example', '--role', 'boss')).code).toBe(
      2,
    );
  });

  test('leaves its acts in the audit, without the link', async () => {
    const rows = await sql<{ act: string; row: string }>(
      database.url,
      'select act, a::text as row from audit_entries a order by entry_no',
    );
    expect(rows.map(({ act }) => act)).toEqual([
      'operator.invited',
      'invitation.accepted',
      'session.begun',
    ]);
    expect(rows.some(({ row }) => row.includes('#'))).toBe(false);
  });
});

describe('the people of a sandbox', () => {
  test('are there after every start, once, and sign in with the password that is shown', async () => {
    await seedMerchants(doors(), null, null);
    await seedPeople(doors());
    await seedPeople(doors());
    for (const { email } of SANDBOX_PEOPLE) {
      const input = { email, password: SANDBOX_PASSWORD, formerCookie: null };
      expect((await signIn({ ...doors(), sandbox: true }, input, HERE)).stage).toBe('full');
    }
    const list = await json('operator', 'list');
    const of = (email: string) => list.find((one: any) => one.email === email);
    expect(of('gateway@tarik.test')).toMatchObject({ gateway_role: 'admin', merchants: [] });
    expect(of('finance@tarik.test').merchants.map((one: any) => one.role)).toEqual([
      'finance_maker',
      'finance_maker',
      'finance_maker',
    ]);
    expect((await tarik('operator', 'disable', 'viewer@tarik.test')).code).toBe(0);
    await seedPeople(doors());
    expect(await json('operator', 'list')).toContainEqual(
      expect.objectContaining({ email: 'viewer@tarik.test', status: 'disabled' }),
    );
  });

  test('are a reason for which a production does not start', async () => {
    const { faults } = await checkStart(doors(), true);
    expect(faults.join('\n')).toContain('people of a sandbox');
    expect((await checkStart(doors(), false)).faults.join('\n')).not.toContain('people');
  });
});
