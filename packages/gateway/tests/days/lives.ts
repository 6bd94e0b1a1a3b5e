// Processes that may die at any of their effects: before or after a statement, before a commit or after it, before the bank is
// asked or when it has answered. The next one has doors of its own and knows only what is stored. Several may work at once.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { FLAVOURS } from '../../src/api/flavours.ts';
import { buildServer } from '../../src/api/server.ts';
import type { Bank } from '../../src/banks/bank.ts';
import type { Db } from '../../src/base/db.ts';
import { createWake } from '../../src/base/wake.ts';
import type { Context } from '../../src/context.ts';
import { createDirectory } from '../../src/merchants/directory.ts';
import type { PayoutDoor } from '../../src/settlement/payout-door.ts';
import type { Chance } from '../chance.ts';
import type { World } from '../world.ts';

/** Thrown out of every door of a process that has died, so that nothing of it goes on. */
export class Died extends Error {
  override name = 'Died';
}

/** A process, as long as it lives. */
export interface Life {
  ctx: Context;
  isAlive(): boolean;
  /** The doors to the payouts of the bank, for the chore that takes them. */
  payouts(door: PayoutDoor): PayoutDoor;
  /** What answers its calls; it is built when the first one comes. */
  server(): Promise<Server>;
}

type Server = ReturnType<typeof buildServer>;

export interface Lives {
  /** Where merchants and the bank reach whichever process lives. */
  url: string;
  /** How often one has died, by where. */
  deaths: ReadonlyMap<string, number>;
  /** Errors that one has logged while it lived: each is a bug of ours. */
  bugs: readonly string[];
  /** Longer than any lease since somebody died: what that one held is free. */
  rested(): boolean;
  waitForLeases(): void;
  /** Does something once: null where the process died over it. What it has done or not is as it may be. */
  once<T>(work: (life: Life) => Promise<T>): Promise<T | null>;
  /** Does things at once, each by a process of its own; null for those whose process died over it. */
  together<T>(works: readonly ((life: Life) => Promise<T>)[]): Promise<(T | null)[]>;
  /** Does something, again by the next process where one died over it. */
  untilDone<T>(work: (ctx: Context) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Longer than every lease, seconds. */
const LONGEST_LEASE = 6 * 60;
/** One of several waits before an effect for so many turns at most: about as long as some statements take. */
const TURNS = 40;

/** Processes on the database and the bank of a world; `rate`: how likely one dies at an effect that nobody has died at. */
export async function startLives(world: World, chance: Chance, rate: number): Promise<Lives> {
  const deaths = new Map<string, number>();
  const bugs: string[] = [];
  let current: Life | null = null;
  let leased = false;

  const front = createServer((request, response) => {
    void born()
      .server()
      .then((server) => server.routing(request, response));
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;

  /** Dies here, or goes on. Where nobody has died yet, one dies more easily. In a crowd it lets others go first now and then. */
  function mortal(isCrowded: boolean): { step: Step; isAlive(): boolean } {
    let alive = true;
    return {
      isAlive: () => alive,
      async step(point) {
        if (isCrowded && chance.is(0.5)) {
          for (let turns = chance.whole(1, TURNS); turns > 0; turns -= 1) await turn();
        }
        if (!alive) throw new Died(point);
        const before = deaths.get(point) ?? 0;
        if (!chance.is(rate / (1 + before) ** 2)) return;
        deaths.set(point, before + 1);
        alive = false;
        leased = true;
        throw new Died(point);
      },
    };
  }

  function begin(isCrowded = false): Life {
    const { step, isAlive } = mortal(isCrowded);
    const db = mortalDb(world.ctx.db, step);
    const { clock, sealer, log } = world.ctx;
    const ctx: Context = {
      ...world.ctx,
      db,
      log: {
        ...log,
        error(message, fields, error) {
          if (error !== undefined && isAlive()) bugs.push(`${message}: ${inspect(error)}`);
          log.error(message, fields, error);
        },
      },
      banks: new Map([...world.ctx.banks].map(([slug, bank]) => [slug, mortalBank(bank, step)])),
      // Its second passes with the days: one of the wall would outlast a whole day, and what was agreed in it.
      merchants: createDirectory({ db, clock: { ...clock, steady: () => clock.now() }, sealer }),
      wake: createWake(),
      publicUrl: url,
    };
    let server: Promise<Server> | null = null;
    return {
      ctx,
      isAlive,
      payouts: (door) => mortalPayouts(door, step),
      server: () => (server ??= readyServer(ctx)),
    };
  }

  /** The one that lives now, or the next one. */
  function born(): Life {
    if (current?.isAlive() !== true) current = begin();
    return current;
  }

  async function once<T>(work: (life: Life) => Promise<T>, life: Life = born()): Promise<T | null> {
    try {
      const done = await work(life);
      if (life.isAlive()) return done;
    } catch (error) {
      if (life.isAlive()) throw error;
    }
    // The next one does not stand there at once.
    world.advance(chance.pick([1, 45, 400]));
    return null;
  }

  return {
    url,
    deaths,
    bugs,
    rested: () => !leased,
    waitForLeases() {
      leased = false;
      world.advance(LONGEST_LEASE);
    },
    once,
    async together(works) {
      const came = await Promise.allSettled(works.map((work) => once(work, begin(true))));
      return came.map((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value;
      });
    },
    async untilDone(work) {
      for (;;) {
        const done = await once(async ({ ctx }) => ({ is: await work(ctx) }));
        if (done !== null) return done.is;
      }
    },
    async close() {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}

async function readyServer(ctx: Context): Promise<Server> {
  const server = buildServer(ctx, { flavours: FLAVOURS });
  await server.ready();
  return server;
}

type Step = (point: string) => Promise<void>;

function mortalDb(db: Db, step: Step): Db {
  return {
    async rows<R>(query: Parameters<Db['rows']>[0]): Promise<R[]> {
      await step(`before ${query.name}`);
      const found = await db.rows<R>(query);
      await step(`after ${query.name}`);
      return found;
    },
    async transaction(work) {
      let last = 'nothing';
      const done = await db.transaction(async (tx) => {
        const result = await work({
          rows: async (query) => {
            await step(`before ${query.name}, in a transaction`);
            last = query.name;
            return await tx.rows(query);
          },
        });
        await step(`before the commit of ${last}`);
        return result;
      });
      await step(`after the commit of ${last}`);
      return done;
    },
    close: () => Promise.resolve(),
  };
}

/** Only what asks the bank is an effect; the rest of it is data. */
function mortalBank(bank: Bank, step: Step): Bank {
  const asks = ['pay', 'verifyOtp', 'inquire', 'refund', 'inquireRefund', 'renewAccess'] as const;
  const own = Object.fromEntries(
    asks.map((name) => [
      name,
      async (...args: unknown[]) => {
        await step(`before the bank's ${name}`);
        const answer = await (bank[name] as (...all: unknown[]) => Promise<unknown>)(...args);
        await step(`after the bank's ${name}`);
        return answer;
      },
    ]),
  );
  return { ...bank, ...own };
}

function mortalPayouts(door: PayoutDoor, step: Step): PayoutDoor {
  return {
    async send(...file) {
      await step('before a payout file is sent');
      const answer = await door.send(...file);
      await step('after a payout file was sent');
      return answer;
    },
    async report(...file) {
      await step('before a report is asked for');
      const answer = await door.report(...file);
      await step('after a report was asked for');
      return answer;
    },
  };
}
