// A merchant's banks in the Back Office: activation with a wrong and a right key against the simulated bank, notification
// URLs, and a second person where something that was there is replaced.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMerchant } from '../src/merchants/create.ts';
import { startAffairs, type Affairs, type Colleague } from './affairs-world.ts';
import { merchantClient, type MerchantClient } from './merchant-client.ts';
import { BANK, paymentBody } from './world.ts';

let affairs: Affairs;
let bankSecret: string;

beforeAll(async () => {
  affairs = await startAffairs();
  bankSecret = (await affairs.merchantOf(affairs.one)).banks.get('cimb')!.credentials.secret;
});

afterAll(() => affairs.close());

/** A merchant without a bank, and its developer. */
async function newcomer(): Promise<{ who: MerchantClient; dev: Colleague; at: string }> {
  const made = await createMerchant(affairs.ctx, { name: 'Toko Baru', settings: { rate: null } });
  const identity = { clientId: made.clientId, secret: made.secret.reveal() };
  const who = merchantClient(() => affairs.officeUrl, identity);
  return { who, dev: await affairs.person('developer', who), at: `/${made.clientId}/banks/cimb` };
}

const right = () => ({ key: 'KEY-one', secret: bankSecret });

async function stateOf({ dev, who }: { dev: Colleague; who: MerchantClient }) {
  const { json } = await dev.get(`/${who.clientId}/banks`);
  return json.rows.find((row: { bank: string }) => row.bank === 'cimb');
}

describe('activation by the steps of the guide', () => {
  test('a bank that was never activated is there to be chosen', async () => {
    expect(await stateOf(await newcomer())).toEqual({
      bank: 'cimb',
      name: 'CIMB Niaga',
      state: 'never',
      key_hint: null,
      notification_url: null,
      notifications_disabled: false,
      changed_at: null,
    });
  });

  test.each([
    ['Key', () => ({ ...right(), key: 'KEY-of-nobody' }), 'key'],
    ['Secret', () => ({ ...right(), secret: 'not-this-one' }), 'secret'],
  ])('with a wrong %s is refused, and nothing is changed', async (_half, entered, field) => {
    const shop = await newcomer();
    const said = await shop.dev.post(`${shop.at}/activation`, { ...entered(), untested: true });
    expect(said.status).toBe(422);
    expect(said.json.error).toMatchObject({ code: 'credentials_refused', field });
    expect((await stateOf(shop)).state).toBe('never');
    expect((await affairs.auditOf(shop.who)).map(({ act }) => act)).toEqual(['bank.asked']);
  });

  test('with the right ones is done at once, and the merchant can pay', async () => {
    const shop = await newcomer();
    const url = affairs.receiver.url;
    const said = await shop.dev.post(`${shop.at}/activation`, {
      ...right(),
      notification_url: url,
    });
    expect(said.json).toEqual({ result: 'done' });
    expect(await stateOf(shop)).toMatchObject({
      state: 'active',
      key_hint: '…',
      notification_url: url,
    });
    const bound = await affairs.token(shop.who, '800000000003');
    const paid = await shop.who.post(`${BANK}/payment`, paymentBody(bound));
    expect(paid.json.payment.status).toBe('SUCCESS');
    expect(await affairs.auditOf(shop.who)).toMatchObject([
      { act: 'bank.asked', subject: 'cimb', after: { which: 'given', key: '…' } },
      { act: 'bank.activated', subject: 'cimb', after: { key: '…', tested: true } },
    ]);
  });

  test('while the bank is away only happens when it is asked for so', async () => {
    const shop = await newcomer();
    const away = () => affairs.sandbox('/sandbox/faults', { operation: 'token', fault: 'html' });
    await away();
    const said = await shop.dev.post(`${shop.at}/activation`, right());
    expect(said.json.error.code).toBe('bank_away');
    expect((await stateOf(shop)).state).toBe('never');
    await away();
    const untested = { ...right(), untested: true };
    expect((await shop.dev.post(`${shop.at}/activation`, untested)).json.result).toBe('done');
    expect((await affairs.auditOf(shop.who)).at(-1)?.after).toMatchObject({ tested: false });
  });

  test('tries without keeping anything', async () => {
    const shop = await newcomer();
    const tried = async (body: object) => (await shop.dev.post(`${shop.at}/test`, body)).json;
    expect(await tried(right())).toMatchObject({ works: true, said: 'works', http: 404 });
    expect(await tried({ ...right(), key: 'x' })).toMatchObject({
      works: false,
      said: 'credentials_refused',
      bank_code: '4017300',
    });
    expect((await tried({ key: 'x' })).error).toMatchObject({ field: 'secret' });
    expect((await tried({})).error.code).toBe('not_allowed_now');
    expect((await stateOf(shop)).state).toBe('never');
  });

  test('stands in the audit before the bank is asked, whatever the bank answers', async () => {
    const shop = await newcomer();
    const bank = affairs.ctx.banks.get('cimb')!;
    const ask = bank.tryCredentials.bind(bank);
    const seen: unknown[] = [];
    Object.assign(bank, {
      tryCredentials: async (...input: Parameters<typeof ask>) => {
        seen.push((await affairs.auditOf(shop.who)).at(-1));
        return await ask(...input);
      },
    });
    try {
      await shop.dev.post(`${shop.at}/test`, { ...right(), key: 'KEY-of-nobody' });
      await shop.dev.post(`${shop.at}/activation`, right());
    } finally {
      Object.assign(bank, { tryCredentials: ask });
    }
    expect(seen).toMatchObject([
      { act: 'bank.asked', subject: 'cimb', after: { which: 'given', key: '…body' } },
      { act: 'bank.asked', subject: 'cimb', after: { which: 'given', key: '…' } },
    ]);
    expect((await affairs.auditOf(shop.who)).map(({ act }) => act)).toEqual([
      'bank.asked',
      'bank.tested',
      'bank.asked',
      'bank.activated',
    ]);
  });

  test('knows no bank but those of the list', async () => {
    const { dev, who } = await newcomer();
    const said = await dev.post(`/${who.clientId}/banks/nobank/activation`, right());
    expect(said.json.error.code).toBe('not_found');
  });
});

