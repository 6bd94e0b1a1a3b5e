// Lines of figures for the modes other than chaos, and the short page that such a run leaves.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { duration, type FigureLine } from './figures.ts';
import { linesTable } from './table.ts';
import { readWhere, REPORTS } from './where.ts';

/** A line that says something and demands nothing. */
export function said(name: string, value: string | number, note = ''): FigureLine {
  return { name, value: String(value), target: '', holds: null, note };
}

/** A line that must be so. */
export function must(
  name: string,
  value: string | number,
  target: string,
  holds: boolean,
  note = '',
): FigureLine {
  return { name, value: String(value), target, holds, note };
}

/** Whether every line that demands something holds. */
export function allHold(lines: readonly FigureLine[]): boolean {
  return lines.every(({ holds }) => holds !== false);
}

export interface ShortRun {
  mode: string;
  seed: number;
  /** Real ms. */
  tookMs: number;
  lines: readonly FigureLine[];
  /** More than the table: what was found, a list of names … */
  more: readonly string[];
  /** The command that does it again. */
  replay: string;
}

/** Writes the page (`<mode>-<seed>.md`) and answers where it is. */
export function writeShortPage(run: ShortRun, folder = REPORTS): string {
  mkdirSync(folder, { recursive: true });
  const page = path.join(folder, `${run.mode}-${run.seed}.md`);
  const { commit, node, cores } = readWhere();
  const text = [
    `# Torture: ${run.mode}, seed ${run.seed}`,
    '',
    allHold(run.lines) ? 'Everything held.' : 'Something did not hold.',
    '',
    `Commit ${commit}, Node ${node}, ${cores} cores, took ${duration(run.tookMs)}.`,
    '',
    '```',
    linesTable(run.lines, { width: 100 }).trimEnd(),
    ...(run.more.length === 0 ? [] : ['', ...run.more]),
    '```',
    '',
    `Again: \`${run.replay}\``,
    '',
  ];
  writeFileSync(page, text.join('\n'));
  return page;
}
