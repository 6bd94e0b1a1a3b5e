// The frame of the Back Office: who is let in, how a call is read and answered, and what a mistake may never do.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../src/base/refusal.ts';
import { CONTRACT } from '../src/backoffice/contract/contract.ts';
import { InWorkspace } from '../src/backoffice/contract/words.ts';
import { Denied } from '../src/backoffice/denied.ts';
import { route, shape } from '../src/backoffice/route.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { startOffice, type Asking, type Office } from './backoffice-world.ts';

const seen: unknown[] = [];
let held: PromiseWithResolvers<void> = Promise.withResolvers();
let entered: PromiseWithResolvers<void> = Promise.withResolvers();

const EXAMPLES = [
  route(
    shape({
      method: 'GET',
      path: '/:workspace/x-note',
      summary: 'What the call is told',
      permission: 'payments.view',
      params: InWorkspace,
      query: z.object({ n: z.coerce.number().int().default(1), q: z.string().optional() }),
      answer: z.object({ n: z.number(), note: z.unknown(), may: z.boolean() }),
    }),
    async (call) => ({
      n: call.query.n,
      note: call.note('x.done', 'subject', { reason: 'why' }),
      may: call.may('payments.refund'),
    }),
  ),
  route(
    shape({
      method: 'POST',
      path: '/:workspace/x-write',
      summary: 'Changes something',
      permission: 'payments.refund',
      params: InWorkspace,
      body: z.object({ name: z.string().min(2), deep: z.object({ n: z.number() }).optional() }),
      answer: null,
    }),
    async (call) => void seen.push(call.body),
  ),
  route(
    shape({
      method: 'POST',
      path: '/:workspace/x-danger',
      summary: 'Changes something dangerous',
      permission: 'payments.refund',
      stepUp: true,
      params: InWorkspace,
      answer: null,
    }),
    async () => void seen.push('danger'),
  ),
  route(
    shape({
      method: 'GET',
      path: '/:workspace/x-fail/:how',
      summary: 'Goes wrong',
      permission: 'payments.view',
      params: InWorkspace.extend({ how: z.string() }),
      answer: z.object({ n: z.number() }),
    }),
    async ({ params: { how }, merchant }) => {
      if (how === 'bug') throw new Error('the secret of Budi is 12345');
      if (how === 'away') throw new Refusal('database_unavailable', { retryAfterSeconds: 2 });
      if (how === 'denied') throw new Denied('conflict', { field: 'state' });
      if (how === 'merchant') await merchant();
      return { n: (how === 'shape' ? 'one' : 1) as number };
    },
  ),
  route(
    shape({
      method: 'GET',
      path: '/:workspace/x-wait',
      summary: 'Waits until the test says so',
      permission: 'payments.view',
      params: InWorkspace,
      answer: null,
    }),
    async () => {
      entered.resolve();
      await held.promise;
    },
  ),
  route(
    shape({
      method: 'POST',
      path: '/x-merchants',
      summary: 'For people of the gateway',
      permission: 'merchants.change',
      answer: null,
    }),
    async () => undefined,
  ),
];

let office: Office;
let one: Merchant;
let two: Merchant;
let maker: string;

beforeAll(async () => {
  office = await startOffice(EXAMPLES, { maxInFlight: 2 });
  one = await office.merchant();
  two = await office.merchant();
  maker = office.member('finance_maker', one);
});

afterAll(() => office.close());

async function said(where: string, cookie: string | null, asking?: Asking): Promise<[number, any]> {
  const answer = await office.ask(where, cookie, asking);
  const text = await answer.text();
  return [answer.status, text === '' ? null : JSON.parse(text)];
}

async function code(where: string, cookie: string | null, asking?: Asking): Promise<string> {
  const [status, json] = await said(where, cookie, asking);
  return json?.error === undefined ? `${status}` : `${status} ${json.error.code}`;
}

