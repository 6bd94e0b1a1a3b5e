import { describe, expect, test } from 'vitest';
import { createMetrics } from '../base/metrics.ts';
import { Refusal } from '../base/refusal.ts';
import { createWake } from '../base/wake.ts';
import type { Context } from '../context.ts';
import { runLoop } from './loop.ts';

describe('a chore', () => {
  test('goes on without a rest while it finds work', async () => {
    const world = aWorld();
    await world.run([3, 1, 0]);
    expect(world.log).toEqual(['found 3', 'found 1', 'found 0', 'rests 250']);
  });

  test('is cut short in its rest by a wake-up of its kind', async () => {
    const world = aWorld();
    world.onRest = () => world.ctx.wake.now('payments');
    await world.run([0, 2, 0]);
    expect(world.log).toEqual(['found 0', 'rests 250', 'found 2', 'found 0', 'rests 250']);
  });

  test('does not rest when it was woken while it still worked', async () => {
    const world = aWorld();
    world.onWork = (n) => n === 0 && world.ctx.wake.now('payments');
    await world.run([0, 0]);
    expect(world.log).toEqual(['found 0', 'found 0', 'rests 250']);
  });

  test('waits longer and longer while it fails, and as before once it works again', async () => {
    const world = aWorld();
    const fault = new Error('broken');
    await world.run([fault, fault, fault, 0, fault, 0]);
    const words =
      'failed, rests 250, failed, rests 500, failed, rests 1000, found 0, rests 250, ' +
      'failed, rests 250, found 0, rests 250';
    expect(world.log).toEqual(words.split(', '));
    expect(await world.bugs()).toBe(4);
  });

  test('is not called broken while the database is away', async () => {
    const world = aWorld();
    await world.run([new Refusal('database_unavailable'), 0]);
    expect(world.log).toEqual(['waits database_unavailable', 'rests 250', 'found 0', 'rests 250']);
    expect(await world.bugs()).toBe(0);
  });

  test('ends its round before it stops', async () => {
    const world = aWorld();
    const { promise: working, resolve: finish } = Promise.withResolvers<number>();
    const loop = runLoop(
      world.ctx,
      { name: 'slow', restMs: 1, run: () => working },
      world.ending.signal,
    );
    world.ending.abort();
    let over = false;
    void loop.then(() => (over = true));
    await new Promise(setImmediate);
    expect(over).toBe(false);
    finish(1);
    await loop;
  });
});

function aWorld() {
  const log: string[] = [];
  const ending = new AbortController();
  const metrics = createMetrics(false);
  const world = {
    log,
    ending,
    onWork: (_n: number): unknown => undefined,
    onRest: (): unknown => undefined,
    ctx: {
      metrics,
      wake: createWake(),
      random: { fraction: () => 0.5 },
      log: {
        error: () => log.push('failed'),
        warn: (_message: string, fields: { code: string }) => log.push(`waits ${fields.code}`),
      },
      clock: {
        async sleep(ms: number) {
          log.push(`rests ${ms}`);
          world.onRest();
        },
      },
    } as unknown as Context,
    bugs: async () => (await metrics.bugs.get()).values[0]?.value ?? 0,
    /** Lets the chore find these, one round after the other, and ends it in the rest after the last. */
    async run(rounds: (number | Error)[]): Promise<void> {
      let n = 0;
      const last = world.onRest;
      world.onRest = () => (n === rounds.length ? ending.abort() : last());
      await runLoop(
        world.ctx,
        {
          name: 'test',
          kind: 'payments',
          restMs: 250,
          async run() {
            const round = rounds[n]!;
            world.onWork(n);
            n += 1;
            if (round instanceof Error) throw round;
            log.push(`found ${round}`);
            return round;
          },
        },
        ending.signal,
      );
    },
  };
  return world;
}
