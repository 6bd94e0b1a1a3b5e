// The table of figures and the page, by their text; and what decides whether a run holds.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { duration, grouped, holds, ruleOfThree, type RunFigures } from './figures.ts';
import { reportJson, reportPage, writeReport, type Run } from './page.ts';
import { figuresTable } from './table.ts';

const GOOD: RunFigures = {
  paymentsAttempted: 100_000,
  paymentsSucceeded: 61_204,
  refundsAttempted: 8_012,
  callsAsked: 310_000,
  callsLost: 41_000,
  lost: 0,
  doubleDebits: 0,
  driftRupiah: 0n,
  contradictions: 0,
  unknown: 9_120,
  unknownResolved: 9_120,
  unknownGuessed: 0,
  unknownMedianMs: 5_200,
  unknownLongestMs: 961_000,
  notificationsOwed: 80_100,
  notificationsDelivered: 80_100,
  notificationsRepeated: 3_300,
  canariesFound: 0,
  statements: 42,
  daysClosed: 38,
  differencesPlanted: 97,
  differencesReported: 97,
  batches: 120,
  payoutsMade: 210,
  doublePayouts: 0,
  violations: 0,
  faults: { 'link cut': 5_100, sigkill: 1_400, 'clock jump': 12 },
  crashPoints: { covered: 1_134, known: 1_134 },
  sabotages: { caught: 44, planted: 44 },
};

const TARGETS = { payments: 100_000, faults: 5_000, sigkills: 1_000, sabotages: 40, days: 40 };

const FAILED: RunFigures = {
  ...GOOD,
  lost: 2,
  driftRupiah: 90_000n,
  notificationsDelivered: 80_099,
  violations: 4,
  sabotages: { caught: 43, planted: 44 },
  skipped: ['clock jumps, since libfaketime is not installed'],
};

