// What an audit has looked at and what it has found, by the number of the invariant.
import type { Violation } from './types.ts';

/** More than anybody reads; what comes after is counted and not kept. */
const KEPT = 20_000;

export interface Findings {
  /** Says that so many subjects of an invariant are looked at. */
  look(invariant: string, subjects?: number): void;
  /** Says that a subject breaks an invariant. */
  wrong(invariant: string, subject: string, detail: string): void;
  /** How often an invariant was found broken. */
  count(invariant: string): number;
  readonly violations: Violation[];
  readonly looked: Record<string, number>;
}

export function createFindings(): Findings {
  const violations: Violation[] = [];
  const looked: Record<string, number> = {};
  const counts = new Map<string, number>();
  return {
    look(invariant, subjects = 1) {
      looked[invariant] = (looked[invariant] ?? 0) + subjects;
    },
    wrong(invariant, subject, detail) {
      counts.set(invariant, (counts.get(invariant) ?? 0) + 1);
      if (violations.length < KEPT) violations.push({ invariant, subject, detail });
    },
    count: (invariant) => counts.get(invariant) ?? 0,
    violations,
    looked,
  };
}
