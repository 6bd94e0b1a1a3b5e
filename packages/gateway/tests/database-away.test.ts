// PostgreSQL goes away under a running gateway and comes back: calls say so meanwhile, and nothing that was answered is
// lost, nothing that was begun is forgotten.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../src/base/migrate.ts';
import { startPostgres, type RunningPostgres } from '../src/sandbox/embedded-postgres.ts';
import { said } from './faulty-world.ts';
import type { Answered } from './merchant-client.ts';
import { startProcessWorld, type ProcessWorld } from './process-world.ts';
import { witness, type Witness } from './witness.ts';
import { BANK, booksOf, paymentBody, type Bound } from './world.ts';

let folder: string;
let postgres: RunningPostgres;
let door: Door;
let world: ProcessWorld;
let ear: Witness;
let bound: Bound;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-away-'));
  postgres = await startPostgres({ folder, password: 'test' });
  door = await openDoor(() => Number(new URL(postgres.url).port));
  await migrate(door.through(postgres.url));
  world = await startProcessWorld(door.through(postgres.url));
  ear = witness(world, world.merchant);
  await world.start();
  bound = await world.token('800000000003');
});

afterAll(async () => {
  await world.close();
  await door.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Door {
  /** The same URL, through the door. */
  through(url: string): string;
  close(): Promise<void>;
}

/** A port that stays the same while the database behind it comes back at another one. */
async function openDoor(port: () => number): Promise<Door> {
  const open = new Set<Socket>();
  const server: Server = createServer((front) => {
    const back = connect(port(), '127.0.0.1');
    for (const [one, other] of [[front, back] as const, [back, front] as const]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    through(url) {
      const changed = new URL(url);
      changed.port = String(own);
      return changed.href;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Ends the database without a checkpoint, as a crash would. */
async function crash(): Promise<void> {
  process.kill(postgres.pid, 'SIGQUIT');
  await postgres.ended;
}

async function comeBack(): Promise<void> {
  postgres = await startPostgres({ folder, password: 'test' });
}

const pay = (body: object, requestId: string) =>
  ear.merchant.post(`${BANK}/payment`, body, { requestId });

/** A refusal that says when to come back, signed although nobody can be looked up. */
function mustSayLater(answer: Answered): void {
  expect({ status: answer.status, code: answer.json.error.code as string }).toEqual({
    status: 503,
    code: 'server_unavailable',
  });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.verified).toBe(true);
}

test('a database that crashes and comes back loses nothing, while every call is told to wait', async () => {
  const before = randomUUID();
  const first = await pay(paymentBody(bound), before);
  expect(said(first)).toBe('SUCCESS');

  // One call has its money moved when the database goes.
  await world.sandbox('/sandbox/faults', { operation: 'pay', fault: 'slow', delay_ms: 1500 });
  const during = randomUUID();
  const body = paymentBody(bound);
  const debits = async () => (await world.sandbox<unknown[]>('/sandbox/book')).length;
  const interrupted = pay(body, during);
  await expect.poll(debits, { interval: 10 }).toBe(2);
  await crash();
  mustSayLater(await interrupted);

  // Others come while it is away: nothing of them reaches the bank.
  const away = randomUUID();
  const later = paymentBody(bound);
  mustSayLater(await pay(later, away));
  mustSayLater(await ear.merchant.get(`/orders/v1/status/${before}`));
  const ready = await fetch(`${world.url()}/readyz`);
  expect(ready.status).toBe(503);
  expect(await debits()).toBe(2);

  await comeBack();
  const status = async (requestId: string) => {
    const answer = await ear.merchant.get(`/orders/v1/status/${requestId}`);
    return (answer.json.transaction?.status ?? answer.json.error.code) as string;
  };
  await expect.poll(() => status(before), { timeout: 10_000 }).toBe('SUCCESS');
  expect(said(await pay(later, away))).toBe('SUCCESS');
  await world.advance(41);
  await expect.poll(() => status(during), { timeout: 10_000 }).toBe('SUCCESS');
  expect(said(await pay(body, during))).toBe('SUCCESS');
  expect(await debits()).toBe(3);
  await world.quiet();
  expect(await ear.faults()).toEqual([]);
  expect(await booksOf(world)).toEqual({ findings: [], differences: [] });
});
