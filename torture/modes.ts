// The modes of the command beside chaos: each runs, leaves its page and answers with its table.
import { attackLines, fuzzLines } from './fuzz/lines.ts';
import { runBounded } from './fuzz/bounded.ts';
import { runFuzz } from './fuzz/fuzz.ts';
import { matrixFindings, matrixLines } from './matrix/lines.ts';
import { runMatrix } from './matrix/matrix.ts';
import type { Options } from './options.ts';
import type { FigureLine } from './report/figures.ts';
import { allHold, must, writeShortPage } from './report/lines.ts';
import { linesTable } from './report/table.ts';
import { runSabotages } from './sabotage/run.ts';
import { runSoak } from './soak/soak.ts';

export interface Outcome {
  holds: boolean;
  /** What is printed last; ends with a newline. */
  table: string;
  /** What was found, before the table. */
  findings: readonly string[];
  page: string;
}

type Say = (words: string) => void;

/** Connections of one attack on memory. */
const HOSTILE_CONNECTIONS = 500;

export async function crashMatrix(
  { seed, lanes, sample, of, only }: Options,
  say: Say,
  enough: AbortSignal,
): Promise<Outcome> {
  const figures = await runMatrix({
    enough,
    lanes: only === null ? lanes : 1,
    seed,
    ...(sample === null ? {} : { sample }),
    ...(of === null ? {} : { of }),
    ...(only === null ? {} : { only }),
    say,
  });
  const findings = matrixFindings(figures);
  const part = sample === null ? '' : ` --sample ${sample}`;
  const some = of === null ? '' : ` --of "${of.join(',')}"`;
  const asked = only === null ? part + some : ` --only "${only}"`;
  return leave('crash-matrix', seed, figures.seconds * 1000, matrixLines(figures), findings, {
    replay: `npm run torture -- --crash-matrix${asked} --seed ${seed}`,
    findings,
  });
}

export async function sabotage({ seed, sabotages: which }: Options, say: Say): Promise<Outcome> {
  const began = performance.now();
  const heard: string[] = [];
  const done = await runSabotages({
    which,
    seed,
    say(words) {
      heard.push(words);
      say(words);
    },
  });
  const { caught, planted, holds } = done;
  const table = heard.slice(heard.lastIndexOf(''));
  const lines = [must('Sabotages caught', `${caught} of ${planted}`, 'all', holds)];
  const asked = typeof which === 'object' ? which.join(',') : which;
  return leave('sabotage', seed, performance.now() - began, lines, table, {
    replay: `npm run torture -- --sabotage ${asked} --seed ${seed}`,
    findings: [],
  });
}

export async function fuzz({ seed, requests }: Options, say: Say): Promise<Outcome> {
  const began = performance.now();
  const figures = await runFuzz({ requests, seed, say });
  const findings = figures.failures.map(
    ({ fault, request, answer }) => `${fault}\n  ${request}\n  ${answer}`,
  );
  say('hostile connections');
  const attacks = await runBounded({ connections: HOSTILE_CONNECTIONS, say });
  const lines = [...fuzzLines(figures, requests), ...attackLines(attacks)];
  return leave('fuzz', seed, performance.now() - began, lines, findings, {
    replay: `npm run torture -- --fuzz ${requests} --seed ${seed}`,
    findings,
  });
}

export async function soak({ seed, minutes }: Options, say: Say): Promise<Outcome> {
  const began = performance.now();
  const figures = await runSoak({ minutes, seed, say });
  const lines = [
    must('Nothing grows', figures.steady ? 'nothing' : 'something', 'nothing', figures.steady),
  ];
  const more = [figures.table.trimEnd()];
  return leave('soak', seed, performance.now() - began, lines, more, {
    replay: `npm run torture -- --soak ${minutes} --seed ${seed}`,
    findings: figures.wrong,
  });
}

function leave(
  mode: string,
  seed: number,
  tookMs: number,
  lines: readonly FigureLine[],
  more: readonly string[],
  { replay, findings }: { replay: string; findings: readonly string[] },
): Outcome {
  const page = writeShortPage({ mode, seed, tookMs, lines, more, replay });
  const table = linesTable(lines, { colours: process.stdout.isTTY });
  return { holds: allHold(lines), table, findings, page };
}
