// Memory under attack, in short: each attack with some tens of connections, and banks and receivers that answer without
// end. The process stays small, serves everybody else, and has no connection left afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../packages/gateway/tests/database.ts';
import { ATTACKS } from './attacks.ts';
import { bindAccount, pay } from './bind.ts';
import { GROWTH_MIB, isBounded, runAttacks, watchWorld } from './bounded.ts';
import { residentBytes } from './child.ts';
import { HOSTILE_ANSWERS, startHostileServer, type HostileAnswer } from './hostile-server.ts';
import { BANK, startWorld, type World } from './world.ts';

const MIB = 1024 * 1024;
// An answer that never begins is waited for to the end of a call's time: once, at the receiver, is enough.
const MODES = (Object.keys(HOSTILE_ANSWERS) as HostileAnswer[]).filter(
  (mode) => mode !== 'interim answers without end',
);

const databases: FreshDatabase[] = [];

/** A world has keys of its own, and so a database of its own. */
async function ownDatabase(): Promise<string> {
  const database = await freshDatabase();
  databases.push(database);
  return database.url;
}
afterAll(async () => {
  for (const database of databases) await database.drop();
});

describe('hostile callers', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ worker: false, databaseUrl: await ownDatabase() });
  });
  afterAll(() => world.close());

  // Slow ones are waited for by the long form alone.
  const quick = ATTACKS.filter(
    ({ name }) => !/byte at a time|^answers that nobody|without a word/.test(name),
  );
  test.each(quick)(
    '$name',
    async (attack) => {
      const options = { connections: 100, withinMs: 60_000 };
      const [figure] = await runAttacks(world, options, [attack]);
      expect(figure?.honest).toBeGreaterThan(0);
      expect(figure && isBounded(figure), `bounded: ${JSON.stringify(figure)}`).toBe(true);
    },
    120_000,
  );
});

test('a bank that answers without end', { timeout: 240_000 }, async () => {
  const token = { responseCode: '2007300', responseMessage: 'Successful', accessToken: 'x' };
  const body = JSON.stringify({ ...token, tokenType: 'Bearer', expiresIn: '900' });
  const bank = await startHostileServer({ path: '/access-token/b2b', body });
  const world = await startWorld({
    worker: false,
    databaseUrl: await ownDatabase(),
    env: { TARIK_CIMB_URL: bank.url, TARIK_CIMB_SIGNED_ANSWERS: 'off' },
  });
  try {
    for (const mode of MODES) {
      bank.answer = mode;
      const [before, calls] = [residentBytes(world.gateway.pid), bank.calls()];
      const watch = watchWorld(world);
      const bind = (n: number) =>
        world.call(world.merchants.one, `${BANK}/token`, {
          customer: { id: `C-${n}` },
          debit_card: { account_mobile_phone: '62812345678' },
        });
      const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => bind(n)));
      const seen = await watch.end();
      expect(new Set(answers.map(({ status }) => status)), `answers to ${mode}`).toEqual(
        new Set([503]),
      );
      expect(bank.calls(), `calls that met ${mode}`).toBeGreaterThanOrEqual(calls + 40);
      expect(seen.failed, `honest calls during ${mode}`).toBe(0);
      expect(seen.mostMiB - before / MIB, `MiB for ${mode}`).toBeLessThan(GROWTH_MIB);
      await expect.poll(() => bank.open()).toBeLessThanOrEqual(2);
    }
  } finally {
    await world.close();
    await bank.close();
  }
});

test('a receiver that answers without end delays nobody else', { timeout: 240_000 }, async () => {
  const receiver = await startHostileServer();
  const world = await startWorld({ worker: true, databaseUrl: await ownDatabase() });
  const { one, two } = world.merchants;
  const pid = world.worker?.pid ?? 0;
  try {
    const bound = await bindAccount(world, one, '800000000003');
    const other = await bindAccount(world, two, '800000000003');
    const moved = await fetch(
      `${world.gateway.url}/sandbox/merchants/${one.clientId}/notification-url`,
      {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ url: receiver.url, bank: 'cimb' }),
      },
    );
    expect(moved.status).toBe(200);
    for (const mode of ['a body without end', 'interim answers without end'] as const) {
      receiver.answer = mode;
      const [before, calls, told] = [residentBytes(pid), receiver.calls(), world.notified()];
      const watch = watchWorld(world, pid);
      for (let n = 0; n < 4; n += 1) {
        await pay(world, one, bound, { invoice: `${mode} ${n}`, amount: 5 });
        await pay(world, two, other, { invoice: `${mode} ${n}`, amount: 5 });
      }
      await expect.poll(() => receiver.calls(), { timeout: 60_000 }).toBeGreaterThan(calls);
      await expect.poll(() => world.notified(), { timeout: 60_000 }).toBe(told + 4);
      const seen = await watch.end();
      expect(seen.mostMiB - before / MIB, `MiB for ${mode}`).toBeLessThan(GROWTH_MIB);
    }
  } finally {
    await world.close();
    await receiver.close();
  }
});
