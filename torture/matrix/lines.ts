// The crash matrix as a table.
import { grouped, ruleOfThree, type FigureLine } from '../report/figures.ts';
import { must, said } from '../report/lines.ts';
import type { MatrixFigures } from './figures.ts';

/** What a matrix came to, each line against what it must be. */
export function matrixLines(figures: MatrixFigures): FigureLine[] {
  const { asked, covered, notHit, violations, leftOut, ignored, combinations } = figures;
  const kills = Object.values(figures.kills).reduce((sum, n) => sum + n, 0);
  const left = Object.values(leftOut).reduce((sum, n) => sum + n, 0);
  return [
    said('Points of scenarios', grouped(figures.points), `${figures.places} different ones`),
    said('× phases × victims', grouped(combinations), `${figures.phases} × ${figures.victims}`),
    said('  make no sense', grouped(left), reasons(leftOut)),
    ...(Object.keys(ignored).length === 0
      ? []
      : [said('  points not played', sum(ignored), reasons(ignored))]),
    said('Runs', grouped(figures.runs), `median ${Math.round(figures.medianRunMs)} ms`),
    said('Killed or cut', grouped(kills), reasons(figures.kills)),
    must(
      'Combinations covered',
      `${grouped(covered)} of ${grouped(asked)}`,
      '100 %',
      covered === asked && asked > 0,
    ),
    must('Points never hit', notHit.length, '0', notHit.length === 0),
    must(
      'Violations',
      violations.length,
      '0',
      violations.length === 0,
      ruleOfThree(violations.length, covered),
    ),
  ];
}

/** What was found, and how to see it again. */
export function matrixFindings({ notHit, violations }: MatrixFigures): string[] {
  return [
    ...notHit.map((key) => `not hit: --only "${key}"`),
    ...violations.map(
      ({ key, violation: { invariant, subject, detail } }) =>
        `${invariant} ${subject}: ${detail} (--only "${key}")`,
    ),
  ];
}

function reasons(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([what, n]) => `${what} ${grouped(n)}`)
    .join(', ');
}

function sum(counts: Readonly<Record<string, number>>): string {
  return grouped(Object.values(counts).reduce((all, n) => all + n, 0));
}