describe('a bank that is active', () => {
  let shop: Awaited<ReturnType<typeof newcomer>>;
  let approver: Colleague;

  beforeEach(async () => {
    shop = await newcomer();
    approver = await affairs.person('approver', shop.who);
    await shop.dev.post(`${shop.at}/activation`, {
      ...right(),
      notification_url: affairs.receiver.url,
    });
  });

  const decide = (id: string, approve: boolean) =>
    approver.post(`/${shop.who.clientId}/approvals/${id}/decision`, { approve, reason: 'Seen.' });

  const other = () => ({ key: 'KEY-two', secret: '' });
  async function secondSecret(): Promise<string> {
    return (await affairs.merchantOf(affairs.two)).banks.get('cimb')!.credentials.secret;
  }

  test('is switched off and on again with the credentials that it has', async () => {
    const off = await shop.dev.post(`${shop.at}/deactivation`, { reason: 'Maintenance.' });
    expect(off.json).toEqual({ result: 'done' });
    expect((await stateOf(shop)).state).toBe('inactive');
    const inactive = await shop.who.post(`${BANK}/token`, {
      customer: { id: 'C' },
      debit_card: { account_mobile_phone: '628111222333' },
    });
    expect(inactive.json.error.code).toBe('channel_inactive');
    expect((await shop.dev.post(`${shop.at}/activation`, right())).json.result).toBe('done');
    expect((await stateOf(shop)).state).toBe('active');
  });

  test('gets other credentials when a second person approves, and not before', async () => {
    const entered = { ...other(), secret: await secondSecret() };
    const without = await shop.dev.post(`${shop.at}/activation`, entered);
    expect(without.json.error).toMatchObject({ code: 'field_invalid', field: 'reason' });
    const asked = await shop.dev.post(`${shop.at}/activation`, { ...entered, reason: 'New keys.' });
    expect(asked.json.result).toBe('approval');
    const kept = async () =>
      (await affairs.merchantOf(shop.who)).banks.get('cimb')!.credentials.key;
    expect(await kept()).toBe('KEY-one');
    expect((await decide(asked.json.approval_id, true)).json).toMatchObject({
      state: 'done',
      outcome: 'activated',
    });
    expect(await kept()).toBe('KEY-two');
    expect((await decide(asked.json.approval_id, true)).status).toBe(409);
  });

  test('keeps what it has when what was approved no longer works, or was overtaken', async () => {
    const entered = { ...other(), secret: await secondSecret(), reason: 'New keys.' };
    const first = await shop.dev.post(`${shop.at}/activation`, entered);
    const same = await shop.dev.post(`${shop.at}/activation`, { ...entered, reason: 'Twice.' });
    expect(same.json).toEqual(first.json);
    await affairs.sandbox('/sandbox/faults', { operation: 'token', fault: 'html' });
    expect((await decide(first.json.approval_id, true)).json).toMatchObject({
      state: 'failed',
      outcome: 'bank_away',
    });
    const second = await shop.dev.post(`${shop.at}/activation`, {
      ...entered,
      reason: 'Once more.',
    });
    expect(second.json.approval_id).not.toBe(first.json.approval_id);
    expect((await decide(second.json.approval_id, true)).json.state).toBe('done');
    const third = await shop.dev.post(`${shop.at}/activation`, { ...right(), reason: 'Back.' });
    const fourth = await shop.dev.post(`${shop.at}/activation`, {
      ...right(),
      notification_url: affairs.receiver.url,
      reason: 'Back, again.',
    });
    expect((await decide(third.json.approval_id, true)).json.state).toBe('done');
    // The same change is there already: nothing is left to do, and nothing is done twice.
    expect((await decide(fourth.json.approval_id, true)).json.state).toBe('done');
    const acts = (await affairs.auditOf(shop.who)).map(({ act }) => act);
    expect(acts.filter((act) => act === 'bank.credentials_changed')).toHaveLength(2);
  });

  test('changes its notification URL with a second person, and the first one at once', async () => {
    const there = `${affairs.receiver.url}-there`;
    const asked = await shop.dev.put(`${shop.at}/notification-url`, {
      url: there,
      reason: 'Moved.',
    });
    expect(asked.json.result).toBe('approval');
    const twice = await shop.dev.put(`${shop.at}/notification-url`, {
      url: there,
      reason: 'Twice.',
    });
    expect(twice.json).toEqual(asked.json);
    const overtaken = await shop.dev.put(`${shop.at}/notification-url`, {
      url: `${affairs.receiver.url}-elsewhere`,
      reason: 'Moved again.',
    });
    expect((await stateOf(shop)).notification_url).toBe(affairs.receiver.url);
    expect((await decide(asked.json.approval_id, true)).json).toMatchObject({ state: 'done' });
    expect((await stateOf(shop)).notification_url).toBe(there);
    expect((await decide(overtaken.json.approval_id, true)).json).toMatchObject({
      state: 'failed',
      outcome: 'changed_meanwhile',
    });
    const nowhere = await shop.dev.put(`${shop.at}/notification-url`, {
      url: null,
      reason: 'Off.',
    });
    expect((await decide(nowhere.json.approval_id, true)).json.state).toBe('done');
    const first = await shop.dev.put(`${shop.at}/notification-url`, { url: there });
    expect(first.json).toEqual({ result: 'done' });
  });

  test('is told at once again when the same URL had answered 410', async () => {
    const { merchantId } = await affairs.merchantOf(shop.who);
    await affairs.db.rows({
      name: 'test-gone',
      text: 'update bank_connections set notifications_disabled_at = now() where merchant_id = $1',
      values: [merchantId],
    });
    expect((await stateOf(shop)).notifications_disabled).toBe(true);
    const said = await shop.dev.put(`${shop.at}/notification-url`, { url: affairs.receiver.url });
    expect(said.json).toEqual({ result: 'done' });
    expect((await stateOf(shop)).notifications_disabled).toBe(false);
  });

  test.each([
    'http://10.0.0.1/n',
    'https://169.254.169.254/latest',
    'https://user:pass@shop.example/n',
    'https://shop.example/n#x',
    'ftp://shop.example/',
    'nonsense',
  ])('is not told at %s', async (url) => {
    const said = await shop.dev.put(`${shop.at}/notification-url`, { url, reason: 'Try.' });
    expect(said.json.error).toMatchObject({ code: 'field_invalid', field: 'url' });
    const activation = { ...right(), notification_url: url };
    const other = await shop.dev.post(`${shop.at}/activation`, activation);
    expect(other.json.error).toMatchObject({ field: 'notification_url' });
  });

  test.each(['payment.succeeded', 'payment.failed', 'refund.succeeded', 'token.active'])(
    'is sent an example of %s that is signed, marked as a test, and kept nowhere',
    async (type) => {
      const before = affairs.receiver.received.length;
      const { json } = await shop.dev.post(`${shop.at}/test-notification`, { type });
      expect(json).toMatchObject({ url: affairs.receiver.url, status: 200, error: null });
      const received = affairs.receiver.received.slice(before);
      expect(received).toHaveLength(1);
      expect(received[0]!.body.event.type).toBe(type);
      expect(received[0]!.raw.toString()).toBe(json.request_body);
      if (type !== 'token.active') expect(json.request_body).toContain('TEST-');
      const [row] = await affairs.db.rows<{ count: bigint }>({
        name: 'test-notifications',
        text: 'select count(*) from notifications where merchant_id = $1',
        values: [(await affairs.merchantOf(shop.who)).merchantId],
      });
      expect(row!.count).toBe(0n);
      expect((await affairs.auditOf(shop.who)).at(-1)).toMatchObject({
        act: 'notification.tested',
        after: { type },
      });
    },
  );

  test('cannot be made to call where no notification may go', async () => {
    // What stood in the database before a rule became stricter is judged by the door all the same.
    const { merchantId } = await affairs.merchantOf(shop.who);
    for (const url of ['http://169.254.169.254/latest', 'http://10.1.2.3/', 'file:///etc/passwd']) {
      await affairs.db.rows({
        name: 'test-url',
        text: 'update bank_connections set notification_url = $2 where merchant_id = $1',
        values: [merchantId, url],
      });
      affairs.ctx.merchants.forget(shop.who.clientId);
      const said = await shop.dev.post(`${shop.at}/test-notification`, { type: 'payment.failed' });
      expect(said.json).toMatchObject({ status: null, answer: null });
      expect(said.json.error).toMatch(/^(address_refused|url_not_https)$/);
    }
  });
});

