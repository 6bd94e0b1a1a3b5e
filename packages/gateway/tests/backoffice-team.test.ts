// The team under four eyes: nobody gives a say in approvals alone, so that nobody becomes the second person of themselves.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCarrying } from '../src/backoffice/approvals/carry-out.ts';
import { CONTRACT } from '../src/backoffice/contract/contract.ts';
import { peopleRoutes } from '../src/backoffice/people/index.ts';
import { INVITATION_ROUTES } from '../src/backoffice/session/invitations.ts';
import { SETTINGS_ROUTES } from '../src/backoffice/settings/index.ts';
import { mergeSettings } from '../src/merchants/store.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { inviteByCommand } from '../src/operators/first.ts';
import { ROLES, type Role } from '../src/operators/roles.ts';
import { givesSay } from '../src/operators/say.ts';
import { startOffice, type Office } from './backoffice-world.ts';

const NEVER = (): Promise<never> => Promise.reject(new Error('nobody moves money here'));
const CARRYING = createCarrying({
  refund: NEVER,
  resolve_payment: NEVER,
  exception: NEVER,
  split: NEVER,
});

interface Colleague {
  operatorId: string;
  email: string;
  ask(path: string, method?: string, body?: unknown): Promise<{ status: number; json: any }>;
}

let office: Office;
let merchant: Merchant;
let admin: Colleague;

beforeAll(async () => {
  office = await startOffice(
    [...peopleRoutes(CARRYING), ...SETTINGS_ROUTES, ...INVITATION_ROUTES],
    { checksAnswers: true },
  );
});

beforeEach(async () => {
  await office.sql(`update operators set gateway_role = null`);
  merchant = await office.merchant();
  admin = await colleague('admin');
});

afterAll(() => office.close());

/** Somebody who is really there, freshly proved, at the merchant of the test or at the gateway. */
async function colleague(role: Role, at: 'merchant' | 'gateway' = 'merchant'): Promise<Colleague> {
  const operatorId = randomUUID();
  const email = `${operatorId}@tarik.test`;
  const gatewayRole = at === 'gateway' ? role : null;
  await office.sql(
    `insert into operators (operator_id, email, name, gateway_role, created_at) values ($1, $2, $3, $4, now())`,
    [operatorId, email, `Sari ${role}`, gatewayRole],
  );
  const { merchantId, clientId, name: merchantName } = merchant;
  if (at === 'merchant') {
    await office.sql(
      `insert into operator_memberships (merchant_id, operator_id, role, created_at) values ($1, $2, $3, now())`,
      [merchantId, operatorId, role],
    );
  }
  const cookie = office.signIn({
    operatorId,
    email,
    gatewayRole,
    memberships: at === 'merchant' ? [{ merchantId, clientId, merchantName, role }] : [],
    steppedUpUntil: Number.MAX_SAFE_INTEGER,
  });
  return {
    operatorId,
    email,
    async ask(path, method = 'GET', body) {
      const asking = { method, ...(body === undefined ? {} : { body }) };
      const answer = await office.ask(path, cookie, asking);
      const text = await answer.text();
      return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
    },
  };
}

let addresses = 0;
const fresh = () => `new${(addresses += 1)}@shop.example`;
const at = (path: string) => `/${merchant.clientId}${path}`;

const invite = (by: Colleague, role: Role, email = fresh(), where = at('')) =>
  by.ask(`${where}/team/invitations`, 'POST', { email, role, reason: 'A new colleague.' });
const decide = (by: Colleague, id: string, approve = true, where = at('')) =>
  by.ask(`${where}/approvals/${id}/decision`, 'POST', { approve, reason: 'I know them.' });
const collect = (by: Colleague, id: string, where = at('')) =>
  by.ask(`${where}/approvals/${id}/collect`, 'POST');
const changeTo = (by: Colleague, whom: Colleague, role: Role) =>
  by.ask(at(`/team/${whom.operatorId}`), 'PUT', { role, reason: 'A new job.' });

