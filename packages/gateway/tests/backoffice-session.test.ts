// Signing in as a browser does: cookies, the second factor, the profile, the team and the audit, over HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSync } from 'otplib';
import { peopleRoutes } from '../src/backoffice/people/index.ts';
import { sessionRoutes } from '../src/backoffice/session/index.ts';
import { authenticateCall } from '../src/backoffice/session/pending.ts';
import type { Carrying } from '../src/operators/carrying.ts';
import { OF_GATEWAY } from '../src/operators/doors.ts';
import { writeFailures } from '../src/operators/failures.ts';
import { hashPassword } from '../src/operators/password.ts';
import type { Role } from '../src/operators/roles.ts';
import { appendAudit } from '../src/operators/append-audit.ts';
import { askApproval } from '../src/operators/approvals.ts';
import { insertPerson } from '../src/operators/store-people.ts';
import { addRole } from '../src/operators/store-team.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { startOffice, type Asking, type Office } from './backoffice-world.ts';
import { midStep, noteOf } from './operator-world.ts';

const PASSWORD = 'correct horse battery';
const NOW = midStep(Date.now());

let office: Office;
let merchant: Merchant;
let other: Merchant;
let passwordHash: string;
const carried: string[] = [];

const carrying: Carrying = {
  async carryOut(_ctx, { approvalId }) {
    carried.push(approvalId);
    return { state: 'done', outcome: 'refunded' };
  },
  async collect(ctx, _approval, _person, done) {
    await ctx.db.transaction(done);
    return { secret: 'SK-shown-once' };
  },
};

beforeAll(async () => {
  const door = { version: '1.2.3', sandboxPeople: [] };
  office = await startOffice([...sessionRoutes(door), ...peopleRoutes(carrying)], {
    authenticate: authenticateCall,
  });
  // True time stands, so that no code grows old while a test looks at it.
  office.ctx.clock = { ...office.ctx.clock, wall: () => NOW };
  merchant = await office.merchant();
  other = await office.merchant();
  passwordHash = await hashPassword(office.ctx.random, PASSWORD);
});

afterAll(() => office.close());

/** A browser: it keeps its cookie and the token of the page. */
interface Browser {
  cookie: string | null;
  csrf: string;
  ask(path: string, asking?: Asking): Promise<{ status: number; body: any; headers: Headers }>;
  signIn(email: string, password?: string): Promise<any>;
  stepUp(): Promise<void>;
}

function browser(): Browser {
  const self: Browser = {
    cookie: null,
    csrf: '',
    async ask(path, asking = {}) {
      const headers = { 'x-csrf-token': self.csrf, ...asking.headers };
      const answer = await office.ask(path, self.cookie, { ...asking, headers });
      for (const set of answer.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        if (pair.startsWith('__Host-tarik=')) self.cookie = pair.endsWith('=') ? null : pair;
      }
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return {
        status: answer.status,
        headers: answer.headers,
        body: isJson ? JSON.parse(text) : text,
      };
    },
    async signIn(email, password = PASSWORD) {
      const answer = await self.ask('/session', { method: 'POST', body: { email, password } });
      if (answer.body.next === 'done') self.csrf = (await self.ask('/session')).body.csrf;
      return answer;
    },
    async stepUp() {
      const body = { password: PASSWORD };
      expect((await self.ask('/session/step-up', { method: 'POST', body })).status).toBe(200);
    },
  };
  return self;
}

let made = 0;

async function person(
  role: Role,
  lane = merchant.merchantId,
): Promise<{ id: string; email: string }> {
  const { ctx } = office;
  const operatorId = ctx.random.id();
  const email = `p${(made += 1)}@shop.example`;
  const at = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    const one = { operatorId, email, name: `Person ${made}`, passwordHash, locale: 'en' } as const;
    await insertPerson(tx, { ...one, at });
    await addRole(tx, lane, operatorId, role, at);
  });
  return { id: operatorId, email };
}

async function signedIn(
  role: Role,
  lane?: string,
): Promise<Browser & { id: string; email: string }> {
  const one = await person(role, lane);
  const self = browser();
  expect((await self.signIn(one.email)).body).toEqual({ next: 'done' });
  return Object.assign(self, one);
}

