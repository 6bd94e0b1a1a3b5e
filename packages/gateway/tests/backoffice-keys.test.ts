// Secret Keys and switches in the Back Office: rotated under traffic without a refused call, shown once, and weakened only
// by two people.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLAVOURS } from '../src/api/flavours.ts';
import { buildServer } from '../src/api/server.ts';
import { createMerchant } from '../src/merchants/create.ts';
import { createDirectory } from '../src/merchants/directory.ts';
import { eyesJson } from '../src/merchants/settings.ts';
import { mergeSettings } from '../src/merchants/store.ts';
import { startAffairs, type Affairs, type Colleague } from './affairs-world.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';

let affairs: Affairs;

beforeAll(async () => {
  affairs = await startAffairs();
});

afterAll(() => affairs.close());

interface Shop {
  who: MerchantClient;
  dev: Colleague;
  approver: Colleague;
  at: string;
}

/** A merchant of its own; `fourEyes` says whether keys need a second person. */
async function shop(fourEyes: boolean): Promise<Shop> {
  const made = await createMerchant(affairs.ctx, { name: 'Toko', settings: { rate: null } });
  if (!fourEyes) {
    await mergeSettings(affairs.db, made.merchantId, {
      fourEyes: { keys: false, notificationUrl: false, bankCredentials: false, refundAbove: null },
    });
  }
  const identity = { clientId: made.clientId, secret: made.secret.reveal() };
  const who = merchantClient(() => affairs.officeUrl, identity);
  return {
    who,
    dev: await affairs.person('developer', who),
    approver: await affairs.person('approver', who),
    at: `/${made.clientId}`,
  };
}

const decide = ({ approver, at }: Shop, id: string, approve: boolean) =>
  approver.post(`${at}/approvals/${id}/decision`, { approve, reason: 'Seen.' });

