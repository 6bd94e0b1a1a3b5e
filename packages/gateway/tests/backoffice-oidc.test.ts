// Signing in at an identity provider: those whom we know come in, everybody and everything else does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionRoutes } from '../src/backoffice/session/index.ts';
import { authenticateCall } from '../src/backoffice/session/pending.ts';
import { Secret } from '../src/base/secrets.ts';
import { openIdentityDoor, type IdentityDoor } from '../src/operators/identity-door.ts';
import { hashPassword } from '../src/operators/password.ts';
import { insertPerson, setPassword, setPersonStatus } from '../src/operators/store-people.ts';
import { startOffice, type Office } from './backoffice-world.ts';
import { CLIENT, startProvider, type Provider } from './oidc-provider.ts';

let office: Office;
let provider: Provider;
let door: IdentityDoor;

beforeAll(async () => {
  office = await startOffice(sessionRoutes({ version: '1', sandboxPeople: [] }), {
    authenticate: authenticateCall,
  });
  provider = await startProvider();
  door = openIdentityDoor(
    {
      issuer: provider.issuer,
      clientId: CLIENT.clientId,
      clientSecret: new Secret(CLIENT.clientSecret),
      name: 'Kantor',
    },
    { insecure: true, steady: () => office.ctx.clock.steady() },
  );
  office.ctx.oidc = door;
});

afterAll(async () => {
  await door.close();
  await provider.close();
  await office.close();
});

const PASSWORD = 'correct horse battery';
let made = 0;

async function known(): Promise<{ operatorId: string; email: string }> {
  const operatorId = office.ctx.random.id();
  const email = `p${(made += 1)}@shop.example`;
  const one = { operatorId, email, name: 'P', passwordHash: null, locale: 'en' } as const;
  await office.ctx.db.transaction((tx) => insertPerson(tx, { ...one, at: office.clock.now() }));
  return { operatorId, email };
}

/** Goes away to the provider; answers where it sends the browser back to, and the cookie that goes along. */
async function away(): Promise<{ back: URL; cookie: string }> {
  const start = await office.ask('/oidc/start', null);
  expect(start.status).toBe(303);
  const [set = ''] = start.headers.getSetCookie();
  expect(set).toMatch(/^__Host-tarik-oidc=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  const over = await fetch(start.headers.get('location')!, { redirect: 'manual' });
  return { back: new URL(over.headers.get('location')!), cookie: set.split(';')[0]! };
}

/** Comes back; answers where the browser goes on to and its session. */
async function back(url: URL, cookie: string | null) {
  const answer = await office.ask(`/oidc/return${url.search}`, cookie);
  const session = answer.headers
    .getSetCookie()
    .map((set) => set.split(';')[0]!)
    .find((pair) => pair.startsWith('__Host-tarik='));
  return { to: answer.headers.get('location'), session: session ?? null };
}

const REFUSED = { to: '/backoffice/sign-in?refused=oidc', session: null };

describe('who comes back', () => {
  test('is signed in when they are known by a verified address', async () => {
    const one = await known();
    provider.claims = { sub: 'subject-1', email: one.email.toUpperCase(), email_verified: true };
    const { back: url, cookie } = await away();
    expect(url.origin + url.pathname).toBe('https://gateway.example/backoffice/api/oidc/return');
    const { to, session } = await back(url, cookie);
    expect(to).toBe('/backoffice');
    const answer = await office.ask('/session', session);
    expect(await answer.json()).toMatchObject({ person: { email: one.email, oidc: true } });
    const door = await (await office.ask('/door', null)).json();
    expect(door).toEqual({ oidc: { name: 'Kantor' }, sandbox: [] });
  });

  test.each([
    ['nobody knows', async () => ({ email: 'stranger@shop.example' })],
    [
      'has an address that was not verified',
      async () => ({ email: (await known()).email, email_verified: false }),
    ],
    ['has no address', async () => ({ email: undefined })],
    [
      'is kept out',
      async () => {
        const { operatorId, email } = await known();
        await setPersonStatus(office.ctx.db, operatorId, 'disabled');
        return { email };
      },
    ],
  ])('is refused, and not made, when it is one whom %s', async (_who, claims) => {
    provider.claims = { sub: 'subject-2', email_verified: true, ...(await claims()) };
    const { back: url, cookie } = await away();
    expect(await back(url, cookie)).toEqual(REFUSED);
  });

  test('is alone in their account from then on: a password of before ends, with its sessions', async () => {
    const { operatorId, email } = await known();
    await setPassword(office.ctx.db, operatorId, await hashPassword(office.ctx.random, PASSWORD));
    const form = { method: 'POST', body: { email, password: PASSWORD } };
    const earlier = await office.ask('/session', null, form);
    const squatter = earlier.headers.getSetCookie()[0]!.split(';')[0]!;
    expect((await office.ask('/session', squatter)).status).toBe(200);
    provider.claims = { sub: 'subject-5', email, email_verified: true };
    const first = await away();
    const { session } = await back(first.back, first.cookie);
    expect((await office.ask('/session', session)).status).toBe(200);
    expect((await office.ask('/session', squatter)).status).toBe(401);
    expect((await office.ask('/session', null, form)).status).toBe(401);
    const second = await away();
    expect((await back(second.back, second.cookie)).to).toBe('/backoffice');
    expect((await office.ask('/session', session)).status).toBe(200);
    const acts = await office.sql<{ act: string }>(
      'select act from audit_entries where subject = $1 order by entry_no',
      [operatorId],
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'session.begun',
      'session.begun',
      'password.ended',
      'session.begun',
    ]);
  });

  test.each(['ｐ', '\u212A'])(
    'is refused with an address that only looks like a known one (%j)',
    async (letter) => {
      const { operatorId, email } = await known();
      const plain = letter.normalize('NFKC').toLowerCase() + email;
      await office.sql('update operators set email = $2 where operator_id = $1', [
        operatorId,
        plain,
      ]);
      provider.claims = { sub: `subject-${letter}`, email: letter + email, email_verified: true };
      const { back: url, cookie } = await away();
      expect(await back(url, cookie)).toEqual(REFUSED);
    },
  );

  test('is refused when another one over there has had this address before', async () => {
    const { email } = await known();
    provider.claims = { sub: 'subject-3', email, email_verified: true };
    const first = await away();
    expect((await back(first.back, first.cookie)).to).toBe('/backoffice');
    provider.claims = { sub: 'subject-4', email, email_verified: true };
    const second = await away();
    expect(await back(second.back, second.cookie)).toEqual(REFUSED);
  });
});