/** Opens a link as a browser without a session does. */
async function open(link: string, more: object = {}) {
  const path = `/invitations/${new URL(link).hash.slice(1)}`;
  const body = { name: 'Budi', password: 'a password of my own', ...more };
  const answer = await office.ask(path, null, { method: 'POST', body });
  return { status: answer.status, json: (await answer.json()) as any };
}

async function roleOf(email: string): Promise<string | undefined> {
  const [row] = await office.sql<{ role: string }>(
    `select p.role from operator_memberships p join operators o on o.operator_id = p.operator_id
      where p.merchant_id = $1 and o.email = $2`,
    [merchant.merchantId, email],
  );
  return row?.role;
}

describe('an invitation', () => {
  test.each(['admin', 'approver', 'finance_maker', 'developer'] as const)(
    'of a second account as %s is nothing that an admin makes alone',
    async (role) => {
      const without = await admin.ask(at('/team/invitations'), 'POST', { email: fresh(), role });
      expect(without.json.error).toMatchObject({ code: 'field_invalid', field: 'reason' });
      const asked = await invite(admin, role);
      expect(asked.json).toEqual({ result: 'approval', approval_id: expect.any(String) });
      const { approval_id: id } = asked.json;
      expect((await decide(admin, id)).json.error.code).toBe('own_request');
      expect((await collect(admin, id)).json.error.code).toBe('not_allowed_now');
      expect((await admin.ask(at('/team'))).json.invitations).toEqual([]);
    },
  );

  test.each(['support', 'viewer'] as const)(
    'as %s, who asks for nothing and decides nothing, is made at once',
    async (role) => {
      const email = fresh();
      const made = await admin.ask(at('/team/invitations'), 'POST', { email, role });
      expect(made.json.result).toBe('done');
      expect((await open(made.json.link)).status).toBe(200);
      expect(await roleOf(email)).toBe(role);
    },
  );

  test('is opened by link and code together: who asked has the one, who approved the other', async () => {
    const approver = await colleague('approver');
    const email = fresh();
    const { approval_id: id } = (await invite(admin, 'approver', email)).json;
    const approved = await decide(approver, id);
    expect(approved.json).toMatchObject({ state: 'approved', may: [] });
    const { code } = approved.json;
    expect(code).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/);
    expect((await admin.ask(at(`/approvals/${id}`))).json).toMatchObject({
      code: null,
      may: ['collect'],
    });
    expect((await collect(approver, id)).json.error.code).toBe('forbidden');
    const { secret: link, approval } = (await collect(admin, id)).json;
    expect(approval).toMatchObject({ state: 'done', outcome: 'collected' });
    expect((await collect(admin, id)).status).toBe(409);
    expect((await open(link)).json.error).toMatchObject({ code: 'field_invalid', field: 'code' });
    const guessed = await open(link, { code: '00000-00000' });
    expect(guessed.json.error).toMatchObject({ code: 'credentials_wrong', field: 'code' });
    expect(await roleOf(email)).toBeUndefined();
    expect((await open(link, { code: code.toUpperCase().replace('-', ' ') })).status).toBe(200);
    expect(await roleOf(email)).toBe('approver');
    const audit = await office.sql<{ act: string; operator_id: string; after: unknown }>(
      `select act, operator_id, after from audit_entries where merchant_id = $1 order by entry_no`,
      [merchant.merchantId],
    );
    expect(audit.map(({ act }) => act)).toEqual([
      'team_invitation.asked',
      'approval.approved',
      'operator.invited',
      'invitation.accepted',
    ]);
    expect(audit[2]).toMatchObject({ operator_id: admin.operatorId, after: { approval_id: id } });
    expect(JSON.stringify(audit)).not.toContain(code);
  });

  test('that waits already is not asked for twice, and never for who is here', async () => {
    const email = fresh();
    const first = await invite(admin, 'developer', email);
    expect((await invite(admin, 'developer', email)).json).toEqual(first.json);
    const other = await invite(admin, 'admin', email);
    expect(other.json.approval_id).not.toBe(first.json.approval_id);
    const here = await colleague('viewer');
    expect((await invite(admin, 'admin', here.email)).json.error.code).toBe('already_known');
  });

  test('to somebody who is known is theirs to take: neither link nor code opens their account', async () => {
    const approver = await colleague('approver');
    const known = await colleague('viewer', 'gateway');
    const { approval_id: id } = (await invite(admin, 'admin', known.email)).json;
    const { code } = (await decide(approver, id)).json;
    const { secret: link } = (await collect(admin, id)).json;
    const taken = await open(link, { code, password: 'a password of somebody' });
    expect(taken.json.error.code).toBe('credentials_wrong');
  });

  test('is decided by nobody about themselves', async () => {
    const approver = await colleague('approver', 'gateway');
    const { approval_id: id } = (await invite(admin, 'admin', approver.email)).json;
    expect((await decide(approver, id)).json.error.code).toBe('own_request');
    expect((await approver.ask(at(`/approvals/${id}`))).json).toMatchObject({
      may: [],
      waits_for: 'nobody',
    });
  });

  test('is made at once where the merchant has given four eyes up, which one alone cannot', async () => {
    const { four_eyes: eyes } = (await admin.ask(at('/settings'))).json;
    expect(eyes.team).toBe(true);
    const weaker = { four_eyes: { ...eyes, team: false }, reason: 'It is tedious.' };
    const asked = await admin.ask(at('/settings'), 'PUT', weaker);
    expect(asked.json.result).toBe('approval');
    expect((await decide(admin, asked.json.approval_id)).json.error.code).toBe('own_request');
    expect((await invite(admin, 'approver')).json.result).toBe('approval');
    const approver = await colleague('approver');
    expect((await decide(approver, asked.json.approval_id)).json.state).toBe('done');
    expect((await invite(admin, 'approver')).json.result).toBe('done');
  });
});