describe('a call', () => {
  test('is told who asks, in which role and where, and is answered as JSON that nobody keeps', async () => {
    const answer = await office.ask(`/${one.clientId}/x-note?n=7`, maker);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(await answer.json()).toEqual({
      n: 7,
      may: true,
      note: {
        merchantId: one.merchantId,
        operatorId: office.session(maker).person.operatorId,
        by: 'backoffice',
        role: 'finance_maker',
        address: '127.0.0.1',
        act: 'x.done',
        subject: 'subject',
        reason: 'why',
        before: null,
        after: null,
      },
    });
  });

  test('is for who is signed in, to the last step', async () => {
    const where = `/${one.clientId}/x-note`;
    expect(await code(where, null)).toBe('401 signed_out');
    expect(await code(where, 'session=unknown')).toBe('401 signed_out');
    expect(await code(where, office.signIn({}, 'totp'))).toBe('401 totp_required');
    expect(await code(where, office.signIn({}, 'enrol_totp'))).toBe('401 enrolment_required');
  });

  test('about what is not one’s own is answered as if there were no such thing', async () => {
    const [, unknown] = await said('/MCH-0000-none/x-note', maker);
    for (const workspace of [two.clientId, 'all', 'a b', '..%2f', 'x'.repeat(99), '%00']) {
      const [status, json] = await said(`/${workspace}/x-note`, maker);
      expect([workspace, status, json]).toEqual([workspace, 404, unknown]);
    }
    expect(await said('/no/such/route', maker)).toEqual([404, unknown]);
    expect(await said('/session', maker, { method: 'PATCH' })).toEqual([404, unknown]);
  });

  test('of somebody of the gateway is about any merchant, or about all', async () => {
    const cookie = office.signIn({ gatewayRole: 'viewer' });
    expect(await code(`/${one.clientId}/x-note`, cookie)).toBe('200');
    expect(await code('/all/x-note', cookie)).toBe('200');
    expect(await code('/MCH-0000-none/x-note', cookie)).toBe('404 not_found');
    expect(await code('/all/x-fail/merchant', cookie)).toBe('400 choose_merchant');
    expect(await code(`/${one.clientId}/x-write`, cookie, { method: 'POST', body: {} })).toBe(
      '403 forbidden',
    );
    expect(await code('/x-merchants', cookie, { method: 'POST' })).toBe('403 forbidden');
    const admin = office.signIn({ gatewayRole: 'admin' });
    expect(await code('/x-merchants', admin, { method: 'POST' })).toBe('204');
    expect(await code('/x-merchants', office.member('admin', one), { method: 'POST' })).toBe(
      '403 forbidden',
    );
  });

  test('of who has a role at the gateway and one in the merchant is allowed what the stronger one allows', async () => {
    const cookie = office.member('admin', one);
    office.session(cookie).person.gatewayRole = 'viewer';
    const asking = { method: 'POST', body: { name: 'Sari' } };
    expect(await code(`/${one.clientId}/x-write`, cookie, asking)).toBe('204');
    expect(await code(`/${two.clientId}/x-write`, cookie, asking)).toBe('403 forbidden');
  });

  test('that is dangerous needs a new proof, which holds for a while', async () => {
    const cookie = office.member('finance_maker', one);
    const where = `/${one.clientId}/x-danger`;
    expect(await code(where, cookie, { method: 'POST' })).toBe('403 step_up_required');
    office.session(cookie).person.steppedUpUntil = office.clock.wall() - 1;
    expect(await code(where, cookie, { method: 'POST' })).toBe('403 step_up_required');
    office.session(cookie).person.steppedUpUntil = office.clock.wall() + 600_000;
    expect(await code(where, cookie, { method: 'POST' })).toBe('204');
  });
});

