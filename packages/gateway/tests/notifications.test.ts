// What a merchant is told, and how often, when its server is down, gone, dead or asked for it again.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { setNotificationUrl } from '../src/merchants/activate-bank.ts';
import type { ChangedSettings } from '../src/merchants/settings.ts';
import { mergeSettings } from '../src/merchants/store.ts';
import { resendNotification, resendNotifications } from '../src/notifications/resend.ts';
import type { MerchantClient } from './merchant-client.ts';
import { pass, quiet } from './quiet.ts';
import type { Received } from './receiver.ts';
import { BANK, booksOf, paymentBody, startWorld, type Bound, type World } from './world.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

let world: World;
let one: Bound;
let two: Bound;

beforeAll(async () => {
  world = await startWorld();
  one = await world.token(world.one, '800000000003');
  two = await world.token(world.two, '800000000003');
});

beforeEach(() => {
  world.receiver.answers.length = 0;
  world.receiver.received.length = 0;
});

afterEach(async () => {
  world.receiver.answers.length = 0;
  await quiet(world);
  expect(world.receiver.received.filter((told) => !told.verified)).toEqual([]);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});

afterAll(() => world.close());

async function pay(who: MerchantClient, bound: Bound, more: object = {}): Promise<string> {
  const paid = await who.post(`${BANK}/payment`, { ...paymentBody(bound), ...more });
  expect(paid.json.payment.status).toBe('SUCCESS');
  return paid.requestId;
}

const toldOf = (requestId: string) =>
  world.receiver.received.filter((told) => told.body.transaction.original_request_id === requestId);

const merchantIdOf = async (who: MerchantClient) =>
  (await world.ctx.merchants.find(who.clientId))!.merchantId;

async function tellAt(who: MerchantClient, url: string | null): Promise<void> {
  await setNotificationUrl(world.ctx, await merchantIdOf(who), 'cimb', url);
  world.ctx.merchants.forget(who.clientId);
}

describe('a server that fails', () => {
  test('is told again with the same bytes and Request-Id, a fresh time and a fresh signature', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      world.receiver.answers.push(500, 302, 404);
      const requestId = await pay(world.one, one);
      await world.settle();
      for (const seconds of [6, 70, 700]) {
        vi.setSystemTime(Date.now() + 2000);
        await pass(world, seconds);
      }
      const told = toldOf(requestId);
      expect(told).toHaveLength(4);
      const every = (part: (one: Received) => unknown) => new Set(told.map(part)).size;
      expect(every(({ raw }) => raw.toString())).toBe(1);
      expect(every(({ headers }) => headers['request-id'])).toBe(1);
      expect(every(({ headers }) => headers['webhook-id'])).toBe(1);
      expect(every(({ headers }) => headers['request-timestamp'])).toBe(4);
      expect(every(({ headers }) => headers['signature'])).toBe(4);
      expect(every(({ verified }) => verified)).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    await quiet(world);
    expect(world.receiver.received, 'and not once more').toHaveLength(4);
  });

  test.each([
    ['durable', [0, 5, MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR], 0.1],
    ['doku', [0, 30 * MINUTE, 6 * HOUR, 12 * HOUR], 0],
  ] as const)(
    'for ever is tried as the %s schedule says, and then no more',
    async (name, tries, jitter) => {
      await settingsOf(world.one, { notificationSchedule: name });
      const refuse = () => world.receiver.answers.push(500);
      refuse();
      const requestId = await pay(world.one, one);
      await world.settle();
      let before = 0;
      for (const [n, after] of tries.entries()) {
        if (n === 0) continue;
        const soonest = Math.floor(after * (1 - jitter)) - 2;
        await pass(world, soonest - before);
        expect(toldOf(requestId), `not before ${soonest} s`).toHaveLength(n);
        refuse();
        const latest = Math.ceil(after * (1 + jitter)) + 2;
        await pass(world, latest - soonest);
        expect(toldOf(requestId), `at ${latest} s at the latest`).toHaveLength(n + 1);
        before = latest;
      }
      await quiet(world);
      expect(toldOf(requestId)).toHaveLength(tries.length);
      expect(await stateOf(requestId)).toBe('exhausted');
      await settingsOf(world.one, { notificationSchedule: 'durable' });
      await resendNotifications(world.ctx, { merchantId: await merchantIdOf(world.one) });
      await world.settle();
      expect(await stateOf(requestId)).toBe('delivered');
    },
  );
});

async function settingsOf(who: MerchantClient, settings: ChangedSettings): Promise<void> {
  await mergeSettings(world.db, await merchantIdOf(who), settings);
  world.ctx.merchants.forget(who.clientId);
}

async function stateOf(requestId: string): Promise<string | undefined> {
  const [row] = await world.db.rows<{ state: string }>({
    name: 'test-state-of-notification',
    text: `select n.state from notifications n join payments p
               on p.merchant_id = n.merchant_id and p.payment_id = n.subject_id
            where p.request_id = $1`,
    values: [requestId],
  });
  return row?.state;
}

