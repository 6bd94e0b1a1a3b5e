import { describe, expect, it } from 'vitest';
import { createLanes, type Job, type LaneSettings, type Lanes } from './lanes.ts';

interface Yard {
  lanes: Lanes;
  /** Names of the jobs in the order in which they began. */
  begun: string[];
  /** How often a merchant that had no room got some. */
  rooms: number;
  /** Moves the steady clock, ms. */
  pass(ms: number): void;
  /** Adds jobs that stay under way until they are ended. */
  add(merchant: string, count: number): void;
  /** Ends the oldest job under way of a merchant. */
  end(merchant: string, met?: boolean): Promise<void>;
}

function yard(settings: Partial<LaneSettings> = {}): Yard {
  let now = 0;
  const flying = new Map<string, ((met: boolean) => void)[]>();
  const counts = new Map<string, number>();
  const one: Yard = {
    lanes: createLanes({
      width: 2,
      overall: 100,
      window: 8,
      maxWindow: 32,
      steady: () => now,
      onRoom: () => {
        one.rooms += 1;
      },
      ...settings,
    }),
    begun: [],
    rooms: 0,
    pass(ms) {
      now += ms;
    },
    add(merchant, count) {
      const jobs = Array.from({ length: count }, (): Job => {
        const n = (counts.get(merchant) ?? 0) + 1;
        counts.set(merchant, n);
        return () => {
          one.begun.push(`${merchant}${n}`);
          return new Promise((resolve) => {
            flying.set(merchant, [...(flying.get(merchant) ?? []), resolve]);
          });
        };
      });
      one.lanes.add(merchant, jobs);
    },
    async end(merchant, met = true) {
      flying.get(merchant)?.shift()?.(met);
      await new Promise(setImmediate);
    },
  };
  return one;
}

describe('lanes', () => {
  it('begin as many jobs of a merchant as a lane is wide, in order', async () => {
    const { add, end, begun } = yard();
    add('a', 4);
    expect(begun).toEqual(['a1', 'a2']);
    await end('a');
    expect(begun).toEqual(['a1', 'a2', 'a3']);
  });

  it('let no merchant wait for another', () => {
    const { add, begun } = yard();
    add('a', 8);
    add('b', 1);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
  });

  it('take turns where the process as a whole is full', async () => {
    const { add, end, begun } = yard({ overall: 2 });
    add('a', 4);
    add('b', 2);
    add('c', 1);
    for (const merchant of ['a', 'a', 'b', 'c', 'a']) await end(merchant);
    expect(begun.slice(0, 5)).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
    expect(begun).toHaveLength(7);
  });

  it('take on more only when half of the window is done', async () => {
    const one = yard({ width: 4 });
    expect(one.lanes.room('a')).toBe(8);
    one.add('a', 8);
    expect(one.lanes.busy()).toEqual(['a']);
    for (let n = 0; n < 3; n += 1) await one.end('a');
    expect([one.lanes.room('a'), one.rooms]).toEqual([0, 0]);
    await one.end('a');
    expect([one.lanes.room('a'), one.rooms]).toEqual([4, 1]);
    expect(one.lanes.busy()).toEqual([]);
  });

  it('widen the window of a merchant that is quick, to a limit, and narrow it again', async () => {
    const one = yard();
    const windows: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      one.add('a', one.lanes.room('a'));
      while (one.lanes.load() > 0) await one.end('a');
      windows.push(one.lanes.room('a'));
      one.pass(10);
    }
    expect(windows).toEqual([8, 16, 32, 32, 32]);
    one.pass(5000);
    one.add('a', one.lanes.room('a'));
    while (one.lanes.load() > 0) await one.end('a');
    expect(one.lanes.room('a')).toBe(8);
  });

  it('give a merchant whose call found nobody one call at a time, until one finds somebody', async () => {
    const { add, end, begun, lanes } = yard({ width: 4 });
    add('a', 8);
    for (let n = 0; n < 4; n += 1) await end('a', false);
    expect(begun).toHaveLength(5);
    expect(lanes.room('a')).toBe(0);
    await end('a', false);
    expect(begun).toHaveLength(6);
    await end('a', true);
    expect(begun).toHaveLength(8);
  });

  it('tell when nothing is left', async () => {
    const { add, end, lanes } = yard();
    await lanes.idle();
    add('a', 3);
    let idle = false;
    const over = lanes.idle().then(() => (idle = true));
    await end('a');
    await end('a');
    expect([idle, lanes.load()]).toEqual([false, 1]);
    await end('a');
    await over;
    expect(lanes.load()).toBe(0);
  });
});
