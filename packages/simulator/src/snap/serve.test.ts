// An answer and the disk: none leaves before its effect is durable, none claims what the disk refused.
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PARTNER, startWorld } from '../../tests/world.ts';
import type { Customer, World } from '../../tests/world.ts';
import { BANK_PREFIX } from '../bank.ts';
import { openBank } from '../open-bank.ts';
import { buildServer } from '../server.ts';

let world: World;
let customer: Customer;
let app: FastifyInstance;
/** What the book says about durability, while a test says it in its place. */
let disk: Promise<void> | undefined;
let asked: PromiseWithResolvers<void>;

beforeEach(async () => {
  world = await startWorld();
  customer = await world.customer('800000000003');
  await world.simulator.close();
  const bank = await openBank({
    dataFolder: world.folder,
    partners: [PARTNER],
    clock: { now: () => world.time.now },
  });
  const { book } = bank;
  disk = undefined;
  asked = Promise.withResolvers();
  bank.book = {
    ...book,
    settled() {
      if (disk !== undefined) asked.resolve();
      return disk ?? book.settled();
    },
  };
  app = buildServer(bank);
  const url = await app.listen({ port: 0 });
  world.simulator = {
    ...world.simulator,
    url,
    baseUrl: url + BANK_PREFIX,
    async close() {
      await app.close();
      await book.close();
    },
  };
  await world.token();
});
afterEach(() => world.close());

test('a payment is answered when the disk has it, and not before', async () => {
  const written = Promise.withResolvers<void>();
  disk = written.promise;
  const paying = world.pay(customer).then(({ code }) => code);
  await asked.promise;
  const other = fetch(world.simulator.url).then(({ status }) => status);
  expect(await Promise.race([paying, other])).toBe(200);
  written.resolve();
  expect(await paying).toBe('2005400');
});

test('what is read about a payment waits for the disk as well', async () => {
  const paid = await world.pay(customer);
  const written = Promise.withResolvers<void>();
  disk = written.promise;
  const asking = world.status(paid.body.partnerReferenceNo).then(({ code }) => code);
  const reading = world.sandbox('GET', '/sandbox/book').then(({ status }) => `book ${status}`);
  await asked.promise;
  const other = fetch(world.simulator.url).then(({ status }) => status);
  expect(await Promise.race([asking, reading, other])).toBe(200);
  written.resolve();
  expect(await Promise.all([asking, reading])).toEqual(['2005500', 'book 200']);
});

test('a disk that refuses is an internal error, never a success', async () => {
  disk = Promise.reject(new Error('no space left'));
  disk.catch(() => undefined);
  const reply = await world.pay(customer);
  expect(reply).toMatchObject({ status: 500, code: '5005401', signed: true });
  expect((await world.sandbox('GET', '/sandbox/book')).status).toBe(500);
});