test('no Secret of a bank comes out again: not in an answer, the log or the audit', async () => {
  const shop = await newcomer();
  const approver = await affairs.person('approver', shop.who);
  const canary = 'bank-secret-canary-5d41402a';
  const texts: string[] = [];
  const keep = (said: { text: string }) => void texts.push(said.text);
  keep(await shop.dev.post(`${shop.at}/test`, { key: 'KEY-one', secret: canary }));
  keep(await shop.dev.post(`${shop.at}/activation`, { key: 'KEY-one', secret: canary }));
  keep(await shop.dev.post(`${shop.at}/activation`, right()));
  const two = (await affairs.merchantOf(affairs.two)).banks.get('cimb')!.credentials.secret;
  const asked = await shop.dev.post(`${shop.at}/activation`, {
    key: 'KEY-two',
    secret: two,
    reason: 'Rotate.',
  });
  keep(asked);
  keep(await approver.get(`/${shop.who.clientId}/approvals`));
  keep(await approver.get(`/${shop.who.clientId}/approvals/${asked.json.approval_id}`));
  keep(await shop.dev.get(`/${shop.who.clientId}/banks`));
  texts.push(JSON.stringify(await affairs.auditOf(shop.who)), affairs.logged());
  const rows = await affairs.db.rows({
    name: 'test-approvals',
    text: 'select asked, reason, outcome from approvals',
    values: [],
  });
  texts.push(JSON.stringify(rows));
  for (const secret of [canary, bankSecret, two]) {
    expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  }
});

test('who may look may not change, and who belongs elsewhere finds nothing', async () => {
  const shop = await newcomer();
  const viewer = await affairs.person('viewer', shop.who);
  expect((await viewer.get(`/${shop.who.clientId}/banks`)).status).toBe(200);
  const stranger = await affairs.person('admin', affairs.two);
  for (const [path, body] of [
    ['activation', right()],
    ['deactivation', { reason: 'Because.' }],
    ['test', right()],
    ['test-notification', { type: 'payment.failed' }],
  ] as const) {
    expect((await viewer.post(`${shop.at}/${path}`, body)).json.error.code).toBe('forbidden');
    expect((await stranger.post(`${shop.at}/${path}`, body)).json.error.code).toBe('not_found');
  }
});
