// The page of a run: one sheet that says what was done, on what, what came of it and how to do it again.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Violation } from '../audit/types.ts';
import { duration, grouped, holds, linesOf, type RunFigures, type Targets } from './figures.ts';

/** A run, as its report tells it. */
export interface Run {
  /** `chaos`, `crash-matrix`, `sabotage` … */
  mode: string;
  seed: string;
  /** Of the sources, with `-dirty` when they were changed. */
  commit: string;
  node: string;
  postgres: string;
  cores: number;
  /** Wall time, ms since the epoch. */
  startedAt: number;
  /** Wall time, ms. */
  tookMs: number;
  figures: RunFigures;
  targets: Targets;
  violations: readonly Violation[];
  /** Every invariant that was looked at, with how many subjects it had. */
  looked: Readonly<Record<string, number>>;
  /** The command that does it again. */
  replay: string;
  /** What is to be known of such a replay, in a sentence. */
  replayNote?: string;
}

const MOST_VIOLATIONS = 50;
const MOST_IN_A_CELL = 1500;

/** The page, in Markdown. */
export function reportPage(run: Run): string {
  const { figures, targets } = run;
  const verdict = holds(figures, targets) ? 'Everything held.' : 'Something did not hold.';
  return [
    `# Torture: ${run.mode}, seed ${run.seed}`,
    '',
    verdict,
    '',
    '| | |',
    '|---|---|',
    row('Commit', run.commit),
    row('Node', run.node),
    row('PostgreSQL', run.postgres),
    row('Cores', `${run.cores}`),
    row('Began', new Date(run.startedAt).toISOString()),
    row('Took', duration(run.tookMs)),
    '',
    '## Figures',
    '',
    '| | Figure | Is | Must be | |',
    '|---|---|---:|---|---|',
    ...linesOf(figures, targets).map(({ name, value, target, holds: isHeld, note }) => {
      const mark = isHeld === null ? '' : isHeld ? '✓' : '✗';
      return `| ${mark} | ${name.trim()} | ${value} | ${target} | ${cell(note)} |`;
    }),
    '',
    ...(figures.skipped ?? []).flatMap((one) => [`Not done here: ${one}`, '']),
    ...violationLines(run.violations, figures.violations),
    '## Looked at',
    '',
    lookedLine(run.looked),
    '',
    '## Again',
    '',
    '```',
    run.replay,
    '```',
    ...(run.replayNote === undefined ? [] : ['', run.replayNote]),
    '',
  ].join('\n');
}

/** The same for programs; amounts as text. */
export function reportJson(run: Run): string {
  const shown = {
    ...run,
    holds: holds(run.figures, run.targets),
    violations: run.violations.slice(0, MOST_VIOLATIONS),
  };
  const text = JSON.stringify(
    shown,
    (_name, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
    2,
  );
  return `${text}\n`;
}

/** Writes both into a folder (made when missing) and answers the path of the page: `<mode>-<seed>.md`. */
export function writeReport(folder: string, run: Run): string {
  mkdirSync(folder, { recursive: true });
  const name = `${run.mode}-${run.seed}`.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const page = path.join(folder, `${name}.md`);
  writeFileSync(page, reportPage(run));
  writeFileSync(path.join(folder, `${name}.json`), reportJson(run));
  return page;
}

function violationLines(violations: readonly Violation[], all: number): string[] {
  if (violations.length === 0) return [];
  const shown = violations.slice(0, MOST_VIOLATIONS);
  const title =
    all > shown.length
      ? `## Violations, the first ${shown.length} of ${grouped(all)}`
      : '## Violations';
  return [
    title,
    '',
    '| | About | What |',
    '|---|---|---|',
    ...shown.map(
      ({ invariant, subject, detail }) => `| ${invariant} | ${cell(subject)} | ${cell(detail)} |`,
    ),
    '',
  ];
}

/** `I1 29 · I2 3 …`, in the order of letters and numbers. */
function lookedLine(looked: Readonly<Record<string, number>>): string {
  const names = Object.keys(looked).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return names.map((name) => `${name} ${grouped(looked[name] ?? 0)}`).join(' · ');
}

function row(name: string, value: string): string {
  return `| ${name} | ${cell(value)} |`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, MOST_IN_A_CELL);
}