describe('the cookie', () => {
  test('is for this host, https, and no script', async () => {
    const one = await person('viewer');
    const { headers } = await browser().signIn(one.email);
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-tarik=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/),
    ]);
    expect(headers.get('cache-control')).toContain('no-store');
  });

  test('of before is worth nothing after signing in, nor after signing out', async () => {
    const self = await signedIn('viewer');
    const first = self.cookie;
    await self.signIn(self.email);
    expect(self.cookie).not.toBe(first);
    expect((await office.ask('/session', first)).status).toBe(401);
    const second = self.cookie;
    expect((await self.ask('/session', { method: 'DELETE' })).status).toBe(204);
    expect(self.cookie).toBeNull();
    expect((await office.ask('/session', second)).status).toBe(401);
  });

  test('sent twice is not believed', async () => {
    const self = await signedIn('viewer');
    const twice = `${self.cookie}; __Host-tarik=${'A'.repeat(43)}`;
    expect((await office.ask('/session', twice)).status).toBe(401);
  });

  test('alone changes nothing: the page must bring its token', async () => {
    const self = await signedIn('viewer');
    const body = { locale: 'id' };
    const without = await self.ask('/profile', {
      method: 'PUT',
      body,
      headers: { 'x-csrf-token': 'x' },
    });
    expect([without.status, without.body.error.code]).toEqual([403, 'csrf']);
    expect((await self.ask('/profile', { method: 'PUT', body })).status).toBe(204);
    expect((await self.ask('/session')).body.person.locale).toBe('id');
  });
});

