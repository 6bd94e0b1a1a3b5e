// Does to the stage what the plan says. Each fault ends by itself after its time; none waits for another.
import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Span } from '../audit/types.ts';
import type { FaultLine } from '../logs.ts';
import type { Stage } from '../stage/types.ts';
import { LINKS, type Planned } from './schedule.ts';

export interface Breaker {
  /** Begins a fault; resolves when it is over and its victim is well again. Never rejects for what the fault causes. */
  do(planned: Planned): Promise<void>;
  /** Faults that came to pass, by kind: what was ordered and met no call or connection is not among them. */
  done(): Record<string, number>;
  /** Of them, processes that were ended by SIGKILL. */
  readonly kills: number;
  /** When some process's own clock was wrong. */
  readonly wrongClocks: readonly Span[];
  /** Waits until every fault that was begun is over; what the bank has not come to is called off. */
  over(): Promise<void>;
}

/** `log` is a file of JSON lines. */
export function createBreaker(stage: Stage, log: string, say: (words: string) => void): Breaker {
  const done: Record<string, number> = {};
  const busy = new Set<string>();
  const running = new Set<Promise<void>>();
  const wrongClocks: Span[] = [];
  let kills = 0;

  function note(kind: string, victim: string, detail: string, count = 1): void {
    done[kind] = (done[kind] ?? 0) + count;
    tell(kind, victim, detail);
  }

  /** Links count for themselves what they did to connections. */
  function tell(kind: string, victim: string, detail: string): void {
    const line: FaultLine = { at: Date.now(), kind, victim, detail };
    appendFileSync(log, `${JSON.stringify(line)}\n`);
  }

  /** A bank forgets what it was ordered when it is killed, and what is called off has not happened. */
  async function forgetOrders(): Promise<void> {
    const left = await stage.sandbox<{ fault: string; count: number }[]>('/sandbox/faults');
    for (const { fault, count } of left) {
      done[`bank ${fault}`] = (done[`bank ${fault}`] ?? 0) - count;
    }
  }

  /** One fault at a time on a process: a frozen one cannot be started, a dead one not be frozen. */
  async function alone(victim: string, work: () => Promise<void>): Promise<void> {
    if (busy.has(victim)) return;
    busy.add(victim);
    try {
      await work();
    } finally {
      busy.delete(victim);
    }
  }

  async function perform(planned: Planned): Promise<void> {
    switch (planned.kind) {
      case 'kill':
        return await alone(planned.part, async () => {
          const part = stage.part(planned.part);
          note('sigkill', planned.part, `away ${planned.awayMs} ms`);
          kills += 1;
          if (planned.part === 'bank') await forgetOrders();
          await part.kill();
          await delay(planned.awayMs);
          await part.start();
        });
      case 'freeze':
        return await alone(planned.part, async () => {
          const part = stage.part(planned.part);
          note('sigstop', planned.part, `${planned.lastsMs} ms`);
          part.freeze();
          await delay(planned.lastsMs);
          part.thaw();
        });
      case 'link': {
        const { link, fault, connections } = planned;
        tell(`link ${fault.kind}`, link, JSON.stringify(fault));
        const standing = fault.kind !== 'refuse' && fault.kind !== 'blackhole';
        const lift = stage.links[link].order(fault, { connections, now: standing });
        await delay(planned.lastsMs);
        return lift();
      }
      case 'reset': {
        const connections = stage.links[planned.link].resetAll();
        note('link reset', planned.link, `${connections} connections`, Math.min(connections, 1));
        return;
      }
      case 'reorder': {
        tell('link hold and release', planned.link, `${planned.lastsMs} ms`);
        const proxy = stage.links[planned.link];
        const lift = proxy.order({ kind: 'hold', direction: 'out' }, { connections: 6, now: true });
        await delay(planned.lastsMs);
        lift();
        return proxy.release('reversed');
      }
      case 'bank': {
        const { operation, fault, count, laterMs } = planned;
        note(`bank ${fault}`, operation, `next ${count}`, count);
        const order = { operation, fault, count, after_ms: laterMs, delay_ms: 400 };
        await stage.sandbox('/sandbox/faults', order);
        return;
      }
      case 'receiver':
        return await alone('receiver misbehaves', async () => {
          note('receiver misbehaves', 'receiver', `${Math.round(planned.share * 100)} %`);
          await stage.misbehave(planned.share, planned.lastsMs);
          await delay(planned.lastsMs);
          await stage.misbehave(0, planned.lastsMs);
        });
      case 'clock':
        note('clock jump', 'everybody', `${planned.seconds} s`);
        return await stage.advance(planned.seconds);
      case 'skew':
        return await alone(planned.part, async () => {
          note('clock skew', planned.part, `${planned.seconds} s`);
          const from = Date.now();
          stage.skew?.(planned.part, planned.seconds);
          await delay(planned.lastsMs);
          stage.skew?.(planned.part, 0);
          wrongClocks.push({ from, until: Date.now() });
        });
      case 'disk':
        return await alone('postgres', async () => {
          note('disk full', 'postgres', `${planned.lastsMs} ms`);
          await stage.disk?.fill();
          await delay(planned.lastsMs);
          await stage.disk?.free();
        });
    }
  }

  return {
    done() {
      const all = { ...done };
      for (const link of LINKS) {
        for (const [kind, n] of Object.entries(stage.links[link].done)) {
          all[`link ${kind}`] = (all[`link ${kind}`] ?? 0) + n;
        }
      }
      return Object.fromEntries(Object.entries(all).filter(([, n]) => n > 0));
    },
    wrongClocks,
    get kills() {
      return kills;
    },
    do(planned) {
      const work = perform(planned)
        .catch((error: unknown) => say(`${planned.kind}: ${String(error)}`))
        .finally(() => running.delete(work));
      running.add(work);
      return work;
    },
    async over() {
      while (running.size > 0) await Promise.all(running);
      await forgetOrders();
    },
  };
}