describe('a Secret Key', () => {
  test('is listed by its times and last use, and never shown', async () => {
    const { who, dev, at } = await shop(false);
    const before = (await dev.get(`${at}/keys`)).json;
    expect(before).toMatchObject({
      client_id: who.clientId,
      keys: [{ state: 'newest', valid_until: null, last_used_at: null }],
    });
    await who.get('/orders/v1/status/x');
    await affairs.recordCalls();
    const after = await dev.get(`${at}/keys`);
    expect(after.json.keys[0].last_used_at).not.toBeNull();
    expect(after.text).not.toContain(who.secret);
  });

  test('is rotated while calls come, none of which is refused, in either process', async () => {
    const { who, dev, at } = await shop(false);
    // Another process has a directory of its own, which remembers a merchant for a second.
    const other = buildServer(
      { ...affairs.ctx, merchants: createDirectory(affairs.ctx) },
      { flavours: FLAVOURS },
    );
    const otherUrl = await other.listen({ port: 0, host: '127.0.0.1' });
    let secret = who.secret;
    const codes: (string | undefined)[] = [];
    const over = new AbortController();
    const traffic = Array.from({ length: 4 }, async (_, n) => {
      while (!over.signal.aborted) {
        const { clientId } = who;
        const url = n % 2 === 0 ? otherUrl : affairs.officeUrl;
        const caller = merchantClient(() => url, { clientId, secret });
        const said = await caller.get('/orders/v1/status/none');
        codes.push(said.json.error?.code);
      }
    });
    const rotated = await dev.post(`${at}/keys`, { overlap_hours: 1, reason: 'Yearly.' });
    expect(rotated.json).toMatchObject({ result: 'done' });
    const calls = codes.length;
    secret = rotated.json.secret as string;
    while (codes.length < calls + 40) await affairs.clientOf(who).get('/orders/v1/status/none');
    over.abort();
    await Promise.all(traffic);
    await other.close();
    expect(new Set(codes)).toEqual(new Set(['transaction_not_found']));
    const states = (await dev.get(`${at}/keys`)).json.keys.map(
      (key: { state: string }) => key.state,
    );
    expect(states).toEqual(['newest', 'ending']);
  });

  test('that is old can be ended at once, and the newest never', async () => {
    const { who, dev, at } = await shop(false);
    const rotated = await dev.post(`${at}/keys`, { overlap_hours: 24, reason: 'Leaked.' });
    const [newest, old] = (await dev.get(`${at}/keys`)).json.keys;
    const end = (id: string) => dev.post(`${at}/keys/${id}/end`, { reason: 'Leaked.' });
    expect((await end(newest.key_id)).json.error.code).toBe('not_allowed_now');
    expect((await end('0197c2a4-7b1e-7000-8000-000000000001')).json.error.code).toBe('not_found');
    expect((await end(old.key_id)).status).toBe(204);
    expect((await end(old.key_id)).json.error.code).toBe('not_allowed_now');
    expect((await who.get('/orders/v1/status/x')).json.error.code).toBe('invalid_signature');
    const fresh = affairs.clientOf(who, rotated.json.secret as string);
    expect((await fresh.get('/orders/v1/status/x')).json.error.code).toBe('transaction_not_found');
    expect((await affairs.auditOf(who)).map(({ act }) => act)).toEqual([
      'key.rotated',
      'key.ended',
    ]);
  });

  test('of another merchant cannot be ended', async () => {
    const mine = await shop(false);
    const theirs = await shop(false);
    await theirs.dev.post(`${theirs.at}/keys`, { overlap_hours: 24, reason: 'Yearly.' });
    const [, old] = (await theirs.dev.get(`${theirs.at}/keys`)).json.keys;
    const said = await mine.dev.post(`${mine.at}/keys/${old.key_id}/end`, { reason: 'Not mine.' });
    expect(said.json.error.code).toBe('not_found');
  });

  test('under four eyes is made when it is collected by the one who asked, and shown to nobody else', async () => {
    const one = await shop(true);
    const { who, dev, approver, at } = one;
    const asked = await dev.post(`${at}/keys`, { overlap_hours: 24, reason: 'Yearly.' });
    expect(asked.json).toMatchObject({ result: 'approval' });
    const id = asked.json.approval_id as string;
    const collect = (person: Colleague) => person.post(`${at}/approvals/${id}/collect`);
    expect((await collect(dev)).json.error.code).toBe('not_allowed_now');
    expect((await decide(one, id, true)).json.state).toBe('approved');
    expect((await dev.get(`${at}/keys`)).json.keys).toHaveLength(1);
    expect((await collect(approver)).json.error.code).toBe('forbidden');
    const [first, second] = await Promise.all([collect(dev), collect(dev)]);
    const shown = [first, second].filter(({ status }) => status === 200);
    expect(shown).toHaveLength(1);
    const { secret, approval } = shown[0]!.json;
    expect(approval.state).toBe('done');
    expect((await affairs.clientOf(who, secret).get('/orders/v1/status/x')).json.error.code).toBe(
      'transaction_not_found',
    );
    expect((await dev.get(`${at}/keys`)).json.keys).toHaveLength(2);
    expect((await collect(dev)).json.error.code).toBe('not_allowed_now');
    const seen = [
      await dev.get(`${at}/keys`),
      await dev.get(`${at}/approvals/${id}`),
      await approver.get(`${at}/approvals`),
    ].map(({ text }) => text);
    seen.push(affairs.logged(), JSON.stringify(await affairs.auditOf(who)));
    expect(seen.filter((text) => text.includes(secret) || text.includes(who.secret))).toEqual([]);
  });

  test('is not made when it was rotated between the request and the collection', async () => {
    const one = await shop(true);
    const { who, dev, at } = one;
    const asked = await dev.post(`${at}/keys`, { overlap_hours: 24, reason: 'Yearly.' });
    await decide(one, asked.json.approval_id, true);
    const again = await dev.post(`${at}/keys`, { overlap_hours: 48, reason: 'Longer.' });
    await decide(one, again.json.approval_id, true);
    const collect = (id: string) => dev.post(`${at}/approvals/${id}/collect`);
    expect((await collect(again.json.approval_id)).status).toBe(200);
    expect((await collect(asked.json.approval_id)).json.error.code).toBe('conflict');
    expect((await affairs.merchantOf(who)).keys).toHaveLength(2);
  });

  test('that was asked for twice is one request, also when it is approved and not collected', async () => {
    const one = await shop(true);
    const ask = async (reason: string) =>
      (await one.dev.post(`${one.at}/keys`, { overlap_hours: 24, reason })).json.approval_id;
    const [first, second] = await Promise.all([ask('Yearly.'), ask('Sent twice.')]);
    expect(second).toBe(first);
    await decide(one, first, true);
    expect(await ask('Where is it?')).toBe(first);
    expect((await one.dev.get(`${one.at}/approvals`)).json.rows).toHaveLength(1);
  });

  test('is no business of somebody who may not rotate it', async () => {
    const one = await shop(false);
    const rotate = (person: Colleague) =>
      person.post(`${one.at}/keys`, { overlap_hours: 0, reason: 'Because.' });
    for (const role of ['viewer', 'support', 'finance_maker', 'approver'] as const) {
      const person = await affairs.person(role, one.who);
      expect((await rotate(person)).json.error.code).toBe('forbidden');
    }
    const stranger = await affairs.person('admin', affairs.one);
    expect((await rotate(stranger)).json.error.code).toBe('not_found');
  });
});

