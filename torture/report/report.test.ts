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
  violations: 0,
  faults: { 'link cut': 5_100, sigkill: 1_400, 'clock jump': 12 },
  crashPoints: { covered: 1_134, known: 1_134 },
  sabotages: { caught: 44, planted: 44 },
};

const TARGETS = { payments: 100_000, faults: 5_000, sigkills: 1_000, sabotages: 40 };

describe('the table', () => {
  test('has a line a figure, its target, and the rule of three beside each zero', () => {
    expect(figuresTable(GOOD, TARGETS)).toBe(
      `✓ Payments attempted under faults                       100,000  at least 100,000
✓ Faults injected                                         6,512  at least 5,000
      link cut 5,100, sigkill 1,400, clock jump 12
✓   of them SIGKILL                                       1,400  at least 1,000
✓ Lost (acknowledged, then gone)                              0  0
      0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Double debits                                               0  0
      0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Drift between bank and ledger, rupiah                       0  0
      0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Contradicting answers                                       0  0
      0 of 100,000: fewer than 1 in 33,333 at 95 %
✓ Unknown outcomes resolved by evidence  9,120 of 9,120 (100 %)  100 %
      0 of 9,120: fewer than 1 in 3,040 at 95 %
✓   guessed                                                   0  0
      0 of 9,120: fewer than 1 in 3,040 at 95 %
    unknown for, median and longest           5.2 s, 16 min 1 s
      business time
`,
    );
  });
});