describe('a call that changes something', () => {
  const write = (headers: Record<string, string>, body: unknown = { name: 'Sari' }) =>
    code(`/${one.clientId}/x-write`, maker, { method: 'POST', headers, body });

  test('comes from our page, and proves it', async () => {
    expect(await write({})).toBe('204');
    expect(await write({ 'sec-fetch-site': 'none' })).toBe('204');
    for (const site of ['cross-site', 'same-site', 'nonsense']) {
      expect(await write({ 'sec-fetch-site': site, origin: office.url })).toBe('403 csrf');
    }
    expect(await write({ 'x-csrf-token': 'another' })).toBe('403 csrf');
    expect(await write({ 'x-csrf-token': '' })).toBe('403 csrf');
  });

  test.each([
    ['our own address', () => office.url, '204'],
    ['our public one', () => 'https://gateway.example', '204'],
    ['another', () => 'https://evil.example', '403 csrf'],
    ['one that looks like ours', () => 'https://gateway.example.evil.example', '403 csrf'],
    ['another scheme', () => 'ftp://gateway.example', '403 csrf'],
    ['none', () => 'null', '403 csrf'],
  ])('of an older browser is judged by its origin: %s', async (_what, origin, expected) => {
    // `fetch` sets Sec-Fetch-Site by itself; what an older browser sends is sent by hand.
    const answer = await office.server.inject({
      method: 'POST',
      url: `/backoffice/api/${one.clientId}/x-write`,
      headers: {
        host: new URL(office.url).host,
        cookie: maker,
        origin: origin(),
        'x-csrf-token': 'the-token-of-the-page',
        'content-type': 'application/json',
      },
      payload: '{"name":"Sari"}',
    });
    const denied = answer.body === '' ? '' : ` ${answer.json<any>().error.code}`;
    expect(`${answer.statusCode}${denied}`).toBe(expected);
  });

  test('has no effect when it is refused', async () => {
    seen.length = 0;
    await write({ 'sec-fetch-site': 'cross-site' });
    await write({}, { name: 'S' });
    await code(`/${two.clientId}/x-write`, maker, { method: 'POST', body: { name: 'Sari' } });
    await code(`/${one.clientId}/x-write`, office.member('viewer', one), {
      method: 'POST',
      body: { name: 'Sari' },
    });
    expect(seen).toEqual([]);
  });

  test('is refused with the path of the field that breaks its rule', async () => {
    const field = async (body: unknown, query = '') => {
      const [status, json] = await said(`/${one.clientId}/x-write${query}`, maker, {
        method: 'POST',
        body,
      });
      return [status, json.error.code, json.error.field];
    };
    expect(await field({ name: 'S' })).toEqual([400, 'field_invalid', 'name']);
    expect(await field({ name: 'Sari', deep: { n: '1' } })).toEqual([
      400,
      'field_invalid',
      'deep.n',
    ]);
    expect(await field({ name: 'Sari\0' })).toEqual([400, 'field_invalid', 'name']);
    expect(await field('{"name":"\\ud800x"}')).toEqual([400, 'field_invalid', 'name']);
    expect(await field('[1]')).toEqual([400, 'field_invalid', undefined]);
    expect(await field('null')).toEqual([400, 'field_invalid', undefined]);
    expect(await code(`/${one.clientId}/x-note?n=x`, maker)).toBe('400 field_invalid');
    expect(await code(`/${one.clientId}/x-note?q=a&q=b`, maker)).toBe('400 field_invalid');
    expect(await code(`/${one.clientId}/x-note?q=%00`, maker)).toBe('400 field_invalid');
  });

  test.each([
    ['no JSON', '{', 'application/json'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json'],
    ['a form', 'name=Sari', 'application/x-www-form-urlencoded'],
    ['text', '{"name":"Sari"}', 'text/plain'],
    ['too large', JSON.stringify({ name: 'x'.repeat(70_000) }), 'application/json'],
  ])('is refused when its body is %s', async (_what, body, type) => {
    const answer = await fetch(`${office.url}/backoffice/api/${one.clientId}/x-write`, {
      method: 'POST',
      body,
      headers: {
        cookie: maker,
        'content-type': type,
        'sec-fetch-site': 'same-origin',
        'x-csrf-token': 'the-token-of-the-page',
      },
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'body_unreadable' } },
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('what goes wrong', () => {
  test('because a body is deeper than anything we ask for is no mistake of ours', async () => {
    const body = `{"name":"fine","deep":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    const answer = await office.ask(`/${one.clientId}/x-write`, maker, { method: 'POST', body });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'field_invalid' } },
    ]);
  });

  test('is told as a refusal where it is one', async () => {
    expect(await said(`/${one.clientId}/x-fail/denied`, maker)).toEqual([
      409,
      { error: { code: 'conflict', message: expect.any(String), field: 'state' } },
    ]);
    const answer = await office.ask(`/${one.clientId}/x-fail/away`, maker);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toMatchObject({ error: { code: 'overloaded', retry_after_s: 2 } });
  });

  test('by a mistake of ours is counted and logged, and nobody reads its contents', async () => {
    const [status, json] = await said(`/${one.clientId}/x-fail/bug`, maker);
    expect([status, json.error.code]).toEqual([500, 'internal']);
    expect(JSON.stringify(json) + office.logged()).not.toMatch(/Budi|12345/);
    expect(office.logged()).toContain('/:workspace/x-fail/:how');
    expect((await office.ctx.metrics.bugs.get()).values[0]?.value).toBe(1);
    expect(await code(`/${one.clientId}/x-fail/shape`, maker)).toBe('500 internal');
  });

  test('because too many ask at once is told to the next one, until somebody leaves', async () => {
    const where = `/${one.clientId}/x-wait`;
    const first = office.ask(where, maker);
    await entered.promise;
    entered = Promise.withResolvers();
    const second = office.ask(where, maker);
    await entered.promise;
    expect(await code(`/${one.clientId}/x-note`, maker)).toBe('503 overloaded');
    held.resolve();
    expect([(await first).status, (await second).status]).toEqual([204, 204]);
    expect(await code(`/${one.clientId}/x-note`, maker)).toBe('200');
    held = Promise.withResolvers();
  });
});

describe('every answer', () => {
  const ID = /^[0-9a-f-]{36}$/;
  const idOf = async (where: string, asking?: Asking): Promise<string> =>
    (await office.ask(where, maker, asking)).headers.get('x-request-id') ?? '';

  test('has an id of its own, whatever was asked and however it ended', async () => {
    const brought = { headers: { 'x-request-id': 'mine' } };
    const broken = { method: 'POST', body: '{' };
    const ids = [
      await idOf(`/${one.clientId}/x-note`, brought),
      await idOf(`/${one.clientId}/x-note?n=x`),
      await idOf(`/${one.clientId}/x-write`, broken),
      await idOf('/no/such/route'),
      await idOf('/openapi.json'),
    ];
    for (const id of ids) expect(id).toMatch(ID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names the line in the log where it tells of a mistake of ours', async () => {
    const id = await idOf(`/${one.clientId}/x-fail/bug`);
    const lines = office.logged().split('\n');
    expect(lines.filter((line) => line.includes(id) && line.includes('x-fail'))).toHaveLength(1);
  });

  test('is counted by its route and the class of its status, and by nothing that a caller can make up', async () => {
    const before = await counted();
    await office.ask('/session', null);
    await office.ask('/session', null, { method: 'POST', body: '{' });
    await office.ask(`/no/such/${one.clientId}`, maker);
    await office.ask(`/${one.clientId}/x-note`, maker);
    const after = await counted();
    const more = Object.entries(after).map(([key, n]) => [key, n - (before[key] ?? 0)] as const);
    expect(Object.fromEntries(more.filter(([, n]) => n > 0))).toEqual({
      'getSession 4xx': 1,
      'signIn 4xx': 1,
      'none 4xx': 1,
      'none 2xx': 1,
    });
  });

  async function counted(): Promise<Record<string, number>> {
    const { values } = await office.ctx.metrics.officeCalls.get();
    return Object.fromEntries(
      values
        .filter(({ metricName }) => metricName?.endsWith('_count') === true)
        .map(({ labels, value }) => [`${labels.route} ${labels.status}`, value]),
    );
  }
});

describe('the reference', () => {
  test('knows every route of the contract', async () => {
    const [, document] = await said('/openapi.json', null);
    const ids = Object.values<object>(document.paths).flatMap((methods) =>
      Object.values(methods).map((one: { operationId: string }) => one.operationId),
    );
    expect(ids.toSorted()).toEqual(Object.keys(CONTRACT).toSorted());
    expect(document.paths['/backoffice/api/{workspace}/payments/{payment_id}'].get).toMatchObject({
      'x-permission': 'payments.view',
    });
  });

  test('gives the page its types, which are up to date (`node scripts/backoffice-types.ts` writes them)', async () => {
    const script = path.join(import.meta.dirname, '../../../scripts/backoffice-types.ts');
    await promisify(execFile)(process.execPath, [script, '--check']);
  });
});
