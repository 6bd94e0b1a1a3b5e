// What changes is told to the pages that listen: to whom it belongs, from whatever process, once, and after a break too.
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mountBackoffice } from '../src/backoffice/server.ts';
import { LiveEvent } from '../src/backoffice/contract/nouns.ts';
import type { Hub, Listener } from '../src/backoffice/live/hub.ts';
import { openStream } from '../src/backoffice/live/stream.ts';
import type { ReadingDoor } from '../src/base/reading.ts';
import type { Merchant } from '../src/merchants/merchant.ts';
import { OF_GATEWAY } from '../src/operators/doors.ts';
import { openTestReading, startOffice, type Office } from './backoffice-world.ts';
import { openTestDb } from './database.ts';

interface Heard {
  id: string | null;
  event: string;
  data: Record<string, unknown>;
}

interface Page {
  heard: Heard[];
  /** Of one kind of event, `message` for what has changed. */
  of(event: string): Heard[];
  lastId(): string;
  ended: Promise<void>;
  close(): void;
}

let office: Office;
let other: FastifyInstance;
let otherUrl: string;
let reading: ReadingDoor;
let one: Merchant;
let two: Merchant;
let finance: string;
const pages: Page[] = [];

beforeAll(async () => {
  office = await startOffice([], { recheckMs: 50 });
  // A second process: nothing is shared but the database.
  other = fastify();
  reading = openTestReading(office.databaseUrl);
  mountBackoffice(other, office.ctx, {
    authenticate: async (_ctx, cookie) => office.session(cookie ?? '') ?? null,
    reading,
    routes: [],
    version: '0.0.0',
  });
  otherUrl = await other.listen({ port: 0, host: '127.0.0.1' });
  one = await office.merchant();
  two = await office.merchant();
  finance = office.member('finance_maker', one);
});

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

afterAll(async () => {
  await other.close();
  await reading.close();
  await office.close();
});

/** Opens a page that listens, and waits until it does. */
async function listen(
  cookie: string,
  workspace: string,
  { url = office.url, after }: { url?: string; after?: string } = {},
): Promise<Page> {
  const over = new AbortController();
  const answer = await fetch(`${url}/backoffice/api/${workspace}/live`, {
    headers: { cookie, ...(after === undefined ? {} : { 'last-event-id': after }) },
    signal: over.signal,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  const heard: Heard[] = [];
  const page: Page = {
    heard,
    of: (event) => heard.filter((it) => it.event === event),
    lastId: () => heard.findLast(({ id }) => id !== null)?.id ?? '',
    ended: read(answer, heard),
    close: () => over.abort(),
  };
  pages.push(page);
  await expect.poll(() => page.of('ready')).toHaveLength(1);
  return page;
}

async function read(answer: Response, heard: Heard[]): Promise<void> {
  let text = '';
  try {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = new Map(
          part.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]),
        );
        const data = fields.get('data');
        if (data === undefined) continue;
        const event = fields.get('event') ?? 'message';
        heard.push({
          id: fields.get('id') ?? null,
          event,
          data: JSON.parse(data) as Heard['data'],
        });
      }
    }
  } catch {
    // The test has closed the page.
  }
}

let versions = 0;

/** Something happens to a payment of this merchant, wherever it was done. */
async function happens(
  merchant: Merchant,
  state = 'succeeded',
  at = office.clock.now(),
  id: string = randomUUID(),
): Promise<string> {
  await office.sql(HAPPENS, happening(merchant, state, id, at));
  return id;
}

const HAPPENS = `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, at)
                 values ($1, $2, $3, $4, 'x', $5, 'bank', $6)`;

function happening({ merchantId }: Merchant, state: string, id: string, at = office.clock.now()) {
  versions += 1;
  return [merchantId, id, versions, randomUUID(), state, new Date(at).toISOString()];
}

function payments(page: Page): unknown[] {
  return page.of('message').map(({ data }) => data['payment_id']);
}

beforeAll(async () => {
  await office.sql(
    'alter table payment_events drop constraint payment_events_merchant_id_payment_id_fkey',
  );
});