describe('switches', () => {
  const ALL = {
    line_items: 'ignore',
    amounts: 'string',
    replay_status: 'original',
    notification_schedule: 'doku',
    notify_tokens: true,
    notify_refunds: true,
    notification_hosts: ['shop.example', 'shop.example:8443'],
    rate: { per_second: 7, burst: 9 },
  } as const;

  test.each(Object.entries(ALL))(
    '%s is changed by itself, and the others stay',
    async (name, value) => {
      const { who, dev, at } = await shop(true);
      const before = (await dev.get(`${at}/settings`)).json;
      expect((await dev.put(`${at}/settings`, { [name]: value })).json).toEqual({ result: 'done' });
      expect((await dev.get(`${at}/settings`)).json).toEqual({ ...before, [name]: value });
      expect(await affairs.auditOf(who)).toMatchObject([
        { act: 'settings.changed', before: { [name]: before[name] }, after: { [name]: value } },
      ]);
    },
  );

  test('hold for the very next call', async () => {
    const { who, dev, at } = await shop(true);
    await dev.put(`${at}/settings`, { rate: { per_second: 1, burst: 1 } });
    const codes = [];
    for (let n = 0; n < 3; n += 1) {
      codes.push((await who.get('/orders/v1/status/x')).json.error.code);
    }
    expect(codes).toContain('too_many_requests');
  });

  test.each([
    ['four_eyes.refund_above', { refund_above: '1.5' }],
    ['four_eyes.refund_above', { refund_above: '9999999999999' }],
    ['four_eyes.refund_above', { refund_above: '-1' }],
  ])('refuses %s as %o', async (field, change) => {
    const { dev, at } = await shop(true);
    const eyes = (await dev.get(`${at}/settings`)).json.four_eyes;
    const said = await dev.put(`${at}/settings`, { four_eyes: { ...eyes, ...change } });
    expect(said.json.error).toMatchObject({ code: 'field_invalid', field });
  });

  test.each(['https://shop.example', 'shop.example/path', '10.0.0.1', 'user@shop.example', ''])(
    'refuses the host %j',
    async (host) => {
      const { dev, at } = await shop(true);
      const said = await dev.put(`${at}/settings`, { notification_hosts: ['ok.example', host] });
      expect(said.json.error).toMatchObject({ code: 'field_invalid' });
      expect((await dev.get(`${at}/settings`)).json.notification_hosts).toEqual([]);
    },
  );

  const WEAKER: readonly [string, object][] = [
    ['a limit that is raised', { refund_above: '5000001' }],
    ['a limit that is removed', { refund_above: null }],
    ['keys', { keys: false }],
    ['notification URLs', { notification_url: false }],
    ['credentials of banks', { bank_credentials: false }],
    ['the team', { team: false }],
  ];

  test.each(WEAKER)('ask for a second person before they let go of %s', async (_what, change) => {
    const one = await shop(true);
    const { dev, at } = one;
    const eyes = async () => (await dev.get(`${at}/settings`)).json.four_eyes;
    const before = await eyes();
    const wanted = { four_eyes: { ...before, ...change } };
    expect((await dev.put(`${at}/settings`, wanted)).json.error.field).toBe('reason');
    const asked = await dev.put(`${at}/settings`, { ...wanted, amounts: 'string', reason: 'Why.' });
    expect(asked.json.result).toBe('approval');
    expect(await eyes()).toEqual(before);
    expect((await dev.get(`${at}/settings`)).json.amounts).toBe('string');
    expect((await decide(one, asked.json.approval_id, true)).json.state).toBe('done');
    expect(await eyes()).toEqual(wanted.four_eyes);
  });

  describe('that say where payments may send their notifications', () => {
    const FIRST = ['shop.example'];
    const hosts = async ({ dev, at }: Shop) =>
      (await dev.get(`${at}/settings`)).json.notification_hosts;
    const set = ({ dev, at }: Shop, to: string[], reason?: string) =>
      dev.put(`${at}/settings`, {
        notification_hosts: to,
        ...(reason === undefined ? {} : { reason }),
      });

    test.each([
      ['another', ['shop.example', 'evil.example']],
      ['fewer', []],
      ['others', ['evil.example']],
    ])('need a second person for %s host than those that were there', async (_what, to) => {
      const one = await shop(true);
      expect((await set(one, FIRST)).json).toEqual({ result: 'done' });
      expect((await set(one, to)).json.error.field).toBe('reason');
      const asked = await set(one, to, 'A new server.');
      expect(asked.json.result).toBe('approval');
      expect((await set(one, to, 'Sent twice.')).json).toEqual(asked.json);
      expect(await hosts(one)).toEqual(FIRST);
      expect((await decide(one, asked.json.approval_id, true)).json).toMatchObject({
        state: 'done',
        outcome: 'hosts_set',
      });
      expect(await hosts(one)).toEqual(to.toSorted());
      expect((await affairs.auditOf(one.who)).at(-2)).toMatchObject({
        act: 'settings.changed',
        before: { notification_hosts: FIRST },
      });
    });

    test('stay when what was approved had been about others, and when they are the same', async () => {
      const one = await shop(true);
      await set(one, FIRST);
      expect((await set(one, FIRST)).json).toEqual({ result: 'done' });
      const ask = async (to: string[]) => (await set(one, to, 'Moved.')).json.approval_id;
      const [first, second] = [await ask(['a.example']), await ask(['b.example'])];
      await decide(one, first, true);
      expect((await decide(one, second, true)).json).toMatchObject({
        state: 'failed',
        outcome: 'changed_meanwhile',
      });
      expect(await hosts(one)).toEqual(['a.example']);
    });

    test('are one person’s where four eyes for notification URLs are off', async () => {
      const one = await shop(false);
      await set(one, FIRST);
      expect((await set(one, [])).json).toEqual({ result: 'done' });
    });

    test('are asked for beside weaker four eyes: two requests, and the rest at once', async () => {
      const one = await shop(true);
      await set(one, FIRST);
      const { four_eyes: eyes } = (await one.dev.get(`${one.at}/settings`)).json;
      const said = await one.dev.put(`${one.at}/settings`, {
        amounts: 'string',
        notification_hosts: [],
        four_eyes: { ...eyes, keys: false },
        reason: 'All together.',
      });
      const { rows } = (await one.dev.get(`${one.at}/approvals`)).json;
      expect(rows.map((row: any) => row.kind).toSorted()).toEqual([
        'four_eyes',
        'notification_hosts',
      ]);
      expect(rows.map((row: any) => row.approval_id)).toContain(said.json.approval_id);
      const now = (await one.dev.get(`${one.at}/settings`)).json;
      expect(now).toMatchObject({
        amounts: 'string',
        notification_hosts: FIRST,
        four_eyes: { keys: true },
      });
    });
  });

  test('become stricter at once', async () => {
    const { dev, at, who } = await shop(true);
    const { four_eyes: eyes } = (await dev.get(`${at}/settings`)).json;
    const stricter = { ...eyes, refund_above: '1000' };
    expect((await dev.put(`${at}/settings`, { four_eyes: stricter })).json.result).toBe('done');
    expect((await affairs.merchantOf(who)).settings.fourEyes.refundAbove).toBe(1000n);
  });

  test('stay when what was approved had been about others', async () => {
    const one = await shop(true);
    const { dev, at, who } = one;
    const { four_eyes: eyes } = (await dev.get(`${at}/settings`)).json;
    const off = { four_eyes: { ...eyes, keys: false }, reason: 'Alone.' };
    const asked = await dev.put(`${at}/settings`, off);
    await dev.put(`${at}/settings`, { four_eyes: { ...eyes, refund_above: '1000' } });
    expect((await decide(one, asked.json.approval_id, true)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    expect(eyesJson((await affairs.merchantOf(who)).settings.fourEyes)).toMatchObject({
      keys: true,
      refundAbove: '1000',
    });
  });

  test('of a person without the right stay', async () => {
    const { who, at } = await shop(true);
    const support = await affairs.person('support', who);
    const said = await support.put(`${at}/settings`, { amounts: 'string' });
    expect(said.json.error.code).toBe('forbidden');
  });
});