describe('a role', () => {
  test('with a say is given when somebody else approves, and not before', async () => {
    const approver = await colleague('approver');
    const one = await colleague('viewer');
    const asked = await changeTo(admin, one, 'approver');
    expect(asked.json.result).toBe('approval');
    expect(await roleOf(one.email)).toBe('viewer');
    expect((await decide(one, asked.json.approval_id)).json.error.code).toBe('forbidden');
    const done = await decide(approver, asked.json.approval_id);
    expect(done.json).toMatchObject({ state: 'done', outcome: 'role_given' });
    expect(await roleOf(one.email)).toBe('approver');
  });

  test('is not decided by who would get it', async () => {
    const approver = await colleague('approver');
    const asked = await changeTo(admin, approver, 'admin');
    expect((await decide(approver, asked.json.approval_id)).json.error.code).toBe('own_request');
    const other = await colleague('admin');
    expect((await decide(other, asked.json.approval_id)).json.state).toBe('done');
  });

  test('that is less, or has no say, is given at once', async () => {
    const other = await colleague('admin');
    for (const role of ['approver', 'support', 'viewer'] as const) {
      expect((await changeTo(admin, other, role)).json).toEqual({ result: 'done' });
      expect(await roleOf(other.email)).toBe(role);
    }
    // One's own is nobody's to change, whoever would approve it.
    expect((await changeTo(admin, admin, 'viewer')).json.error.code).toBe('forbidden');
  });

  test('is not given any more when its person has another one by then, or has left', async () => {
    const approver = await colleague('approver');
    const [one, two] = [await colleague('viewer'), await colleague('viewer')];
    const first = (await changeTo(admin, one, 'developer')).json.approval_id;
    const second = (await changeTo(admin, two, 'developer')).json.approval_id;
    await changeTo(admin, one, 'support');
    await admin.ask(at(`/team/${two.operatorId}`), 'DELETE');
    expect((await decide(approver, first)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    expect((await decide(approver, second)).json).toMatchObject({
      state: 'failed',
      outcome: 'has_left',
    });
  });

  test('gives a say exactly where somebody may ask or decide what they could not before', () => {
    const gives = (before: Role | null) => ROLES.filter((role) => givesSay(before, role));
    expect(gives(null)).toEqual(['admin', 'developer', 'finance_maker', 'approver']);
    expect(gives('viewer')).toEqual(gives(null));
    expect(gives('approver')).toEqual(['admin', 'developer', 'finance_maker']);
    expect(gives('admin')).toEqual([]);
  });
});

describe('where nobody else is there', () => {
  const waitsFor = async (by: Colleague, id: string, where = at('')) =>
    (await by.ask(`${where}/approvals/${id}`)).json.waits_for;

  test('people of the gateway decide for a merchant of one person, and the request says so', async () => {
    const { approval_id: id } = (await invite(admin, 'approver')).json;
    expect(await waitsFor(admin, id)).toBe('nobody');
    const gateway = await colleague('approver', 'gateway');
    expect(await waitsFor(admin, id)).toBe('gateway');
    await colleague('approver');
    expect(await waitsFor(admin, id)).toBe('colleague');
    expect((await decide(gateway, id)).json.state).toBe('approved');
    expect(await waitsFor(admin, id)).toBeNull();
  });

  test('who has removed the only other one decides no more than before', async () => {
    const approver = await colleague('approver');
    const { approval_id: id } = (await invite(admin, 'approver')).json;
    expect((await admin.ask(at(`/team/${approver.operatorId}`), 'DELETE')).status).toBe(204);
    expect((await decide(admin, id)).json.error.code).toBe('own_request');
    expect((await decide(approver, id)).json.error.code).toBe('forbidden');
    expect((await invite(admin, 'approver')).json.result).toBe('approval');
    expect(await waitsFor(admin, id)).toBe('nobody');
  });

  test('the gateway’s own people are two as well, and who holds the server makes the second', async () => {
    const lone = await colleague('admin', 'gateway');
    const asked = await invite(lone, 'approver', fresh(), '/all');
    const id = asked.json.approval_id as string;
    expect((await lone.ask('/all/approvals')).json.rows[0]).toMatchObject({
      approval_id: id,
      client_id: null,
      merchant_name: null,
      waits_for: 'nobody',
    });
    expect((await decide(lone, id, true, '/all')).json.error.code).toBe('own_request');
    expect((await admin.ask(at(`/approvals/${id}`))).status).toBe(404);
    const first = { merchantId: null, email: fresh(), name: 'Second', role: 'admin' } as const;
    const { link } = await inviteByCommand(office.ctx, office.ctx.publicUrl, first);
    expect((await open(link)).status).toBe(200);
    expect(await waitsFor(lone, id, '/all')).toBe('colleague');
    const second = await colleague('admin', 'gateway');
    expect((await decide(second, id, true, '/all')).json).toMatchObject({ state: 'approved' });
    expect((await collect(lone, id, '/all')).json.secret).toContain('/backoffice/invitation#');
    const chain = await office.sql<{ act: string }>(
      `select act from audit_entries where merchant_id = $1 and act like 'team_%'`,
      ['00000000-0000-0000-0000-000000000000'],
    );
    expect(chain).toEqual([{ act: 'team_invitation.asked' }]);
  });

  test('a merchant’s people are invited by the command line without anybody else', async () => {
    const email = fresh();
    const { merchantId } = merchant;
    const one = { merchantId, email, name: null, role: 'approver' } as const;
    const { link } = await inviteByCommand(office.ctx, office.ctx.publicUrl, one);
    expect((await open(link)).status).toBe(200);
    expect(await roleOf(email)).toBe('approver');
  });
});

test('nothing else in the Back Office reaches into the account of somebody else', () => {
  // Passwords and second factors are one's own; a lost one is reset on the server, where `tarik operator` writes it down.
  const others = Object.entries(CONTRACT).filter(([, { path }]) => path.includes(':operator_id'));
  expect(others.map(([name]) => name).toSorted()).toEqual(['changeRole', 'removeMember']);
});

test('a switch of four eyes that is not sent stays as it is', async () => {
  await mergeSettings(office.db, merchant.merchantId, { fourEyes: { keys: false } });
  const { four_eyes: eyes } = (await admin.ask(at('/settings'))).json;
  expect(eyes).toMatchObject({ keys: false, team: true });
});
