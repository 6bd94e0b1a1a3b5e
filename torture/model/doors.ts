// The doors of a gateway that lives inside a test: every call to the database or the bank waits until the scheduler picks
// it, time goes on only when a command says so, ids are counted, and a process can die between any two calls.
import type { Clock } from '../../packages/gateway/src/base/clock.ts';
import type { Db } from '../../packages/gateway/src/base/db.ts';
import type { Random } from '../../packages/gateway/src/base/random.ts';

/** What the scheduler of fast-check does for us: a task waits until it is picked. */
export interface Picker {
  schedule<T>(task: Promise<T>, label?: string): Promise<T>;
  waitOne(): Promise<void>;
  count(): number;
}

/** Thrown out of every door of a process that has died, so that nothing of it goes on. */
export class Died extends Error {
  override name = 'Died';
}

/** Something on its way outside every process: it arrives when it is picked, and at the latest at `by` (business ms). */
interface Freight {
  by: number;
  land(): void;
}

export interface Stage {
  /** Business time, epoch ms. */
  now(): number;
  /** Moves business and steady time; what must have arrived by then arrives first. */
  advance(ms: number): void;
  /** Counts up with every event of a run, so that the model can order what it saw. */
  tick(): number;
  clock: Clock;
  random: Random;
  /** Sends something on its way; it outlives the process that sent it. Without a label it arrives at `by`, not before. */
  carry(label: string | null, by: number, land: () => void): void;
  /** A gate that is passed when the scheduler picks it. */
  gate(label: string): Promise<void>;
  /** Holds the scheduler back while real work is under way. */
  flight<T>(work: () => Promise<T>): Promise<T>;
  /** Waits until everything that can go on has come to a gate. */
  calm(): Promise<void>;
  /** Lets the scheduler pick one waiting task; false when none waits. */
  pick(): Promise<boolean>;
  /** From now on nothing waits to be picked: what is asked for happens at once. */
  open(): void;
  isOpen(): boolean;
}

/** Turns of the event loop without any event after which nothing moves by itself. */
const CALM_TURNS = 3;

/** What waiting for a twin costs at least, ms of the steady clock: few polls instead of hundreds. */
const SLEEP_MS = 4_000;

/** A stage for one run; `run` keeps its ids apart from those of the other runs on the same database. */
export function createStage(picker: Picker, run: number, startAt: number): Stage {
  const freight = new Set<Freight>();
  let business = startAt;
  let steady = 1_000;
  let ids = 0;
  let ticks = 0;
  let flying = 0;
  let events = 0;
  let isOpen = false;
  let landed = Promise.withResolvers<undefined>();

  function nextId(version: string): string {
    ids += 1;
    const count = ids.toString(16).padStart(12, '0');
    return `${run.toString(16).padStart(8, '0')}-0000-${version}000-8000-${count}`;
  }

  const stage: Stage = {
    now: () => business,
    advance(ms) {
      for (const one of Array.from(freight)) if (one.by <= business + ms) one.land();
      business += ms;
      steady += ms;
    },
    tick: () => (ticks += 1),
    clock: {
      now: () => business,
      wall: () => business,
      steady: () => steady,
      async sleep(ms) {
        if (ms <= 10) return;
        await stage.gate('sleep');
        steady += Math.max(ms, SLEEP_MS);
      },
    },
    random: {
      id: () => nextId('7'),
      secretId: () => nextId('4'),
      bytes: (length) => Buffer.alloc(length, (ids += 1)),
      fraction: () => 0.5,
    },
    carry(label, by, land) {
      const one: Freight = {
        by,
        land() {
          if (!freight.delete(one)) return;
          events += 1;
          land();
        },
      };
      freight.add(one);
      events += 1;
      if (label === null) return;
      if (isOpen) void Promise.resolve().then(one.land);
      else void picker.schedule(Promise.resolve(), label).then(one.land);
    },
    async gate(label) {
      events += 1;
      if (!isOpen) await picker.schedule(Promise.resolve(), label);
      events += 1;
    },
    async flight(work) {
      flying += 1;
      try {
        return await work();
      } finally {
        flying -= 1;
        events += 1;
        landed.resolve(undefined);
        landed = Promise.withResolvers();
      }
    },
    async calm() {
      for (let turns = 0; turns < CALM_TURNS;) {
        if (flying > 0) await landed.promise;
        const before = events;
        await new Promise((resolve) => setImmediate(resolve));
        turns = flying === 0 && events === before ? turns + 1 : 0;
      }
    },
    async pick() {
      await stage.calm();
      if (picker.count() === 0) return false;
      await picker.waitOne();
      await stage.calm();
      return true;
    },
    open() {
      isOpen = true;
    },
    isOpen: () => isOpen,
  };
  return stage;
}

/** One process of the gateway, as long as it lives. */
export interface Life {
  name: string;
  alive(): boolean;
  /** Passes a gate, unless the process dies before. */
  pass(label: string): Promise<void>;
  /** As a promise of the outside, but rejected when the process dies before. */
  unlessDead<T>(outside: Promise<T>): Promise<T>;
  /** From now on nothing of it goes on. */
  die(): void;
}

/** Begins a life. */
export function createLife(stage: Stage, name: string): Life {
  const ends = new Set<(error: Died) => void>();
  let alive = true;
  const life: Life = {
    name,
    alive: () => alive,
    pass: (label) => life.unlessDead(alive ? stage.gate(`${name}: ${label}`) : Promise.resolve()),
    unlessDead(outside) {
      if (!alive) return Promise.reject(new Died(name));
      return new Promise((resolve, reject) => {
        ends.add(reject);
        outside.then(
          (value) => {
            if (ends.delete(reject)) resolve(value);
          },
          (error: Error) => {
            if (ends.delete(reject)) reject(error);
          },
        );
      });
    },
    die() {
      alive = false;
      for (const end of Array.from(ends)) {
        ends.delete(end);
        end(new Died(name));
      }
    },
  };
  return life;
}

/** How the next call to the database goes wrong: nothing was done, or it was done and the answer is lost. */
export type DbFault = 'before' | 'after';

/** The database as one process sees it: each statement waits for its turn, and may be lost before or after it is done. */
export function gatedDb(
  inner: Db,
  stage: Stage,
  life: Life,
  faults: DbFault[],
  away: () => Error,
): Db {
  return {
    async rows(query) {
      await life.pass(query.name);
      const fault = faults.shift();
      if (fault === 'before') throw away();
      const rows = await life.unlessDead(stage.flight(() => inner.rows<never>(query)));
      if (fault === 'after') throw away();
      return rows;
    },
    async transaction(work) {
      await life.pass('transaction');
      return await life.unlessDead(stage.flight(() => inner.transaction(work)));
    },
    close: () => Promise.resolve(),
  };
}

/** The clock of one process: whoever is dead sleeps no more, and wakes only to find its doors shut. */
export function gatedClock(stage: Stage, life: Life): Clock {
  return {
    ...stage.clock,
    async sleep(ms, signal) {
      if (!life.alive() || signal?.aborted === true) return;
      await life.unlessDead(stage.clock.sleep(ms)).catch(() => undefined);
    },
  };
}
