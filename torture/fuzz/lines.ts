// A fuzz run, and the attacks on memory, as a table.
import { duration, grouped, ruleOfThree, type FigureLine } from '../report/figures.ts';
import { must, said } from '../report/lines.ts';
import { GROWTH_MIB, isBounded, type BoundedFigure } from './bounded.ts';
import type { FuzzFigures } from './fuzz.ts';

/** What the requests came to, each line against what it must be. */
export function fuzzLines(figures: FuzzFigures, asked: number): FigureLine[] {
  const { sent, accepted, provedWithoutEffect: proved, fiveHundreds, failed, slowestMs } = figures;
  const [before, after] = figures.residentMiB;
  return [
    must('Requests', grouped(sent), `at least ${grouped(asked)}`, sent >= asked),
    said('  a second', Math.round(figures.perSecond), kinds(figures.byWhat)),
    said('Answers', '', kinds(figures.byStatus)),
    must('Accepted', grouped(accepted), 'at least 1', accepted > 0),
    must('5xx', fiveHundreds, '0', fiveHundreds === 0, ruleOfThree(fiveHundreds, sent)),
    said('Refused and proved without effect', grouped(proved)),
    must('Wrong answers or effects', failed, '0', failed === 0, ruleOfThree(failed, sent)),
    said('Slowest answer', `${Math.round(slowestMs)} ms`),
    said('Memory of the gateway', `${Math.round(before)} → ${Math.round(after)} MiB`),
  ];
}

/** What hostile connections cost, a line for each attack. */
export function attackLines(attacks: readonly BoundedFigure[]): FigureLine[] {
  return attacks.map((one) => {
    const grown = one.mostMiB - one.beforeMiB;
    return must(
      `${grouped(one.connections)} × ${one.attack}`,
      `+${Math.round(grown)} MiB`,
      `below +${GROWTH_MIB} MiB`,
      isBounded(one),
      `meanwhile ${one.honest} honest calls, ${one.failed} failed, slowest ${Math.round(one.slowestMs)} ms; ` +
        (one.closedAfterMs === null ? 'not closed' : `closed after ${duration(one.closedAfterMs)}`),
    );
  });
}

function kinds(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([kind, n]) => `${kind} ${grouped(n)}`)
    .join(', ');
}
