// An outbox for tests: a real database, merchants with a URL, notifications put in as the flows put
// them, a clock that the test moves, and the chore run by hand.
import type { Context } from '../src/context.ts';
import { systemClock, type MovableClock } from '../src/base/clock.ts';
import { instant, type Db } from '../src/base/db.ts';
import { createLog } from '../src/base/log.ts';
import { createMetrics } from '../src/base/metrics.ts';
import { systemRandom } from '../src/base/random.ts';
import { createSealer } from '../src/base/secrets.ts';
import { createWake } from '../src/base/wake.ts';
import { activateBank } from '../src/merchants/activate-bank.ts';
import { createMerchant, type MerchantDoors } from '../src/merchants/create.ts';
import { createDirectory } from '../src/merchants/directory.ts';
import type { ChangedSettings } from '../src/merchants/settings.ts';
import { deliverDue } from '../src/notifications/deliver.ts';
import {
  createMerchantDoor,
  type DoorLimits,
  type MerchantDoor,
} from '../src/notifications/door.ts';
import { freshDatabase, openTestDb } from './database.ts';

export interface OutboxMerchant {
  merchantId: string;
  clientId: string;
  secret: string;
}

export interface NotificationRow {
  notification_id: string;
  state: string;
  attempts: number;
  url: string;
  due_at: number | null;
  lease_until: number | null;
  created_at: number;
  done_at: number | null;
}

export interface AttemptRow {
  attempt: number;
  at: number;
  status: number | null;
  error: string | null;
  answer: string | null;
  duration_ms: number;
}

export interface Outbox {
  ctx: Context;
  doors: MerchantDoors;
  db: Db;
  clock: MovableClock;
  door: MerchantDoor;
  /** Every line that was logged. */
  logged(): string;
  advance(ms: number): void;
  merchant(url: string | null, settings?: ChangedSettings): Promise<OutboxMerchant>;
  /** Puts notifications in, due now; answers their ids. */
  enqueue(
    to: OutboxMerchant,
    url: string,
    bodies: readonly string[],
    type?: string,
  ): Promise<string[]>;
  /** Runs the chore until nothing is due. */
  settle(): Promise<number>;
  row(to: OutboxMerchant, notificationId: string): Promise<NotificationRow>;
  attempts(to: OutboxMerchant, notificationId: string): Promise<AttemptRow[]>;
  close(): Promise<void>;
}

/** Opens an outbox in a database of its own. */
export async function openOutbox(limits?: DoorLimits): Promise<Outbox> {
  const database = await freshDatabase();
  const db = openTestDb(database.url, 6);
  const clock = systemClock();
  const random = systemRandom();
  const sealer = createSealer([random.bytes(32)], random.bytes(32));
  const lines: string[] = [];
  const door = createMerchantDoor({
    clock,
    sandbox: true,
    allow: [],
    ...(limits === undefined ? {} : { limits }),
  });
  const ctx: Context = {
    db,
    clock,
    random,
    sealer,
    log: createLog('debug', { write: (line: string) => void lines.push(line) }),
    metrics: createMetrics(false),
    banks: new Map(),
    collecting: new Map(),
    merchants: createDirectory({ db, clock, sealer }),
    door,
    renderer: { payment: unused, refund: unused, token: unused },
    wake: createWake(),
    publicUrl: '',
    sandbox: true,
  };
  const doors = { db, clock, random, sealer };
  return {
    ctx,
    doors,
    db,
    clock,
    door,
    logged: () => lines.join(''),
    advance: (ms) => clock.setOffset(clock.offset() + ms),
    async merchant(url, settings = {}) {
      const made = await createMerchant(doors, { name: 'Toko', settings });
      await activateBank(doors, made.merchantId, {
        bank: 'cimb',
        key: 'key',
        secret: 'secret',
        notificationUrl: url,
      });
      return {
        merchantId: made.merchantId,
        clientId: made.clientId,
        secret: made.secret.reveal(),
      };
    },
    async enqueue({ merchantId }, url, bodies, type = 'payment.succeeded') {
      const ids = bodies.map(() => random.id());
      const place = { table: 'notifications', column: 'body', merchantId };
      await db.rows({
        name: 'test-enqueue',
        text: 'select enqueue_notifications($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        values: [
          merchantId,
          instant(clock.now()),
          ids.map(() => merchantId),
          ids,
          ids,
          ids.map(() => 'cimb'),
          ids.map(() => type),
          ids.map(() => 1),
          ids.map(() => url),
          bodies.map((body, n) => sealer.seal({ ...place, row: ids[n]! }, body)),
        ],
      });
      return ids;
    },
    async settle() {
      let count = 0;
      for (let rounds = 0, done = 1; done > 0; rounds += 1) {
        if (rounds > 500) throw new Error('the outbox does not come to rest');
        done = await deliverDue(ctx, door);
        count += done;
      }
      return count;
    },
    async row({ merchantId }, notificationId) {
      const [row] = await db.rows<NotificationRow>({
        name: 'test-notification',
        text: `select notification_id, state, attempts, url, due_at, lease_until, created_at, done_at
                 from notifications where merchant_id = $1 and notification_id = $2`,
        values: [merchantId, notificationId],
      });
      if (row === undefined) throw new Error('there is no such notification');
      return row;
    },
    attempts: ({ merchantId }, notificationId) =>
      db.rows<AttemptRow>({
        name: 'test-attempts',
        text: `select attempt, at, status, error, answer, duration_ms from notification_attempts
                where merchant_id = $1 and notification_id = $2 order by attempt`,
        values: [merchantId, notificationId],
      }),
    async close() {
      await door.close();
      await db.close();
      await database.drop();
    },
  };
}

function unused(): never {
  throw new Error('nothing is worded in these tests');
}