describe('what is not believed', () => {
  const mine = async () => {
    const { email } = await known();
    provider.claims = { sub: `subject-${email}`, email, email_verified: true };
  };

  test('a return that this browser has not begun, or of another beginning', async () => {
    await mine();
    const one = await away();
    expect(await back(one.back, null)).toEqual(REFUSED);
    const two = await away();
    const three = await away();
    expect(await back(two.back, three.cookie)).toEqual(REFUSED);
    const forged = `__Host-tarik-oidc=${Buffer.from('{}').toString('base64url')}`;
    expect(await back(three.back, forged)).toEqual(REFUSED);
  });

  test('a return that comes twice', async () => {
    await mine();
    const { back: url, cookie } = await away();
    expect((await back(url, cookie)).to).toBe('/backoffice');
    expect(await back(url, cookie)).toEqual(REFUSED);
  });

  test.each([
    ['signed by a stranger', { signedByStranger: true }],
    ['for somebody else', { claims: { aud: 'another' } }],
    ['of another issuer', { claims: { iss: 'https://evil.example' } }],
    ['with another nonce', { claims: { nonce: 'another' } }],
    ['that is over', { claims: { exp: 1000 } }],
  ])('an ID token %s', async (_what, lie) => {
    await mine();
    provider.lie = lie;
    const { back: url, cookie } = await away();
    expect(await back(url, cookie)).toEqual(REFUSED);
  });
});

test('a provider that is away sends the browser back to the password', async () => {
  const far = openIdentityDoor(
    {
      issuer: 'http://127.0.0.1:9',
      clientId: 'x',
      clientSecret: new Secret('x'),
      name: 'Far',
    },
    { insecure: true, steady: () => 0 },
  );
  office.ctx.oidc = far;
  const start = await office.ask('/oidc/start', null);
  expect(start.headers.get('location')).toBe('/backoffice/sign-in?refused=oidc_away');
  await far.close();
  delete office.ctx.oidc;
  expect((await office.ask('/oidc/start', null)).status).toBe(404);
});
