// A run of chaos with its figures, its targets and its page: what the command and the tests call.
import { readWhere, REPORTS } from '../report/where.ts';
import { holds, type RunFigures, type Targets } from '../report/figures.ts';
import { writeReport } from '../report/page.ts';
import { figuresTable } from '../report/table.ts';
import { runChaos, type ChaosOptions } from './run.ts';

export interface ChaosVerdict {
  holds: boolean;
  /** The table, ending with a newline. */
  table: string;
  /** Path of the report's page. */
  page: string;
  figures: RunFigures;
  /** The first violations, one sentence each. */
  findings: string[];
}

/** What an hour must come to, as the published figures say; other times in proportion. */
const AN_HOUR = { payments: 100_000, faults: 10_000, kills: 1_000, days: 100 };

/** The settings of a run of so many minutes. */
export function chaosFor(
  minutes: number,
  seed: number,
  say: (words: string) => void,
): ChaosOptions {
  const share = minutes / 60;
  return {
    seed,
    leastMs: minutes * 60_000,
    least: {
      payments: Math.ceil(AN_HOUR.payments * share),
      faults: Math.ceil(AN_HOUR.faults * share),
      kills: Math.ceil(AN_HOUR.kills * share),
      days: Math.ceil(AN_HOUR.days * share),
    },
    mostMs: 2 * minutes * 60_000 + 60_000,
    gapMs: 750,
    troubleMs: 90_000,
    concurrency: 64,
    perSecond: (1.5 * AN_HOUR.payments) / 3600,
    say,
  };
}

/** Runs it, judges it and writes its page. */
export async function chaos(options: ChaosOptions, replay: string): Promise<ChaosVerdict> {
  const startedAt = Date.now();
  const run = await runChaos(options);
  const { audit } = run;
  const violations = [
    ...audit.violations,
    ...run.leftovers.map((detail) => ({ invariant: 'rest', subject: 'at the end', detail })),
  ];
  const figures: RunFigures = {
    ...audit.figures,
    faults: run.faults,
    violations: violations.length,
    skipped: run.missing,
  };
  const { payments, faults, kills: sigkills } = options.least;
  const targets: Targets = { payments, faults, sigkills, days: options.least.days };
  const page = writeReport(REPORTS, {
    mode: 'chaos',
    seed: String(options.seed),
    ...readWhere(),
    postgres: run.postgres,
    startedAt,
    tookMs: run.seconds * 1000,
    figures,
    targets,
    violations,
    looked: audit.looked,
    replay,
    replayNote:
      'The seed repeats the work and the order of the faults; the operating system still interleaves them as it likes.',
  });
  return {
    holds: holds(figures, targets),
    table: figuresTable(figures, targets, { colours: process.stdout.isTTY }),
    page,
    figures,
    findings: violations
      .slice(0, 20)
      .map(({ invariant, subject, detail }) => `${invariant} ${subject}: ${detail}`),
  };
}