describe('a page', () => {
  test('hears what happens to its merchant, in the words of the contract, once', async () => {
    const page = await listen(finance, one.clientId);
    const first = await happens(one);
    const second = await happens(one, 'failed');
    await expect.poll(() => payments(page)).toEqual([first, second]);
    for (const { data } of page.of('message')) expect(LiveEvent.safeParse(data).success).toBe(true);
    expect(page.of('message')[1]!.data).toMatchObject({
      kind: 'payment',
      client_id: one.clientId,
      state: 'failed',
    });
    const third = await happens(one);
    await expect.poll(() => payments(page)).toEqual([first, second, third]);
    expect(page.of('reset')).toEqual([]);
  });

  test('hears nothing of another merchant, and a page over all of them hears both', async () => {
    const mine = await listen(finance, one.clientId);
    const theirs = await listen(office.member('viewer', two), two.clientId);
    const all = await listen(office.signIn({ gatewayRole: 'viewer' }), 'all');
    const [first, second] = [await happens(one), await happens(two)];
    await expect.poll(() => payments(all)).toEqual([first, second]);
    await expect.poll(() => payments(mine)).toEqual([first]);
    await expect.poll(() => payments(theirs)).toEqual([second]);
  });

  test('hears of what another process did, whichever process it listens to', async () => {
    const here = await listen(finance, one.clientId);
    const there = await listen(finance, one.clientId, { url: otherUrl });
    const id = await happens(one);
    await expect.poll(() => payments(here).at(-1)).toBe(id);
    await expect.poll(() => payments(there).at(-1)).toBe(id);
  });

  test('hears of what was committed late', async () => {
    const page = await listen(finance, one.clientId);
    const now = await happens(one);
    await expect.poll(() => payments(page)).toEqual([now]);
    const late = await happens(one, 'succeeded', office.clock.now() - 2500);
    await expect.poll(() => payments(page)).toEqual([now, late]);
  });

  test('hears of what was written before others and committed after them', async () => {
    const page = await listen(finance, one.clientId);
    const slowly = openTestDb(office.databaseUrl, 1);
    const told: string[] = [];
    const slow = randomUUID();
    await slowly.transaction(async (tx) => {
      await tx.rows({ name: '', text: HAPPENS, values: happening(one, 'succeeded', slow) });
      for (let n = 0; n < 3; n += 1) {
        told.push(await happens(one));
        await expect.poll(() => payments(page)).toEqual(told);
      }
    });
    await expect.poll(() => payments(page)).toEqual([...told, slow]);
    await slowly.close();
  });

  test('is asked to look sooner when a bell of its own process rings', async () => {
    const page = await listen(finance, one.clientId);
    const ids = [];
    const began = office.clock.steady();
    for (let n = 0; n < 5; n += 1) {
      ids.push(await happens(one));
      office.ctx.wake.now('payments');
      await expect.poll(() => payments(page), { interval: 10 }).toEqual(ids);
    }
    expect(office.clock.steady() - began).toBeLessThan(4000);
  });
});

describe('what else changes', () => {
  test('is told too: refunds, tokens, notifications with their attempts, and approvals', async () => {
    const page = await listen(finance, one.clientId);
    const viewer = await listen(office.member('viewer', one), one.clientId);
    const at = new Date(office.clock.now()).toISOString();
    const { merchantId } = one;
    const [refund, token, note, approval] = [1, 2, 3, 4].map(() => randomUUID());
    await office.sql(`do $$ begin set local session_replication_role = replica;
      insert into refunds (merchant_id, refund_id, payment_id, kind, state, version, last_move, amount, request_id, asked_at, due_at, created_at)
        values ('${merchantId}', '${refund}', '${refund}', 'merchant', 'requested', 1, '${refund}', 1, 'r', '${at}', '${at}', '${at}');
      insert into refund_events (merchant_id, refund_id, version, move_id, event, state, actor, at)
        values ('${merchantId}', '${refund}', 1, '${refund}', 'created', 'requested', 'merchant', '${at}');
      insert into token_events (merchant_id, token_id, version, move_id, event, state, actor, at)
        values ('${merchantId}', '${token}', 1, '${token}', 'x', 'active', 'bank', '${at}');
      insert into notifications (merchant_id, notification_id, subject_id, bank, type, sequence, url, body, due_at, created_at)
        values ('${merchantId}', '${note}', '${note}', 'cimb', 'payment', 1, 'https://a', '', '${at}', '${at}');
      insert into approvals (merchant_id, approval_id, kind, subject, asked, reason, asked_by, asked_at, expires_at)
        values ('${merchantId}', '${approval}', 'refund', 's', '{}', 'why', '${approval}', '${at}', '${at}');
      end $$`);
    const kinds = (of: Page) => of.of('message').map(({ data }) => String(data['kind']));
    await expect
      .poll(() => kinds(page).toSorted())
      .toEqual(['approval', 'notification', 'refund', 'token']);
    await expect.poll(() => kinds(viewer).toSorted()).toEqual(['notification', 'refund', 'token']);

    await office.sql(
      `update notifications set state = 'delivered', attempts = 1, due_at = null where notification_id = $1`,
      [note],
    );
    await office.sql(
      `insert into notification_attempts (merchant_id, notification_id, attempt, at, status, duration_ms)
       values ($1, $2, 1, $3, 200, 5)`,
      [merchantId, note, new Date(office.clock.now()).toISOString()],
    );
    await office.sql(
      `update approvals set state = 'withdrawn', version = 2 where approval_id = $1`,
      [approval],
    );
    await expect
      .poll(() =>
        page
          .of('message')
          .slice(4)
          .map(({ data }) => String(data['state']))
          .toSorted(),
      )
      .toEqual(['delivered', 'withdrawn']);
    for (const { data } of page.of('message')) expect(LiveEvent.safeParse(data).success).toBe(true);
  });
});

