// Every route × every role × one's own merchant, a foreign one, all of them, and nobody: exactly what the table of roles says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRACT } from '../src/backoffice/contract/contract.ts';
import { unserved } from '../src/backoffice/server.ts';
import { ROUTES } from '../src/backoffice/routes.ts';
import { sessionRoutes } from '../src/backoffice/session/index.ts';
import type { Shape } from '../src/backoffice/route.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { ROLES, permissionsOf, type Role } from '../src/operators/roles.ts';
import type { SignedIn } from '../src/operators/session.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import { insertSamples } from './sample-rows.ts';

/** Tables by the parameter that names one of their rows. */
const ROWS = {
  payment_id: 'payments',
  refund_id: 'refunds',
  token_id: 'tokens',
  notification_id: 'notifications',
  call_id: 'api_calls',
  approval_id: 'approvals',
  account_id: 'bank_accounts',
  batch_id: 'settlement_batches',
  payout_id: 'payouts',
  fee_id: 'fees',
  exception_id: 'exceptions',
  key_id: 'merchant_keys',
  invitation_id: 'operator_invitations',
  operator_id: 'operator_memberships',
} as const;

const SAMPLES: Readonly<Record<string, string>> = {
  bank: 'cimb',
  token: 'A'.repeat(43),
  account: 'merchant_payable',
  journal_no: '1',
  day: '2026-11-26',
};
const QUERY = 'q=123456&from=2026-11-01T00:00:00.000Z&to=2026-11-02T00:00:00.000Z';
const SERVED = [...sessionRoutes({ version: '0.0.0', sandboxPeople: [] }), ...ROUTES];
const NAMED = Object.entries(CONTRACT);
const GUARDED = NAMED.filter(([, shape]) => shape.permission !== 'anybody');
const IN_WORKSPACE = GUARDED.filter(([, shape]) => shape.path.startsWith('/:workspace'));

let office: Office;
let own: Merchant;
let foreign: Merchant;

beforeAll(async () => {
  office = await startOffice(SERVED);
  own = await office.merchant();
  foreign = await office.merchant();
});

afterAll(() => office.close());

/** Somebody who is really there, with a new proof, so that nothing but the role is in the way. */
async function person(given: Partial<SignedIn>): Promise<string> {
  const operatorId = randomUUID();
  await office.sql(
    'insert into operators (operator_id, email, name, created_at, gateway_role) values ($1, $2, $3, now(), $4)',
    [operatorId, `${operatorId}@tarik.test`, 'Sari', given.gatewayRole ?? null],
  );
  for (const { merchantId, role } of given.memberships ?? []) {
    await office.sql(
      'insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, $3, now())',
      [merchantId, operatorId, role],
    );
  }
  const proved = { steppedUpUntil: office.clock.wall() + 3_600_000 };
  return office.signIn({ operatorId, ...proved, ...given });
}

function memberOf({ merchantId, clientId, name }: Merchant, role: Role): Promise<string> {
  return person({ memberships: [{ merchantId, clientId, merchantName: name, role }] });
}

/** Asks without a body, so that a call that is let in changes nothing either; `ids` may name rows. */
async function ask(
  shape: Shape,
  workspace: string,
  cookie: string | null,
  ids: Readonly<Record<string, string>> = {},
): Promise<string> {
  const path = shape.path.replace(/:(\w+)/g, (_all, name: string) => {
    if (name === 'workspace' || name === 'client_id') return workspace;
    return ids[name] ?? SAMPLES[name] ?? randomUUID();
  });
  const url = shape.method === 'GET' ? `${path}?${QUERY}` : path;
  const answer = await office.ask(url, cookie, { method: shape.method });
  if (answer.headers.get('content-type')?.startsWith('application/json') !== true) {
    await answer.body?.cancel();
    return `${answer.status}`;
  }
  const { error } = (await answer.json()) as { error?: { code: string } };
  return error === undefined ? `${answer.status}` : `${answer.status} ${error.code}`;
}

/** What may come of a call that the role allows: not our table's no, and never a mistake of ours. */
function expectLetIn(name: string, said: string): void {
  expect(`${name}: ${said}`).not.toMatch(/: (401|403 forbidden|500|503)/);
  if (
    CONTRACT[name]!.method === 'GET' &&
    !/:\w+_id|:token$|:journal_no$|:day$/.test(CONTRACT[name]!.path)
  ) {
    expect(`${name}: ${said}`).toMatch(/: (200|302|400 choose_merchant)$/);
  }
}

