// The figures of a run: what the auditor counted, what the controller did, and what each must come to.
import type { Figures } from '../audit/types.ts';

/** All that a run shows. What a mode does not do is left out, and its line with it. */
export interface RunFigures extends Figures {
  /** Faults that really were done, by kind, as in the controller's log. */
  faults: Readonly<Record<string, number>>;
  violations: number;
  crashPoints?: { covered: number; known: number };
  sabotages?: { caught: number; planted: number };
  /** What was left undone because this machine cannot do it, one sentence each. */
  skipped?: readonly string[];
}

/** What a run must come to, beyond what must be zero. Left out: no such demand. */
export interface Targets {
  payments?: number;
  faults?: number;
  sigkills?: number;
  crashPoints?: boolean;
  sabotages?: number;
  /** Statements of the bank; then also payouts at all. */
  days?: number;
}

export interface FigureLine {
  name: string;
  value: string;
  /** What it must be; '' where nothing is asked. */
  target: string;
  /** Null where nothing is asked. */
  holds: boolean | null;
  /** What a reader must know beside it. */
  note: string;
}

/**
 * The rule of three: nothing in `trials` means, at 95 %, less often than once in a third of them. '' for no trials or a
 * count that is not zero.
 */
export function ruleOfThree(found: number, trials: number): string {
  if (found !== 0 || trials < 3) return '';
  return `0 of ${grouped(trials)}: fewer than 1 in ${grouped(Math.floor(trials / 3))} at 95 %`;
}

/** Whether every figure meets its target: what decides the exit code. */
export function holds(figures: RunFigures, targets: Targets): boolean {
  return linesOf(figures, targets).every((line) => line.holds !== false);
}

/** The lines of the table, each judged against its target. */
export function linesOf(figures: RunFigures, targets: Targets): FigureLine[] {
  const { crashPoints, sabotages } = figures;
  const payments = figures.paymentsAttempted;
  const faults = Object.values(figures.faults).reduce((sum, n) => sum + n, 0);
  const lines: FigureLine[] = [
    atLeast('Payments attempted under faults', payments, targets.payments ?? 1),
    { ...atLeast('Faults injected', faults, targets.faults), note: kindsOf(figures.faults) },
    atLeast('  of them SIGKILL', figures.faults['sigkill'] ?? 0, targets.sigkills),
    zero('Lost (acknowledged, then gone)', figures.lost, payments),
    zero('Double debits', figures.doubleDebits, payments),
    drift(figures.driftRupiah, payments),
    zero('Contradicting answers', figures.contradictions, payments),
    share('Unknown outcomes resolved by evidence', figures.unknownResolved, figures.unknown),
    zero('  guessed', figures.unknownGuessed, figures.unknown),
    {
      ...plain('  unknown for, median and longest'),
      value: `${duration(figures.unknownMedianMs)}, ${duration(figures.unknownLongestMs)}`,
      note: 'business time',
    },
    share(
      'Notifications owed and delivered',
      figures.notificationsDelivered,
      figures.notificationsOwed,
    ),
    zero(
      '  owed and never delivered',
      figures.notificationsOwed - figures.notificationsDelivered,
      figures.notificationsOwed,
    ),
    {
      ...plain('  repeated'),
      value: grouped(figures.notificationsRepeated),
      note: 'at least once is the promise',
    },
    zero('Canaries found in plain', figures.canariesFound, 0),
    ...dayLines(figures, targets),
  ];
  if (crashPoints !== undefined) {
    const { covered, known } = crashPoints;
    const line = share('Crash points covered', covered, known);
    lines.push(targets.crashPoints === false ? { ...line, target: '', holds: null } : line);
  }
  if (sabotages !== undefined) lines.push(sabotageLine(sabotages, targets));
  lines.push(zero('Violations of invariants, all', figures.violations, 0));
  return lines;
}

/** The bank's days, where a run has lived through any. */
function dayLines(figures: RunFigures, { days }: Targets): FigureLine[] {
  const { statements, payoutsMade } = figures;
  if (statements === 0 && days === undefined) return [];
  return [
    atLeast('Statements of the bank', statements, days),
    share('  differences reported', figures.differencesReported, figures.differencesPlanted),
    { ...plain('  days closed'), value: grouped(figures.daysClosed) },
    { ...plain('Batches settled'), value: grouped(figures.batches) },
    atLeast('Payouts made', payoutsMade, days === undefined ? undefined : 1),
    zero('  paid twice, or for nothing', figures.doublePayouts, payoutsMade),
  ];
}

function sabotageLine(
  { caught, planted }: { caught: number; planted: number },
  { sabotages = 1 }: Targets,
): FigureLine {
  return {
    name: 'Sabotages caught',
    value: `${grouped(caught)} of ${grouped(planted)}`,
    target: sabotages > 1 ? `all, of at least ${grouped(sabotages)}` : 'all',
    holds: caught === planted && planted >= sabotages,
    note: '',
  };
}

function plain(name: string): FigureLine {
  return { name, value: '', target: '', holds: null, note: '' };
}

function atLeast(name: string, value: number, least: number | undefined): FigureLine {
  return {
    ...plain(name),
    value: grouped(value),
    ...(least === undefined ? {} : { target: `at least ${grouped(least)}`, holds: value >= least }),
  };
}

function zero(name: string, value: number, trials: number): FigureLine {
  const note = ruleOfThree(value, trials);
  return { name, value: grouped(value), target: '0', holds: value === 0, note };
}

function drift(rupiah: bigint, payments: number): FigureLine {
  return {
    name: 'Drift between bank and ledger, rupiah',
    value: grouped(rupiah),
    target: '0',
    holds: rupiah === 0n,
    note: rupiah === 0n ? ruleOfThree(0, payments) : '',
  };
}

/** All of what there was; of nothing there is no share, and nothing to show either. */
function share(name: string, part: number, whole: number): FigureLine {
  return {
    name,
    value: whole === 0 ? 'none' : percentOf(part, whole),
    target: '100 %',
    holds: part === whole,
    note:
      whole === 0 ? 'there was none: this shows nothing' : `${grouped(part)} of ${grouped(whole)}`,
  };
}

/** Never rounded up to 100 %. */
function percentOf(part: number, whole: number): string {
  if (part === whole) return '100 %';
  return `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;
}

function kindsOf(faults: Readonly<Record<string, number>>): string {
  return Object.entries(faults)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, n]) => `${kind} ${grouped(n)}`)
    .join(', ');
}

/** Digits in groups of three. */
export function grouped(value: number | bigint): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** A duration in ms in the largest units that say enough: `340 ms`, `5.2 s`, `16 min 1 s`, `3 h 20 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}
