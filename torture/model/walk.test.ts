// Every order of events, to the depth of eight: two payments, one refund, callbacks, crashes, and a clock.
import { describe, expect, test } from 'vitest';
import { walk } from './walk.ts';

describe('no order of events loses money, doubles it or leaves a payment without a next look', () => {
  test.each([
    { name: 'two payments and a refund, to depth 8', payments: 2, depth: 8, keepsPromise: true },
    {
      name: 'two payments, and a bank that acts too late',
      payments: 2,
      depth: 8,
      keepsPromise: false,
    },
    { name: 'one payment and its refund, to depth 10', payments: 1, depth: 10, keepsPromise: true },
  ] as const)(
    '$name',
    ({ name, ...settings }) => {
      const { states, edges, events, faults } = walk(settings);
      process.stdout.write(`${name}: ${states} states, ${edges} edges, ${events.size} events\n`);
      expect(faults).toEqual([]);
      expect(states).toBeGreaterThan(10_000);
      expect([...events.keys()]).toContain('refund is answered');
    },
    120_000,
  );
});