/** Everything that rests in the database, as one text. */
async function everything(): Promise<string> {
  const tables = await office.sql<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
  );
  const prints = [];
  for (const { name } of tables) {
    const [row] = await office.sql<{ print: string }>(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as print from ${name} t`,
    );
    prints.push(`${name} ${row?.print}`);
  }
  return prints.join('\n');
}

test('every route is served', () => {
  const missing = unserved(SERVED);
  const names = NAMED.filter(([name, shape]) => name !== 'live' && missing.includes(shape));
  expect(names.map(([name]) => name)).toEqual([]);
});

describe('who is not signed in', () => {
  test.each(GUARDED)('%s is refused', async (_name, shape) => {
    for (const workspace of [own.clientId, 'all', 'unknown']) {
      expect(await ask(shape, workspace, null)).toBe('401 signed_out');
    }
  });

  test('has no effect', async () => {
    const before = await everything();
    for (const [, shape] of GUARDED) await ask(shape, own.clientId, null);
    expect(await everything()).toBe(before);
  });
});

describe.each(ROLES)('%s', (role) => {
  test('of a merchant may there what the table says, and elsewhere nothing is there', async () => {
    const cookie = await memberOf(own, role);
    for (const [name, shape] of IN_WORKSPACE) {
      const allowed = isAllowed(shape, role, false);
      const said = await ask(shape, own.clientId, cookie);
      if (allowed) expectLetIn(name, said);
      else expect([name, said]).toEqual([name, '403 forbidden']);
      for (const other of [foreign.clientId, 'unknown', 'all']) {
        expect([name, other, await ask(shape, other, cookie)]).toEqual([
          name,
          other,
          '404 not_found',
        ]);
      }
    }
  });

  test('of the gateway may in any merchant and over all of them what the table says', async () => {
    const cookie = await person({ gatewayRole: role });
    for (const [name, shape] of IN_WORKSPACE) {
      for (const workspace of [own.clientId, foreign.clientId, 'all']) {
        const said = await ask(shape, workspace, cookie);
        if (isAllowed(shape, role, true)) expectLetIn(name, said);
        else expect([name, workspace, said]).toEqual([name, workspace, '403 forbidden']);
      }
      expect([name, await ask(shape, 'unknown', cookie)]).toEqual([name, '404 not_found']);
    }
  });

  test('changes nothing with what is refused', async () => {
    const member = await memberOf(own, role);
    const before = await everything();
    for (const [, shape] of IN_WORKSPACE) {
      if (!isAllowed(shape, role, false)) await ask(shape, own.clientId, member);
      for (const other of [foreign.clientId, 'all']) await ask(shape, other, member);
    }
    expect(await everything()).toBe(before);
  });

  test('does what is the gateway’s for the gateway alone', async () => {
    const shapes = GUARDED.filter(
      ([, { permission, path }]) =>
        permission === 'merchants.change' ||
        (permission !== 'signed_in' && path.startsWith('/reconciliation')),
    );
    expect(shapes.length).toBeGreaterThan(4);
    const [member, gateway] = [await memberOf(own, role), await person({ gatewayRole: role })];
    for (const [name, shape] of shapes) {
      expect([name, await ask(shape, own.clientId, member)]).toEqual([name, '403 forbidden']);
      const said = await ask(shape, own.clientId, gateway);
      if (isAllowed(shape, role, true)) expectLetIn(name, said);
      else expect([name, said]).toEqual([name, '403 forbidden']);
    }
  });
});

describe('what every person may', () => {
  // The session itself is read from its row, which these people have none of: backoffice-session.test.ts.
  const forAnybody = GUARDED.filter(
    ([name, { permission }]) => permission === 'signed_in' && name !== 'getSession',
  );

  test.each(forAnybody)('%s is let in', async (name, shape) => {
    expectLetIn(name, await ask(shape, own.clientId, await memberOf(own, 'viewer')));
  });

  test('is dangerous only after a new proof', async () => {
    const cookie = await person({ gatewayRole: 'admin', steppedUpUntil: null });
    for (const [name, shape] of GUARDED.filter(([, { stepUp }]) => stepUp === true)) {
      expect([name, await ask(shape, own.clientId, cookie)]).toEqual([
        name,
        '403 step_up_required',
      ]);
    }
  });

  test('needs the page’s token to change something', async () => {
    const cookie = await person({ gatewayRole: 'admin' });
    office.session(cookie).csrfMatches = () => false;
    for (const [name, shape] of GUARDED.filter(([, { method }]) => method !== 'GET')) {
      expect([name, await ask(shape, own.clientId, cookie)]).toEqual([name, '403 csrf']);
    }
  });
});

describe('the id of a row of another merchant', () => {
  const byId = IN_WORKSPACE.filter(([, { path }]) => /:\w+_id/.test(path));
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    for (const [id, table] of Object.entries(ROWS)) {
      const [row] = await insertSamples<Record<string, string>>(office.databaseUrl, table, [
        foreign.merchantId,
      ]);
      ids[id] = row![id]!;
    }
  });

  test('is known for every parameter', () => {
    const names = IN_WORKSPACE.flatMap(([, { path }]) => path.match(/(?<=:)\w+_id/g) ?? []);
    expect([...new Set(names)].filter((name) => !Object.keys(ROWS).includes(name))).toEqual([]);
  });

  test('is no id here, the same as one that nobody has', async () => {
    const [member, gateway] = [
      await memberOf(own, 'admin'),
      await person({ gatewayRole: 'admin' }),
    ];
    for (const [name, shape] of byId) {
      // What is for people of the gateway alone is asked by them, in the workspace of another merchant.
      const cookie = isAllowed(shape, 'admin', false) ? member : gateway;
      const [theirs, nobodys] = [
        await ask(shape, own.clientId, cookie, ids),
        await ask(shape, own.clientId, cookie),
      ];
      expect([name, theirs]).toEqual([name, nobodys]);
      expect([name, theirs]).toEqual([
        name,
        expect.stringMatching(/^(404 not_found|400 field_invalid)$/),
      ]);
    }
  });
});

function isAllowed({ permission }: Shape, role: Role, ofGateway: boolean): boolean {
  if (permission === 'signed_in' || permission === 'anybody') return true;
  return permissionsOf(role, ofGateway).includes(permission);
}