describe('the table', () => {
  test('has a line a figure, its target, and the rule of three beside each zero', () => {
    expect(`\n${figuresTable(GOOD, TARGETS)}`).toBe(`
✓ Payments attempted under faults                  100,000  at least 100,000
✓ Faults injected                                    6,512  at least 5,000
      link cut 5,100, sigkill 1,400, clock jump 12
✓   of them SIGKILL                                  1,400  at least 1,000
✓ Lost (acknowledged, then gone)                         0  0   0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Double debits                                          0  0   0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Drift between bank and ledger, rupiah                  0  0   0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Contradicting answers                                  0  0   0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Unknown outcomes resolved by evidence              100 %  100 %   9,120 of 9,120
✓   guessed                                              0  0   0 of 9,120: fewer than 1 in 3,040 at 95 %
    unknown for, median and longest      5.2 s, 16 min 1 s   business time
✓ Notifications owed and delivered                   100 %  100 %   80,100 of 80,100
✓   owed and never delivered                             0  0   0 of 80,100: fewer than 1 in 26,700 at 95 %
    repeated                                         3,300   at least once is the promise
✓ Canaries found in plain                                0  0
✓ Statements of the bank                                42  at least 40
✓   differences reported                             100 %  100 %   97 of 97
    days closed                                         38
  Batches settled                                      120
✓ Payouts made                                         210  at least 1
✓   paid twice, or for nothing                           0  0   0 of 210: fewer than 1 in 70 at 95 %
✓ Crash points covered                               100 %  100 %   1,134 of 1,134
✓ Sabotages caught                                44 of 44  all, of at least 40
✓ Violations of invariants, all                          0  0
`);
  });

  test('marks what does not hold, and says what was not done', () => {
    const lines = figuresTable(FAILED, {}).split('\n');
    expect(
      lines.filter((line) => line.startsWith('✗')).map((line) => line.slice(2, 34).trim()),
    ).toEqual([
      'Lost (acknowledged, then gone)',
      'Drift between bank and ledger, r',
      'Notifications owed and delivered',
      'owed and never delivered',
      'Sabotages caught',
      'Violations of invariants, all',
    ]);
    expect(lines.at(-2)).toBe('not done here: clock jumps, since libfaketime is not installed');
  });

  test('puts a note beneath its line where the terminal is narrow', () => {
    const narrow = figuresTable(GOOD, TARGETS, { width: 80 });
    expect(narrow).toContain('0  0\n      0 of 100,000: fewer than 1 in 33,333 at 95 %\n');
    for (const line of narrow.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('has colours only where they are asked for', () => {
    expect(figuresTable(FAILED, TARGETS)).not.toContain('\u001b');
    expect(figuresTable(FAILED, TARGETS, { colours: true })).toContain('\u001b[31m✗\u001b[0m');
  });
});

describe('the rule of three', () => {
  test.each([
    [0, 100_000, '0 of 100,000: fewer than 1 in 33,333 at 95 %'],
    [0, 3, '0 of 3: fewer than 1 in 1 at 95 %'],
    [0, 2, ''],
    [0, 0, ''],
    [1, 100_000, ''],
  ])('of %i in %i says "%s"', (found, trials, text) => {
    expect(ruleOfThree(found, trials)).toBe(text);
  });
});

describe('a run holds', () => {
  test('when every figure meets its target', () => {
    expect(holds(GOOD, TARGETS)).toBe(true);
    expect(holds(GOOD, {})).toBe(true);
  });

  test.each<[string, Partial<RunFigures>]>([
    ['nothing was attempted', { paymentsAttempted: 0 }],
    ['too little was attempted', { paymentsAttempted: 99_999 }],
    ['too few faults were done', { faults: { sigkill: 1_400 } }],
    ['too few processes were killed', { faults: { sigkill: 999, 'link cut': 9_000 } }],
    ['something acknowledged is gone', { lost: 1 }],
    ['something was debited twice', { doubleDebits: 1 }],
    ['a rupiah is missing', { driftRupiah: 1n }],
    ['two answers contradict', { contradictions: 1 }],
    ['an outcome was guessed', { unknownGuessed: 1, unknownResolved: 9_119 }],
    ['an outcome is still unknown', { unknownResolved: 9_119 }],
    ['somebody was not told', { notificationsDelivered: 80_099 }],
    ['a canary was found', { canariesFound: 1 }],
    ['too few statements were taken in', { statements: 39 }],
    ['a difference was not reported', { differencesReported: 96 }],
    ['nothing was paid out', { payoutsMade: 0 }],
    ['something was paid out twice', { doublePayouts: 1 }],
    ['a crash point was left out', { crashPoints: { covered: 1_133, known: 1_134 } }],
    ['a sabotage was not caught', { sabotages: { caught: 43, planted: 44 } }],
    ['too few sabotages were planted', { sabotages: { caught: 39, planted: 39 } }],
    ['anything else is broken', { violations: 1 }],
  ])('but not when %s', (_what, change) => {
    expect(holds({ ...GOOD, ...change }, TARGETS)).toBe(false);
  });
});

describe('words for numbers', () => {
  test.each([
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567n, '1,234,567'],
    [-90_000, '-90,000'],
  ])('%s is %s', (value, text) => expect(grouped(value)).toBe(text));

  test.each([
    [340, '340 ms'],
    [5_200, '5.2 s'],
    [961_000, '16 min 1 s'],
    [12_000_000, '3 h 20 min'],
    [3 * 86_400_000, '3 d 0 h'],
  ])('%i ms is %s', (ms, text) => expect(duration(ms)).toBe(text));
});

const RUN: Run = {
  mode: 'chaos',
  seed: '7',
  commit: 'a286ce1',
  node: '24.11.0',
  postgres: '18.1',
  cores: 2,
  startedAt: Date.parse('2026-01-02T03:04:05Z'),
  tookMs: 1_200_000,
  figures: FAILED,
  targets: TARGETS,
  violations: Array.from({ length: 60 }, (_, n) => ({
    invariant: 'I6',
    subject: `R-${n}`,
    detail: 'payment: "a | b"',
  })),
  looked: { M10: 5, M2: 2, I1: 29 },
  replay: 'npm run torture -- --seed 7 --minutes 20',
};

describe('the page', () => {
  test('says what was done, on what, what came of it and how to do it again', () => {
    const page = reportPage(RUN);
    expect(page).toContain('# Torture: chaos, seed 7\n\nSomething did not hold.\n');
    expect(page).toContain('| Commit | a286ce1 |\n| Node | 24.11.0 |\n| PostgreSQL | 18.1 |\n');
    expect(page).toContain('| Took | 20 min 0 s |');
    expect(page).toContain('| ✗ | Lost (acknowledged, then gone) | 2 | 0 |  |');
    expect(page).toContain(
      '| ✓ | Double debits | 0 | 0 | 0 of 100,000: fewer than 1 in 33,333 at 95 % |',
    );
    expect(page).toContain('| I6 | R-0 | payment: "a \\| b" |');
    expect(page).toContain('I1 29 · M2 2 · M10 5');
    expect(page).toContain('```\nnpm run torture -- --seed 7 --minutes 20\n```');
    expect(page).not.toContain('R-50');
    expect(reportPage({ ...RUN, figures: GOOD, violations: [] })).toContain('Everything held.');
  });

  test('lies beside its twin for programs', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'tarik-report-'));
    try {
      const page = writeReport(folder, RUN);
      expect(path.basename(page)).toBe('chaos-7.md');
      expect(readFileSync(page, 'utf8')).toBe(reportPage(RUN));
      const json = readFileSync(path.join(folder, 'chaos-7.json'), 'utf8');
      expect(json).toBe(reportJson(RUN));
      expect(JSON.parse(json)).toMatchObject({
        holds: false,
        seed: '7',
        figures: { driftRupiah: '90000', violations: 4 },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
