// Delivery from the outbox to merchants' servers on loopback, over a real database.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';
import {
  answering,
  silent,
  startMerchantServer,
  type MerchantServer,
  type Received,
} from '../../tests/merchant-server.ts';
import { openOutbox, type Outbox, type OutboxMerchant } from '../../tests/outbox.ts';
import { setNotificationUrl } from '../merchants/activate-bank.ts';
import { rotateKey } from '../merchants/rotate-key.ts';
import { deliverDue, startDelivery } from './deliver.ts';
import type { MerchantDoor } from './door.ts';
import { resendNotification, resendNotifications } from './resend.ts';
import { findDue, leaseDue, recordAttempt } from './store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let outbox: Outbox;
let server: MerchantServer;
let merchant: OutboxMerchant;

beforeAll(async () => {
  outbox = await openOutbox({ connectMs: 300, totalMs: 600 });
});

afterAll(() => outbox.close());

beforeEach(async () => {
  server = await startMerchantServer();
  merchant = await outbox.merchant(hook());
});

afterEach(async () => {
  await outbox.db.rows({
    name: 'test-give-up',
    text: `update notifications set state = 'exhausted', due_at = null, lease_until = null
            where state = 'pending'`,
    values: [],
  });
  await server.close();
});

function hook(at: MerchantServer = server): string {
  return `http://127.0.0.1:${at.port}/hooks/bank`;
}

async function one(body = '{"order":{"amount":90000}}'): Promise<string> {
  const [id] = await outbox.enqueue(merchant, hook(), [body]);
  return id!;
}

/** Moves the clock to where the notification is due again and delivers. */
async function nextTry(id: string): Promise<void> {
  const { due_at: dueAt } = await outbox.row(merchant, id);
  outbox.advance(dueAt! - outbox.clock.now());
  await outbox.settle();
}

function verified(request: Received, secret = merchant.secret): boolean {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const expected = signNotification(
    {
      clientId: header('client-id'),
      requestId: header('request-id'),
      timestamp: header('request-timestamp'),
      target: request.path,
      body: request.body,
    },
    secret,
  );
  return sameSignature(expected, header('signature'));
}