describe('a server that is gone (410)', () => {
  test('is called no more, until its URL is set again and what it missed is resent', async () => {
    world.receiver.answers.push(410);
    const first = await pay(world.one, one);
    await world.settle();
    world.ctx.merchants.forget(world.one.clientId);
    const second = await pay(world.one, one);
    const other = await pay(world.two, two);
    await quiet(world);
    expect([first, second, other].map((id) => toldOf(id).length)).toEqual([1, 0, 1]);
    expect(await stateOf(second)).toBe('undeliverable');

    await tellAt(world.one, world.receiver.url);
    const merchantId = await merchantIdOf(world.one);
    expect(await resendNotifications(world.ctx, { merchantId })).toBe(2);
    await world.settle();
    expect([first, second].map((id) => toldOf(id).length)).toEqual([2, 1]);
    const [before, after] = toldOf(first);
    expect(after!.raw).toEqual(before!.raw);
  });
});

describe('a server that is dead', () => {
  let silent: Server;
  let waiting = 0;

  beforeAll(async () => {
    silent = createServer(() => (waiting += 1));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => silent.close());

  test('does not delay what another merchant is told', async () => {
    const { port } = silent.address() as AddressInfo;
    await tellAt(world.two, `http://127.0.0.1:${port}/notifications`);
    for (let n = 0; n < 20; n += 1) await pay(world.two, two);
    const requestId = await pay(world.one, one);
    const round = world.settle();
    await expect.poll(() => toldOf(requestId).length).toBe(1);
    await expect.poll(() => waiting).toBeGreaterThan(0);
    const later = await pay(world.one, one);
    const next = world.settle();
    await expect.poll(() => toldOf(later).length).toBe(1);
    silent.on('connection', (socket) => socket.destroy());
    silent.closeAllConnections();
    await tellAt(world.two, world.receiver.url);
    await Promise.all([round, next]);
    const merchantId = await merchantIdOf(world.two);
    await resendNotifications(world.ctx, { merchantId, state: 'pending' }, 'configured');
  });
});

describe('telling it again by hand', () => {
  test('sends the same once more, also what was taken before', async () => {
    const requestId = await pay(world.one, one);
    await world.settle();
    const merchantId = await merchantIdOf(world.one);
    const notificationId = toldOf(requestId)[0]!.body.event.id as string;
    expect(await resendNotification(world.ctx, { merchantId, notificationId })).toBe(true);
    await world.settle();
    const [first, again] = toldOf(requestId);
    expect(again!.raw).toEqual(first!.raw);
    expect(again!.headers['request-id']).toBe(first!.headers['request-id']);
    const stranger = await merchantIdOf(world.two);
    const foreign = { merchantId: stranger, notificationId };
    expect(await resendNotification(world.ctx, foreign), 'not another’s').toBe(false);
  });
});

describe('a payment that names its own URL', () => {
  test('is told there: another port, the same path', async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      heard.push(request.url ?? '');
      request.resume().on('end', () => response.end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const override = (path: string) => ({
      additional_info: { override_notification_url: `http://127.0.0.1:${port}${path}` },
    });
    const requestId = await pay(world.one, one, override('/notifications'));
    await world.settle();
    expect(heard).toEqual(['/notifications']);
    expect(toldOf(requestId)).toEqual([]);
    const body = { ...paymentBody(one), ...override('/elsewhere') };
    const refused = await world.one.post(`${BANK}/payment`, body);
    expect(refused.json.error.code).toBe('invalid_parameter');
    server.close();
  });
});

describe('a merchant that wants to know more', () => {
  test('is told of tokens and refunds too, each once', async () => {
    await settingsOf(world.one, { notifyTokens: true, notifyRefunds: true });
    const bound = await world.token(world.one, '800000000003');
    const requestId = await pay(world.one, bound);
    const [invoice] = toldOf(requestId).map((told) => told.body.order.invoice_number as string);
    const status = await world.one.get(`/orders/v1/status/${requestId}`);
    const refunded = await world.one.post(`${BANK}/payment-refund`, {
      order: { invoice_number: invoice ?? status.json.order.invoice_number },
      payment: { original_request_id: requestId },
      refund: { amount: 10_000 },
    });
    expect(refunded.json.refund.status).toBe('SUCCESS');
    await world.one.post(`${BANK}/token-delete`, {
      customer: { id: bound.customerId },
      debit_card: { token_id: bound.tokenId },
    });
    await quiet(world);
    const types = world.receiver.received.map((told) => told.body.event.type as string);
    expect(types.toSorted()).toEqual([
      'payment.succeeded',
      'refund.succeeded',
      'token.active',
      'token.deleted',
    ]);
    await settingsOf(world.one, { notifyTokens: false, notifyRefunds: false });
  });
});
