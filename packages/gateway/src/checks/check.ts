// Runs checks on a live database, from where each has looked last or from the beginning. Called by the worker, the command
// line and tests.
import { systemClock, type Clock } from '../base/clock.ts';
import type { Db, Query } from '../base/db.ts';
import { Refusal } from '../base/refusal.ts';
import { CHECKS, type Check } from './catalogue.ts';
import { lookAtAudit } from './by-audit.ts';
import { lookAtChains, lookAtNewJournals, lookAtSums } from './by-journals.ts';
import { lookByKeys } from './by-keys.ts';
import { lookAtLedgerSums } from './by-sums.ts';
import { startLooking, type Looking } from './looking.ts';
import { RULES } from './rules.ts';
import { keepResult } from './store-turn.ts';
import {
  dropMarks,
  findMarks,
  isReadOnly,
  keepMarks,
  listMerchants,
  lookAtDue,
  lookAtRules,
  moveMarks,
  type Finding,
  type Mark,
} from './store.ts';

const SIGN_MS = 60_000;

export interface CheckOptions {
  /** Looks at everything, whatever was looked at before. */
  full?: boolean;
  /** These checks alone, by name. */
  only?: readonly string[];
  /** This merchant alone, by its id. */
  merchantId?: string;
  /** False leaves no trace: neither how far was looked nor what was found. */
  remember?: boolean;
  /** Statements at the same time where everything is looked at; 1 without. The database's pool must have as many connections. */
  atOnce?: number;
  /** True for the worker, whose look says that workers are there; see the check `due`. */
  isWorker?: boolean;
  /** Called before each check, and every minute while one goes on. */
  onProgress?(): Promise<void> | void;
  /** Called after each check that came to its end. */
  onOutcome?(outcome: CheckOutcome): void;
}

/** What a check came to. */
export interface CheckOutcome {
  check: string;
  /** Rows that it looked at. */
  rows: number;
  /** Business time, epoch ms: what was written before was looked at by an earlier run. Null when it looked at everything. */
  since: number | null;
  durationMs: number;
  findings: Finding[];
}

/**
 * Runs checks, one after the other, without locking anything. Each page is one statement, and so one moment: nothing
 * that is being written can be taken for a finding. A merchant of whom a check finds something keeps being looked at
 * from where that was found, until it is mended. Where nothing can be written, as on a standby, nothing is remembered.
 * A check that cannot be made hides none of the others: what failed is thrown after the last one, and at once only when
 * the database is away.
 */
export async function runChecks(
  db: Db,
  clock: Pick<Clock, 'now' | 'steady'>,
  options: CheckOptions = {},
): Promise<CheckOutcome[]> {
  const { only, merchantId: scope = null, onProgress = () => undefined, atOnce = 1 } = options;
  const remember = options.remember !== false && !(await isReadOnly(db));
  const merchants = await listMerchants(db, scope);
  const outcomes: CheckOutcome[] = [];
  const failures: unknown[] = [];
  for (const check of CHECKS) {
    if (only !== undefined && !only.includes(check.name)) continue;
    await onProgress();
    const looking = startLooking(check.name, {
      db: telling(db, clock, onProgress),
      now: clock.now(),
      scope,
      merchants,
      atOnce,
    });
    try {
      const outcome = await runCheck(looking, check, clock, { ...options, remember });
      const { rows, findings } = outcome;
      if (remember && scope === null) {
        await keepResult(db, { check: check.name, rows: BigInt(rows), findings: findings.length });
      }
      options.onOutcome?.(outcome);
      outcomes.push(outcome);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return outcomes;
}

/** The same database, with a sign of life between two statements every minute. */
function telling(db: Db, clock: Pick<Clock, 'steady'>, onProgress: () => Promise<void> | void): Db {
  let told = clock.steady();
  return {
    ...db,
    async rows<R>(query: Query): Promise<R[]> {
      if (clock.steady() - told >= SIGN_MS) {
        told = clock.steady();
        await onProgress();
      }
      return await db.rows<R>(query);
    },
  };
}

/** Everything that every check finds when it looks at everything; it leaves no trace. No finding is the promise. */
export async function checkBooks(db: Db): Promise<Finding[]> {
  const outcomes = await runChecks(db, systemClock(), { full: true, remember: false });
  return outcomes.flatMap(({ findings }) => findings);
}

async function runCheck(
  looking: Looking,
  check: Check,
  clock: Pick<Clock, 'steady'>,
  { full = false, remember = true, isWorker = false }: CheckOptions,
): Promise<CheckOutcome> {
  const began = clock.steady();
  const before = full ? [] : await findMarks(looking.db, check.name, looking.scope);
  const marks = await look(looking, check, before);
  if (remember) await remembered(looking, check, { before, marks, full, isWorker });
  return {
    check: check.name,
    rows: looking.rows,
    since: before.length === 0 || isWhole(check) ? null : Math.min(...before.map(throughAt)),
    durationMs: Math.round(clock.steady() - began),
    findings: looking.findings,
  };
}

async function look(looking: Looking, check: Check, marks: readonly Mark[]): Promise<Mark[]> {
  const { way } = check;
  switch (way.kind) {
    case 'keys':
      return await lookByKeys(looking, way.parts, marks);
    case 'journals':
      return await lookAtNewJournals(looking, marks);
    case 'balances':
      return await lookAtSums(looking, marks);
    case 'sums':
      return await lookAtLedgerSums(looking, marks);
    case 'chain':
      return await lookAtChains(looking, marks);
    case 'audit':
      return await lookAtAudit(looking, marks);
    case 'rules':
      looking.rows += RULES.length;
      looking.found(await lookAtRules(looking.db, RULES));
      return [];
    case 'due':
      looking.rows += looking.merchants.length;
      looking.found(await lookAtDue(looking.db, looking.now, looking.scope));
      return looking.merchants.map((merchantId) => ({
        merchantId,
        throughAt: looking.now,
        journalNo: 0n,
        anchor: null,
      }));
  }
}

async function remembered(
  { db, broken }: Looking,
  { name, way }: Check,
  look: { before: readonly Mark[]; marks: readonly Mark[]; full: boolean; isWorker: boolean },
): Promise<void> {
  const isDue = way.kind === 'due';
  if (isDue && !look.isWorker) return;
  const held = look.marks.filter((mark) => !broken.has(mark.merchantId));
  if (look.full || isDue) await keepMarks(db, name, held);
  else await moveMarks(db, name, look.before, held);
  // What a full look has found, the next one must find again, which is none.
  if (look.full && !isDue) await dropMarks(db, name, [...broken]);
}

/** Checks that look at everything each time. */
function isWhole({ way }: Check): boolean {
  return way.kind === 'rules' || way.kind === 'due';
}

function throughAt(mark: Mark): number {
  return mark.throughAt;
}