describe('a notification', () => {
  it('that is acknowledged is delivered once, signed, and the answer kept', async () => {
    server.behave(answering(201, 'noted'));
    const id = await one('{"customer":"Budi"}');
    expect(await outbox.settle()).toBe(1);
    expect(await outbox.settle()).toBe(0);
    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request?.body.toString()).toBe('{"customer":"Budi"}');
    expect(request?.headers).toMatchObject({ 'request-id': id, 'client-id': merchant.clientId });
    expect(verified(request!)).toBe(true);
    expect(await outbox.row(merchant, id)).toMatchObject({
      state: 'delivered',
      attempts: 1,
      due_at: null,
      lease_until: null,
      done_at: expect.any(Number),
    });
    expect(await outbox.attempts(merchant, id)).toEqual([
      {
        attempt: 1,
        at: expect.any(Number),
        status: 201,
        error: null,
        answer: 'noted',
        duration_ms: expect.any(Number),
      },
    ]);
  });

  it('is tried again with the same id and body, a fresh timestamp and a right signature', async () => {
    server.behave(answering(500, 'broken'));
    const id = await one();
    await outbox.settle();
    server.behave(answering(200));
    await nextTry(id);
    expect(server.received).toHaveLength(2);
    const [first, second] = server.received;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['request-id']).toBe(id);
    expect(server.received.every((request) => verified(request))).toBe(true);
    expect((await outbox.attempts(merchant, id)).map(({ status }) => status)).toEqual([500, 200]);
    expect((await outbox.row(merchant, id)).state).toBe('delivered');
  });

  it('is not tried before it is due', async () => {
    server.behave(answering(500));
    const id = await one();
    await outbox.settle();
    const { due_at: dueAt } = await outbox.row(merchant, id);
    outbox.advance(dueAt! - outbox.clock.now() - 1000);
    expect(await outbox.settle()).toBe(0);
    outbox.advance(1001);
    expect(await outbox.settle()).toBe(1);
  });

  it('is exhausted after the eight tries of the durable schedule, over three days', async () => {
    server.behave(answering(500));
    const id = await one();
    await outbox.settle();
    for (let tries = 1; tries < 8; tries += 1) await nextTry(id);
    const row = await outbox.row(merchant, id);
    expect(row).toMatchObject({ state: 'exhausted', attempts: 8, due_at: null });
    const attempts = await outbox.attempts(merchant, id);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const days = (attempts.at(-1)!.at - row.created_at) / (24 * HOUR);
    expect(days).toBeGreaterThan(2.6);
    expect(days).toBeLessThan(3.4);
    expect(outbox.logged()).toContain(`"notificationId":"${id}"`);
    expect(outbox.logged()).not.toContain('90000');
  });

  it('follows the schedule that its merchant has chosen', async () => {
    merchant = await outbox.merchant(hook(), { notificationSchedule: 'doku' });
    server.behave(answering(400));
    const id = await one();
    await outbox.settle();
    const due: number[] = [];
    for (let tries = 1; tries < 4; tries += 1) {
      const row = await outbox.row(merchant, id);
      due.push(row.due_at! - row.created_at);
      await nextTry(id);
    }
    expect(due).toEqual([30 * MINUTE, 6 * HOUR, 12 * HOUR]);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'exhausted', attempts: 4 });
  });

  it('waits as long as the merchant asks for', async () => {
    server.behave(answering(503, '', { 'Retry-After': '3600' }));
    const id = await one();
    await outbox.settle();
    const { due_at: dueAt } = await outbox.row(merchant, id);
    const [attempt] = await outbox.attempts(merchant, id);
    expect(dueAt! - attempt!.at).toBeGreaterThanOrEqual(HOUR);
    expect(dueAt! - attempt!.at).toBeLessThan(HOUR + 5000);
  });

  it('for nobody is kept with what went wrong', async () => {
    const [id] = await outbox.enqueue(merchant, 'http://10.0.0.1/n', ['{}']);
    await outbox.settle();
    expect(await outbox.attempts(merchant, id!)).toMatchObject([
      { status: null, error: 'address_refused', answer: null },
    ]);
    expect(await outbox.row(merchant, id!)).toMatchObject({ state: 'pending', attempts: 1 });
  });

  it('that cannot be opened is tried, seen as a bug, and never sent', async () => {
    const id = await one();
    await outbox.db.rows({
      name: 'test-spoil',
      text: `update notifications set body = '\\x00' where merchant_id = $1`,
      values: [merchant.merchantId],
    });
    await outbox.settle();
    expect(await outbox.attempts(merchant, id)).toMatchObject([{ error: 'body_unreadable' }]);
    expect(server.received).toEqual([]);
    expect(outbox.logged()).toContain('a notification cannot be opened');
  });

  it('is signed with the newest key while an old one still runs', async () => {
    const overlap = { overlapMs: HOUR };
    const { secret } = await rotateKey(outbox.doors, merchant.merchantId, overlap);
    outbox.ctx.merchants.forget(merchant.clientId);
    await one();
    await outbox.settle();
    expect(verified(server.received[0]!, secret.reveal())).toBe(true);
    expect(server.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  });
});

describe('a URL that is gone', () => {
  it('ends the notification, disables the URL, and is called no more', async () => {
    server.behave(answering(410, 'gone'));
    const first = await one();
    await outbox.settle();
    expect(await outbox.row(merchant, first)).toMatchObject({
      state: 'undeliverable',
      attempts: 1,
    });
    outbox.ctx.merchants.forget(merchant.clientId);
    const told = await outbox.ctx.merchants.byId(merchant.merchantId);
    expect(told?.banks.get('cimb')?.notificationsDisabled).toBe(true);

    const second = await one();
    await outbox.settle();
    expect(await outbox.row(merchant, second)).toMatchObject({ state: 'undeliverable' });
    expect(await outbox.attempts(merchant, second)).toMatchObject([
      { status: null, error: 'url_disabled', duration_ms: 0 },
    ]);
    expect(server.received).toHaveLength(1);
  });

  it('takes what was undeliverable once it is set again', async () => {
    server.behave(answering(410));
    const id = await one();
    await outbox.settle();
    const moved = await startMerchantServer();
    await setNotificationUrl(outbox.doors, merchant.merchantId, 'cimb', hook(moved));
    const wanted = { merchantId: merchant.merchantId };
    expect(await resendNotifications(outbox.ctx, wanted, 'configured')).toBe(1);
    await outbox.settle();
    expect(moved.received).toHaveLength(1);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'delivered', attempts: 2 });
    await moved.close();
  });

  it('disables nothing when it is not the configured one', async () => {
    const other = await startMerchantServer();
    other.behave(answering(410));
    const [id] = await outbox.enqueue(merchant, hook(other), ['{}']);
    await outbox.settle();
    expect((await outbox.row(merchant, id!)).state).toBe('undeliverable');
    outbox.ctx.merchants.forget(merchant.clientId);
    const told = await outbox.ctx.merchants.byId(merchant.merchantId);
    expect(told?.banks.get('cimb')?.notificationsDisabled).toBe(false);
    await other.close();
  });
});

