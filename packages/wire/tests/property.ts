// How randomised tests run here: the seed is printed, and given back to repeat a run.
import fc from 'fast-check';

const seed = Number(process.env['TARIK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
process.stdout.write(`TARIK_SEED=${seed}\n`);

/** `count` random values, for a check that awaits something else than a property. */
export function samples<T>(values: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(values, { seed, numRuns: count });
}

/**
 * Checks a property over random inputs; a failure names the seed and the smallest counterexample.
 */
export function holds<Ts extends [unknown, ...unknown[]]>(
  property: fc.IPropertyWithHooks<Ts>,
  numRuns = 500,
): void {
  fc.assert(property, { seed, numRuns });
}