describe('signing in', () => {
  test('says what one may do where', async () => {
    const self = await signedIn('support');
    const { body } = await self.ask('/session');
    expect(body).toMatchObject({
      version: '1.2.3',
      sandbox: true,
      person: { email: self.email, totp: false, oidc: false },
      workspaces: [{ workspace: merchant.clientId, role: 'support' }],
    });
    expect(body.workspaces[0].permissions).not.toContain('people.view');
    const gateway = await signedIn('admin', OF_GATEWAY);
    const all = (await gateway.ask('/session')).body.workspaces;
    expect(all[0]).toMatchObject({ workspace: 'all', role: 'admin' });
    expect(all.map((one: any) => one.workspace)).toContain(other.clientId);
  });

  test('answers the same to who is unknown and who is wrong, byte for byte', async () => {
    const one = await person('viewer');
    const answers = await Promise.all(
      [one.email, 'nobody@shop.example', 'not an address'].map(async (email) => {
        const { status, body, headers } = await browser().signIn(email, 'wrong wrong wrong');
        return { status, body, cookies: headers.getSetCookie() };
      }),
    );
    expect(answers[0]).toMatchObject({ status: 401, cookies: [] });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('with a second factor opens nothing before it is given', async () => {
    const self = await signedIn('viewer');
    const stolen = await self.ask('/profile/totp/begin', { method: 'POST' });
    expect([stolen.status, stolen.body.error.code]).toEqual([403, 'step_up_required']);
    await self.stepUp();
    const offered = (await self.ask('/profile/totp/begin', { method: 'POST' })).body;
    expect(offered.uri).toMatch(/^otpauth:\/\/totp\/Tarik:/);
    const code = (later: number) =>
      generateSync({ secret: offered.secret, epoch: Math.floor(NOW / 1000) + later });
    const enrolled = await self.ask('/profile/totp', { method: 'POST', body: { code: code(-30) } });
    expect(enrolled.body.recovery_codes).toHaveLength(10);

    const half = browser();
    expect((await half.signIn(self.email)).body).toEqual({ next: 'totp' });
    const refused = await half.ask('/session');
    expect([refused.status, refused.body.error.code]).toEqual([401, 'totp_required']);
    const enrol = await half.ask('/profile/totp/begin', { method: 'POST' });
    expect([enrol.status, enrol.body.error.code]).toEqual([401, 'totp_required']);
    const before = half.cookie;
    const body = { code: code(0) };
    const given = await half.ask('/session/totp', { method: 'POST', body });
    expect(given.body).toEqual({ next: 'done' });
    expect(half.cookie).not.toBe(before);
    expect((await office.ask('/session', before)).status).toBe(401);
    expect((await half.ask('/session')).body.person.totp).toBe(true);
  });

  test('in production goes through enrolment', async () => {
    office.ctx.sandbox = false;
    try {
      const one = await person('viewer');
      const self = browser();
      expect((await self.signIn(one.email)).body).toEqual({ next: 'enrol_totp' });
      const refused = await self.ask('/session');
      expect(refused.body.error.code).toBe('enrolment_required');
      const { secret } = (await self.ask('/profile/totp/begin', { method: 'POST' })).body;
      const code = generateSync({ secret, epoch: Math.floor(NOW / 1000) });
      const before = self.cookie;
      const enrolled = await self.ask('/profile/totp', { method: 'POST', body: { code } });
      expect(enrolled.body.recovery_codes).toHaveLength(10);
      expect(self.cookie).not.toBe(before);
      expect((await self.ask('/session')).body.sandbox).toBe(false);
    } finally {
      office.ctx.sandbox = true;
    }
  });
});

describe('the team', () => {
  test('is invited with a proof, taken once by its link, and seen by its own people alone', async () => {
    const admin = await signedIn('admin');
    const path = `/${merchant.clientId}/team`;
    const body = { email: 'Budi@shop.example', role: 'support' };
    const unproved = await admin.ask(`${path}/invitations`, { method: 'POST', body });
    expect(unproved.body.error.code).toBe('step_up_required');
    await admin.stepUp();
    const { link } = (await admin.ask(`${path}/invitations`, { method: 'POST', body })).body;
    const token = new URL(link).hash.slice(1);
    const read = await browser().ask(`/invitations/${token}`);
    expect(read.body).toMatchObject({
      email: 'budi@shop.example',
      known: false,
      client_id: merchant.clientId,
    });
    const budi = browser();
    const accept = { name: 'Budi', password: 'a password of my own' };
    const taken = await budi.ask(`/invitations/${token}`, { method: 'POST', body: accept });
    expect(taken.body).toEqual({ next: 'done' });
    const again = await browser().ask(`/invitations/${token}`, { method: 'POST', body: accept });
    expect(again.status).toBe(404);
    const team = (await admin.ask(path)).body;
    expect(team.members.map((one: any) => one.email)).toContain('budi@shop.example');
    expect((await budi.ask(`/${other.clientId}/team`)).status).toBe(404);
    expect((await budi.ask('/all/team')).status).toBe(404);
  });

  test('is joined without a password by who is signed in, and by nobody else', async () => {
    const admin = await signedIn('admin');
    await admin.stepUp();
    const stranger = await signedIn('viewer', other.merchantId);
    const known = await signedIn('viewer', other.merchantId);
    await office.sql('update operators set password_hash = null where email = $1', [known.email]);
    const body = { email: known.email, role: 'viewer' };
    const path = `/${merchant.clientId}/team`;
    const { link } = (await admin.ask(`${path}/invitations`, { method: 'POST', body })).body;
    const at = `/invitations/${new URL(link).hash.slice(1)}`;
    for (const one of [browser(), stranger]) {
      expect((await one.ask(at)).body).toMatchObject({ known: true, signed_in: false });
      const taken = await one.ask(at, { method: 'POST', body: {} });
      expect(taken.body.error).toMatchObject({ code: 'field_invalid', field: 'password' });
      const guessed = await one.ask(at, { method: 'POST', body: { password: 'a guess of mine' } });
      expect(guessed.body.error.code).toBe('credentials_wrong');
    }
    expect((await known.ask(at)).body).toMatchObject({ known: true, signed_in: true });
    expect((await known.ask(at, { method: 'POST', body: {} })).body).toEqual({ next: 'done' });
    expect((await known.ask('/session')).body.workspaces).toHaveLength(2);
  });

  test('of the gateway is that of `all`', async () => {
    const gateway = await signedIn('admin', OF_GATEWAY);
    const { members } = (await gateway.ask('/all/team')).body;
    expect(members.map((one: any) => one.email)).toContain(gateway.email);
    expect(members.every((one: any) => one.role !== null)).toBe(true);
  });

  test('is changed over the heads of none: not oneself, not the last admin, not from outside', async () => {
    const gateway = await signedIn('admin', OF_GATEWAY);
    const lone = await office.merchant();
    const last = await person('admin', lone.merchantId);
    await gateway.stepUp();
    const put = (who: string, role: string) =>
      gateway.ask(`/${lone.clientId}/team/${who}`, { method: 'PUT', body: { role } });
    expect((await put(last.id, 'viewer')).body.error.code).toBe('last_admin');
    const stranger = await person('viewer');
    expect((await put(stranger.id, 'admin')).status).toBe(404);
    await person('admin', lone.merchantId);
    expect((await put(last.id, 'viewer')).body).toEqual({ result: 'done' });
  });
});

describe('what needs approval', () => {
  test('is decided by another, carried out at once, and withdrawn by who asked', async () => {
    const maker = await signedIn('finance_maker');
    const approver = await signedIn('approver');
    const ask = (kind: 'refund' | 'rotate_key') =>
      office.ctx.db.transaction((tx) =>
        askApproval(
          office.ctx,
          tx,
          {
            merchantId: merchant.merchantId,
            kind,
            subject: 'INV-1',
            asked: { amount: '6000000' },
            reason: 'the customer asked',
            askedBy: maker.id,
          },
          noteOf('refund.asked', merchant.merchantId),
        ),
      );
    const id = await ask('refund');
    const path = `/${merchant.clientId}/approvals`;
    const seen = (await maker.ask(path)).body;
    expect(seen).toMatchObject({ pending: 1, rows: [{ approval_id: id, may: ['withdraw'] }] });
    expect((await approver.ask(`${path}/${id}`)).body.may).toEqual(['approve', 'reject']);
    await approver.stepUp();
    const body = { approve: true, reason: 'looked at it' };
    const decided = await approver.ask(`${path}/${id}/decision`, { method: 'POST', body });
    expect(decided.body).toMatchObject({ state: 'done', outcome: 'refunded', may: [] });
    expect(carried).toEqual([id]);
    const twice = await approver.ask(`${path}/${id}/decision`, { method: 'POST', body });
    expect([twice.status, twice.body.error.code]).toEqual([409, 'conflict']);

    const second = await ask('refund');
    const mine = await maker.ask(`${path}/${second}/decision`, { method: 'POST', body });
    expect(mine.status).toBe(403);
    const withdrawn = await maker.ask(`${path}/${second}/withdraw`, { method: 'POST' });
    expect(withdrawn.body.state).toBe('withdrawn');
    const stranger = await signedIn('admin', other.merchantId);
    expect((await stranger.ask(`/${other.clientId}/approvals/${second}`)).status).toBe(404);

    const first = (await maker.ask(`${path}?limit=1`)).body;
    expect(first.rows[0].approval_id).toBe(second);
    const next = (await maker.ask(`${path}?limit=1&after=${first.next}`)).body;
    expect(next).toMatchObject({ next: null, rows: [{ approval_id: id }] });
    const forged = await maker.ask(`${path}?after=${Buffer.from("1|'").toString('base64url')}`);
    expect(forged.body.error).toMatchObject({ code: 'field_invalid', field: 'after' });
  });

  test('and is shown once is collected by who asked', async () => {
    const developer = await signedIn('developer');
    const approver = await signedIn('approver');
    const id = await office.ctx.db.transaction((tx) =>
      askApproval(
        office.ctx,
        tx,
        {
          merchantId: merchant.merchantId,
          kind: 'rotate_key',
          subject: 'key',
          asked: {},
          reason: 'leaked',
          askedBy: developer.id,
        },
        noteOf('rotate_key.asked', merchant.merchantId),
      ),
    );
    const path = `/${merchant.clientId}/approvals/${id}`;
    await approver.stepUp();
    const body = { approve: true, reason: 'looked at it' };
    expect((await approver.ask(`${path}/decision`, { method: 'POST', body })).body.state).toBe(
      'approved',
    );
    expect((await developer.ask(path)).body.may).toEqual(['collect']);
    await developer.stepUp();
    const collected = await developer.ask(`${path}/collect`, { method: 'POST' });
    expect(collected.body).toMatchObject({ secret: 'SK-shown-once', approval: { state: 'done' } });
    expect((await developer.ask(`${path}/collect`, { method: 'POST' })).status).toBe(409);
  });
});

describe('the audit', () => {
  test('is listed, filtered, taken along and verified', async () => {
    const admin = await signedIn('admin');
    await admin.stepUp();
    const path = `/${merchant.clientId}`;
    for (const n of [1, 2, 3]) {
      const body = { email: `audited${n}@shop.example`, role: 'viewer' };
      await admin.ask(`${path}/team/invitations`, { method: 'POST', body });
    }
    const first = (await admin.ask(`${path}/audit?act=operator.invited&limit=2`)).body;
    expect(first.rows).toMatchObject([
      { subject: 'audited3@shop.example', person: { email: admin.email }, role: 'admin' },
      { subject: 'audited2@shop.example', client_id: merchant.clientId },
    ]);
    const next = await admin.ask(`${path}/audit?act=operator.invited&limit=2&after=${first.next}`);
    expect(next.body.rows[0].subject).toBe('audited1@shop.example');
    const file = await admin.ask(`${path}/audit.csv?zone=Asia/Jakarta`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.body).toContain('at (Asia/Jakarta)');
    expect(file.body).toContain('audited3@shop.example');
    const taken = (await admin.ask(`${path}/audit?act=audit.exported`)).body.rows;
    expect(taken).toMatchObject([{ person: { email: admin.email } }]);
    const verified = await admin.ask(`${path}/audit/verify`, { method: 'POST' });
    expect(verified.body).toMatchObject({ holds: true, broken_at: null });
    await office.sql(
      `update audit_entries set reason = 'forged' where merchant_id = $1 and entry_no = 2`,
      [merchant.merchantId],
    );
    const broken = await admin.ask(`${path}/audit/verify`, { method: 'POST' });
    expect(broken.body).toMatchObject({ holds: false, broken_at: 2 });
    const gateway = await signedIn('admin', OF_GATEWAY);
    const all = (await gateway.ask('/all/audit?act=session.begun')).body;
    expect(all.rows[0]).toMatchObject({ client_id: null, person: { email: gateway.email } });
  });

  test('tells the people of the gateway of sign-ins that failed, and of whom they were', async () => {
    const gateway = await signedIn('admin', OF_GATEWAY);
    const meant = await person('viewer');
    await browser().signIn(meant.email, 'not the password at all');
    await browser().signIn('nobody@shop.example', 'not the password at all');
    await writeFailures(office.ctx);
    const { rows } = (await gateway.ask('/all/audit?act=sign_in.failed')).body;
    expect(rows.find((one: any) => one.subject === meant.id)).toMatchObject({
      person: { email: meant.email },
      after: { with: 'password', tries: 1 },
    });
    expect(JSON.stringify(rows)).not.toContain('nobody@');
  });
});

describe('a search in a long audit', () => {
  test('stops after so many entries, says how far it has looked, and goes on from there', async () => {
    const long = await office.merchant();
    const admin = await signedIn('admin', long.merchantId);
    const { ctx } = office;
    const acts = (act: string, many: number) =>
      ctx.db.transaction((tx) =>
        appendAudit(
          tx,
          Array.from({ length: many }, () => noteOf(act, long.merchantId)),
          ctx.clock.now(),
        ),
      );
    await acts('rare.act', 1);
    for (let n = 0; n < 2; n += 1) await acts('usual.act', 1500);
    const path = `/${long.clientId}/audit?act=rare.act`;
    const first = (await admin.ask(path)).body;
    expect(first).toMatchObject({ rows: [], searched_to: expect.any(String) });
    const second = (await admin.ask(`${path}&after=${first.next}`)).body;
    expect(second).toMatchObject({ rows: [{ entry_no: 1 }], next: null, searched_to: null });
  });
});

describe('merchants and views', () => {
  test('are made by people of the gateway, shown once, and found by who may see them', async () => {
    const gateway = await signedIn('admin', OF_GATEWAY);
    await gateway.stepUp();
    const body = { name: 'Toko Baru Sekali' };
    const fresh = (await gateway.ask('/merchants', { method: 'POST', body })).body;
    expect(fresh.secret).toMatch(/^SK-/);
    const found = (await gateway.ask('/merchants?q=baru%20sek')).body;
    expect(found.rows).toMatchObject([{ client_id: fresh.client_id, status: 'active', banks: [] }]);
    const status = { status: 'suspended', reason: 'asked for by them' };
    const put = await gateway.ask(`/merchants/${fresh.client_id}/status`, {
      method: 'PUT',
      body: status,
    });
    expect(put.status).toBe(204);
    expect((await gateway.ask('/merchants?q=baru%20sek')).body.rows[0].status).toBe('suspended');
    const own = await signedIn('viewer');
    const listed = (await own.ask('/merchants')).body.rows.map((one: any) => one.client_id);
    expect(listed).toEqual([merchant.clientId]);
    expect((await own.ask('/merchants', { method: 'POST', body })).status).toBe(403);
  });

  test('are saved for oneself', async () => {
    const self = await signedIn('viewer');
    const body = { area: 'payments', name: 'Failed today', query: 'state=failed' };
    const saved = (await self.ask('/views', { method: 'POST', body })).body;
    expect((await self.ask('/views')).body.rows).toEqual([saved]);
    const stranger = await signedIn('viewer');
    expect((await stranger.ask('/views')).body.rows).toEqual([]);
    const gone = { method: 'DELETE' };
    expect((await stranger.ask(`/views/${saved.view_id}`, gone)).status).toBe(404);
    expect((await self.ask(`/views/${saved.view_id}`, gone)).status).toBe(204);
  });
});

describe('sessions', () => {
  test('are listed, and ended one by one', async () => {
    const self = await signedIn('viewer');
    const there = browser();
    await there.signIn(self.email);
    const { rows } = (await self.ask('/profile/sessions')).body;
    expect(rows).toHaveLength(2);
    const far = rows.find((one: any) => !one.current);
    const stranger = await signedIn('viewer');
    const end = { method: 'DELETE' };
    expect((await stranger.ask(`/profile/sessions/${far.session_id}`, end)).status).toBe(404);
    expect((await self.ask(`/profile/sessions/${far.session_id}`, end)).status).toBe(204);
    expect((await there.ask('/session')).status).toBe(401);
    expect((await self.ask('/session')).status).toBe(200);
  });
});