describe('at least once', () => {
  /** A door that brings the post across and then dies with the process. */
  function dying(): MerchantDoor {
    return {
      ...outbox.door,
      async post(post) {
        await outbox.door.post(post);
        throw new Error('killed');
      },
    };
  }

  it('a crash between sending and recording sends the same again', async () => {
    const id = await one();
    await expect(deliverDue(outbox.ctx, dying())).rejects.toThrow('killed');
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await outbox.settle()).toBe(0); // its lease still runs
    outbox.advance(MINUTE);
    expect(await outbox.settle()).toBe(1);
    const [first, second] = server.received;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['request-id']).toBe(first?.headers['request-id']);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it('a repeat of the recording after a lost answer changes nothing', async () => {
    const id = await one();
    const record = {
      merchantId: merchant.merchantId,
      notificationId: id,
      attempt: 1,
      began: outbox.clock.now(),
      status: 500,
      error: null,
      answer: null,
      durationMs: 3,
      next: { state: 'pending' as const, dueAt: outbox.clock.now() + 5000 },
      gone: false,
    };
    const write = recordAttempt(outbox.db, outbox.clock);
    await write(record);
    const after = await outbox.row(merchant, id);
    await write(record);
    expect(await outbox.row(merchant, id)).toEqual(after);
    expect(await outbox.attempts(merchant, id)).toHaveLength(1);
  });

  it('of two processes that sent the same, both attempts are kept and the acknowledgement stands', async () => {
    const id = await one();
    const write = recordAttempt(outbox.db, outbox.clock);
    const base = {
      merchantId: merchant.merchantId,
      notificationId: id,
      attempt: 1,
      error: null,
      answer: null,
      durationMs: 3,
      gone: false,
    };
    const began = outbox.clock.now();
    const later = { state: 'pending' as const, dueAt: began + 5000 };
    await write({ ...base, began, status: 500, next: later });
    const done = { state: 'delivered' as const, dueAt: null };
    await write({ ...base, began: began + 1, status: 200, next: done });
    await write({ ...base, began: began + 2, status: 500, next: later });
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'delivered', attempts: 3 });
    const statuses = (await outbox.attempts(merchant, id)).map(({ status }) => status);
    expect(statuses).toEqual([500, 200, 500]);
  });

  it('no two claims get the same, however many claim at once', async () => {
    const bodies = Array.from({ length: 60 }, () => '{}');
    await outbox.enqueue(merchant, hook(), bodies);
    const at = outbox.clock.now();
    const due = await findDue(outbox.db, at, { busy: [], share: 100, limit: 100 });
    const own = due.filter(({ merchantId }) => merchantId === merchant.merchantId);
    expect(own).toHaveLength(60);
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => leaseDue(outbox.db, own, at, at + MINUTE)),
    );
    const ids = claims.flat().map(({ notificationId }) => notificationId);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
  });

  it('several processes deliver each of many once', async () => {
    const bodies = Array.from({ length: 300 }, (_, n) => `{"n":${n}}`);
    await outbox.enqueue(merchant, hook(), bodies);
    for (let claimed = 1; claimed > 0;) {
      const counts = await Promise.all([1, 2, 3].map(() => deliverDue(outbox.ctx, outbox.door)));
      claimed = Math.max(...counts);
    }
    const got = server.received.map(({ body }) => body.toString());
    expect(got.toSorted()).toEqual(bodies.toSorted());
  });

  it('nothing is sent while a database transaction is open', async () => {
    const post = { url: hook(), headers: {}, body: Buffer.from('{}') };
    await expect(outbox.db.transaction(() => outbox.door.post(post))).rejects.toThrow(
      'no HTTP call while a transaction is open',
    );
    expect(server.connections).toBe(0);
  });
});