test('a request about people of the gateway is told to them alone', async () => {
  const gateway = await listen(office.signIn({ gatewayRole: 'admin' }), 'all');
  const page = await listen(finance, one.clientId);
  const [approval, person] = [randomUUID(), randomUUID()];
  await office.sql(
    `insert into approvals (merchant_id, approval_id, kind, subject, asked, reason, asked_by, asked_at, expires_at)
     values ($1, $2, 'team_role', $3::text, '{}', 'why', $3::uuid, $4, $4)`,
    [OF_GATEWAY, approval, person, new Date(office.clock.now()).toISOString()],
  );
  const told = { kind: 'approval', client_id: null, approval_id: approval, state: 'pending' };
  await expect.poll(() => gateway.of('message').map(({ data }) => data)).toEqual([told]);
  expect(LiveEvent.safeParse(told).success).toBe(true);
  expect(page.of('message')).toEqual([]);
});

describe('after a break', () => {
  test('a page goes on from the last change that it heard', async () => {
    const first = await listen(finance, one.clientId);
    const kept = await listen(finance, one.clientId);
    const before = await happens(one);
    await expect.poll(() => payments(first)).toEqual([before]);
    first.close();
    const missed = [await happens(one), await happens(one)];
    await expect.poll(() => payments(kept)).toEqual([before, ...missed]);
    const again = await listen(finance, one.clientId, { after: first.lastId() });
    await expect.poll(() => payments(again)).toEqual(missed);
    expect(again.of('reset')).toEqual([]);
  });

  test('a page is told to read anew where what it missed is not known here', async () => {
    for (const after of ['another.17', 'nonsense', '']) {
      const page = await listen(finance, one.clientId, { after });
      await expect.poll(() => page.of('reset')).toHaveLength(1);
    }
    const here = await listen(finance, one.clientId);
    const there = await listen(finance, one.clientId, { url: otherUrl, after: here.lastId() });
    await expect.poll(() => there.of('reset')).toHaveLength(1);
  });

  test('a page that missed more than is kept is told to read anew', async () => {
    const page = await listen(finance, one.clientId);
    await office.sql(
      `insert into payment_events (merchant_id, payment_id, version, move_id, event, state, actor, at)
       select $1, gen_random_uuid(), 1, gen_random_uuid(), 'x', 'succeeded', 'bank', $2 from generate_series(1, 2500)`,
      [one.merchantId, new Date(office.clock.now()).toISOString()],
    );
    await expect.poll(() => page.of('reset').length).toBeGreaterThan(0);
  });
});

describe('a page that does not read', () => {
  test('makes nothing pile up, and is told to read anew when it does', () => {
    let listener: Listener | undefined;
    const held: (() => void)[] = [];
    const written: string[] = [];
    const raw = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        held.push(done);
      },
    });
    const reply = {
      raw: Object.assign(raw, { writeHead: () => undefined }),
      hijack: () => undefined,
      getHeaders: () => ({}),
    } as unknown as FastifyReply;
    const hub: Hub = {
      listen: (one) => ((listener = one), 'hub.0'),
      leave: () => undefined,
      size: () => 1,
      close: async () => undefined,
    };
    openStream(office.clock, hub, reply, {
      scope: { workspace: 'all', merchantIds: null, ofGateway: true, role: 'viewer' },
      seesApprovals: true,
      lastId: undefined,
      recheckMs: 1000,
      mayStay: async () => true,
      onEnd: () => undefined,
    });
    for (let n = 1; n <= 10_000; n += 1) {
      const told = { id: `hub.${n}`, merchantId: one.merchantId, kind: 'payment' as const };
      listener!.hear({ ...told, json: JSON.stringify({ filling: 'x'.repeat(100) }) });
    }
    expect(raw.writableLength).toBeLessThan(200_000);
    for (let done = held.shift(); done !== undefined; done = held.shift()) done();
    return expect
      .poll(() => {
        for (let done = held.shift(); done !== undefined; done = held.shift()) done();
        return written.at(-1);
      })
      .toBe('id: hub.10000\nevent: reset\ndata: {}\n\n')
      .finally(() => raw.destroy());
  });
});

describe('a stream ends', () => {
  test('when its session has ended', async () => {
    const cookie = office.member('viewer', one);
    const page = await listen(cookie, one.clientId);
    office.signOut(cookie);
    await page.ended;
    expect(page.of('end')).toHaveLength(1);
  });

  test('when its person has lost the role, or the merchant', async () => {
    const cookie = office.member('finance_maker', one);
    const page = await listen(cookie, one.clientId);
    office.session(cookie).person.memberships = [];
    await page.ended;
    expect(page.of('end')).toHaveLength(1);
  });

  test('when the process leaves', async () => {
    const its = await startOffice();
    const merchant = await its.merchant();
    const page = await listen(its.member('viewer', merchant), merchant.clientId, { url: its.url });
    await Promise.all([its.close(), page.ended]);
  });

  test('and a person has so many at once and no more', async () => {
    const cookie = office.member('viewer', one);
    for (let n = 0; n < 20; n += 1) await listen(cookie, one.clientId);
    const more = await office.ask(`/${one.clientId}/live`, cookie);
    expect(more.status).toBe(503);
    await more.body?.cancel();
    pages.at(-1)!.close();
    await expect
      .poll(async () => {
        const page = await office.ask(`/${one.clientId}/live`, cookie);
        await page.body?.cancel();
        return page.status;
      })
      .toBe(200);
  });
});