describe('what is due', () => {
  it('is claimed from merchants in turn, however long the queue of one is', async () => {
    const other = await outbox.merchant(hook());
    await outbox.enqueue(
      other,
      hook(),
      Array.from({ length: 50 }, () => '{}'),
    );
    outbox.advance(MINUTE);
    await outbox.enqueue(merchant, hook(), ['{}', '{}', '{}']);
    const at = outbox.clock.now();
    const wanted = { busy: [], share: 20, limit: 8 };
    const due = await findDue(outbox.db, at, wanted);
    const turns = due.map(({ merchantId }) => (merchantId === merchant.merchantId ? 'b' : 'a'));
    expect(turns.join('')).toBe('abababaa');
    const busy = [other.merchantId];
    expect(await findDue(outbox.db, at, { ...wanted, busy })).toHaveLength(3);
    expect(await findDue(outbox.db, at - HOUR, wanted)).toEqual([]);
  });
});

describe('a slow merchant', () => {
  it('has no more than its share of calls under way, and the others do not wait for it', async () => {
    const slow = await startMerchantServer();
    slow.behave(silent);
    const slowMerchant = await outbox.merchant(hook(slow));
    await outbox.enqueue(
      slowMerchant,
      hook(slow),
      Array.from({ length: 400 }, () => '{}'),
    );
    outbox.advance(1000); // its queue is older than what the others have
    const stop = new AbortController();
    const running = startDelivery(outbox.ctx, outbox.door, stop.signal);
    await slow.next();
    for (let n = 0; n < 5; n += 1) {
      const reached = server.next();
      await one();
      outbox.ctx.wake.now('notifications');
      await reached;
    }
    expect(slow.received.length).toBeLessThanOrEqual(16);
    stop.abort();
    await running;
    await slow.close();
  });

  it('is probed with one call at a time while nobody is there', async () => {
    const dead = await startMerchantServer();
    let most = 0;
    let counting = false;
    dead.behave(() => {
      if (counting) most = Math.max(most, dead.open.size);
    });
    const deadMerchant = await outbox.merchant(hook(dead));
    await outbox.enqueue(
      deadMerchant,
      hook(dead),
      Array.from({ length: 40 }, () => '{}'),
    );
    const stop = new AbortController();
    const running = startDelivery(outbox.ctx, outbox.door, stop.signal);
    for (let seen = 0; seen < 17; seen += 1) await dead.next();
    counting = true; // the first sixteen have run into their time-out
    await dead.next();
    stop.abort();
    await running;
    expect(most).toBe(1);
    await dead.close();
  });
});

describe('the running chore', () => {
  it('sends at once what a flow has just written, and stops with everything recorded', async () => {
    const stop = new AbortController();
    const running = startDelivery(outbox.ctx, outbox.door, stop.signal);
    const reached = server.next();
    const id = await one();
    outbox.ctx.wake.now('notifications');
    await reached;
    stop.abort();
    await running;
    expect((await outbox.row(merchant, id)).state).toBe('delivered');
  });

  it('finds by itself what another process has written', async () => {
    const stop = new AbortController();
    const running = startDelivery(outbox.ctx, outbox.door, stop.signal);
    for (let n = 0; n < 2; n += 1) {
      const reached = server.next();
      await one();
      await reached;
    }
    stop.abort();
    await running;
  });

  it('gives back what it has not sent when it is stopped', async () => {
    server.behave(silent);
    const ids = await outbox.enqueue(
      merchant,
      hook(),
      Array.from({ length: 40 }, () => '{}'),
    );
    const stop = new AbortController();
    const running = startDelivery(outbox.ctx, outbox.door, stop.signal);
    await server.next();
    stop.abort();
    await running;
    const rows = await Promise.all(ids.map((id) => outbox.row(merchant, id)));
    expect(rows.every((row) => row.lease_until === null)).toBe(true);
    const tried = rows.filter((row) => row.attempts === 1).length;
    expect(tried).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(16);
  });

  it('lives through a database that is away', async () => {
    const broken = { ...outbox.db };
    let away = 2;
    broken.rows = (query) => {
      if (query.name === 'notifications-due' && away > 0) {
        away -= 1;
        return Promise.reject(new Error('connection lost'));
      }
      return outbox.db.rows(query);
    };
    const stop = new AbortController();
    const ctx = { ...outbox.ctx, db: broken };
    const running = startDelivery(ctx, outbox.door, stop.signal);
    const reached = server.next();
    await one();
    await reached;
    stop.abort();
    await running;
    expect(away).toBe(0);
  });
});

describe('a database that takes no records', () => {
  it('does not have merchants flooded with what must be sent again', async () => {
    const broken = { ...outbox.db };
    broken.rows = (query) =>
      query.name === 'notifications-record'
        ? Promise.reject(new Error('disk full'))
        : outbox.db.rows(query);
    const stop = new AbortController();
    const clock = {
      ...outbox.clock,
      sleep(ms: number, signal?: AbortSignal) {
        if (ms >= 1000) stop.abort(); // it has seen the trouble and pauses
        return outbox.clock.sleep(ms, signal);
      },
    };
    const bodies = Array.from({ length: 1000 }, () => '{}');
    await outbox.enqueue(merchant, hook(), bodies);
    await startDelivery({ ...outbox.ctx, db: broken, clock }, outbox.door, stop.signal);
    const ids = server.received.map(({ headers }) => headers['request-id']);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(bodies.length / 2);
    expect(new Set(ids).size).toBe(ids.length);
    expect(outbox.logged()).toContain('could not be sent or recorded');
  });
});

describe('a resend', () => {
  it('sends one again, with the same id and body, and counts on', async () => {
    const id = await one();
    await outbox.settle();
    const name = { merchantId: merchant.merchantId, notificationId: id };
    expect(await resendNotification(outbox.ctx, name)).toBe(true);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'pending', done_at: null });
    await outbox.settle();
    const [first, second] = server.received;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['request-id']).toBe(id);
    expect((await outbox.attempts(merchant, id)).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('that is ordered while a try is under way is one more try after it', async () => {
    const id = await one();
    const name = { merchantId: merchant.merchantId, notificationId: id };
    let ordered: Promise<boolean> | undefined;
    server.behave((received, response) => {
      outbox.advance(1);
      ordered ??= resendNotification(outbox.ctx, name);
      void ordered.then(() => answering(200)(received, response));
    });
    await outbox.settle();
    expect(server.received).toHaveLength(2);
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('of what another merchant owns, or of nothing, is none', async () => {
    const id = await one();
    await outbox.settle();
    const other = await outbox.merchant(null);
    for (const notificationId of [id, outbox.ctx.random.id()]) {
      const name = { merchantId: other.merchantId, notificationId };
      expect(await resendNotification(outbox.ctx, name)).toBe(false);
    }
    expect(await outbox.settle()).toBe(0);
  });

  it('of what was exhausted is one more try', async () => {
    server.behave(answering(500));
    const id = await one();
    await outbox.settle();
    for (let tries = 1; tries < 8; tries += 1) await nextTry(id);
    const name = { merchantId: merchant.merchantId, notificationId: id };
    await resendNotification(outbox.ctx, name);
    await outbox.settle();
    expect(await outbox.row(merchant, id)).toMatchObject({ state: 'exhausted', attempts: 9 });
  });

  it('of many takes those that fit the filter, and by itself only what failed for good', async () => {
    const { merchantId } = merchant;
    const paid = await outbox.enqueue(merchant, hook(), ['{}', '{}'], 'payment.succeeded');
    await outbox.settle();
    outbox.advance(HOUR);
    const from = outbox.clock.now();
    server.behave(answering(410));
    const failed = await outbox.enqueue(merchant, hook(), ['{}', '{}', '{}'], 'payment.failed');
    await outbox.settle();

    const type = 'payment.succeeded';
    expect(await resendNotifications(outbox.ctx, { merchantId, type })).toBe(0);
    expect(await resendNotifications(outbox.ctx, { merchantId, to: from })).toBe(0);
    const state = 'delivered';
    expect(await resendNotifications(outbox.ctx, { merchantId, state, from })).toBe(0);
    expect(await resendNotifications(outbox.ctx, { merchantId, state, to: from })).toBe(2);
    expect(await resendNotifications(outbox.ctx, { merchantId, from })).toBe(3);
    const states = await Promise.all(
      [...paid, ...failed].map(async (id) => (await outbox.row(merchant, id)).state),
    );
    expect(new Set(states)).toEqual(new Set(['pending']));
  });

  it('of very many reaches them all', async () => {
    const ids = await outbox.enqueue(
      merchant,
      hook(),
      Array.from({ length: 2300 }, () => '{}'),
    );
    await outbox.db.rows({
      name: 'test-exhaust',
      text: `update notifications set state = 'exhausted', due_at = null where merchant_id = $1`,
      values: [merchant.merchantId],
    });
    const wanted = { merchantId: merchant.merchantId };
    expect(await resendNotifications(outbox.ctx, wanted)).toBe(ids.length);
    expect(await resendNotifications(outbox.ctx, wanted)).toBe(0);
  });
});
