// Runs sabotages: the drives without any first, which must be green, then each sabotage with its own drive, which must not.
// Only the auditor's word counts, and whether everything comes to rest.
import path from 'node:path';
import { audit } from '../audit/audit.ts';
import type { Violation } from '../audit/types.ts';
import { startStage } from '../stage/stage.ts';
import type { StageOptions } from '../stage/types.ts';
import { DRIVES } from './drives/drives.ts';
import type { DriveName } from './drives/names.ts';
import { sabotageSql } from './patch.ts';
import { EMAIL, openPlay, type Play } from './play.ts';
import { numberOf } from './sabotages.ts';
import { choose, type Which } from './choose.ts';
import { tableOf, type Verdict } from './table.ts';
import type { Sabotage } from './types.ts';

export interface RunOptions {
  which: Which;
  /** Chooses the sample when `which` is a number. */
  seed: number;
  /** Gets every line: progress, and the table last. */
  say(line: string): void;
}

const HOOK = path.join(import.meta.dirname, 'hook.ts');
const STAGE = { gateways: 1, workers: 1, merchants: 2 } as const;

/** Everything must come to rest within, ms. */
const REST_MS = 25_000;

export interface Sabotaged {
  /** True when the drives are green without a sabotage and red with each that was chosen. */
  holds: boolean;
  /** Of so many that were planted; none when the drives are not green without them. */
  caught: number;
  planted: number;
  verdicts: readonly Verdict[];
}

/** Runs the drives bare, then every chosen sabotage on a stage of its own; the table is said last. */
export async function runSabotages({ which, seed, say }: RunOptions): Promise<Sabotaged> {
  const chosen = choose(which, seed);
  const drives = [...new Set(chosen.map(({ drive }) => drive))];
  const baseline = await runBaseline(drives, say);
  if (baseline.length > 0) {
    say('without a sabotage the drives are red, so that no verdict would mean anything:');
    for (const line of baseline) say(`  ${line}`);
    return { holds: false, caught: 0, planted: chosen.length, verdicts: [] };
  }
  const verdicts: Verdict[] = [];
  for (const sabotage of chosen) {
    const verdict = await runOne(sabotage);
    verdicts.push(verdict);
    say(`${numberOf(sabotage)} ${sabotage.id}: ${verdict.says} (${verdict.seconds.toFixed(1)} s)`);
  }
  for (const line of tableOf(verdicts)) say(line);
  const caught = verdicts.filter(({ isCaught }) => isCaught).length;
  return { holds: caught === chosen.length, caught, planted: chosen.length, verdicts };
}

/** Runs the drives one after the other on as few stages as their settings allow; answers what is red. */
async function runBaseline(
  names: readonly DriveName[],
  say: (line: string) => void,
): Promise<string[]> {
  const red: string[] = [];
  const bySettings = Map.groupBy(names, (name) => JSON.stringify(DRIVES[name].env ?? {}));
  for (const group of bySettings.values()) {
    const [first] = group;
    const env = first === undefined ? undefined : DRIVES[first].env;
    await onStage({ ...STAGE, ...(env === undefined ? {} : { env }) }, async (play) => {
      for (const name of group) {
        const began = performance.now();
        const { violations, trouble } = await driveAndJudge(play, name, 'to its end');
        const found = [...violations.map(wordOf), ...trouble];
        red.push(...found.map((what) => `${name}: ${what}`));
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        say(`baseline, ${name}: ${found.length === 0 ? 'green' : 'RED'} (${seconds} s)`);
      }
    });
  }
  return red;
}

async function runOne(sabotage: Sabotage): Promise<Verdict> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const { id, drive, patches = [] } = sabotage;
  const sql = sabotageSql(id);
  const options: StageOptions = {
    ...STAGE,
    ...(patches.length > 0 ? { nodeArgs: ['--import', HOOK] } : {}),
    env: { ...DRIVES[drive].env, TORTURE_SABOTAGE: id },
    ...(sql === undefined ? {} : { sql }),
  };
  try {
    return await onStage(options, async (play) => {
      const found = await driveAndJudge(play, drive, 'until it is red');
      const invariants = [...new Set(found.violations.map(({ invariant }) => invariant))];
      const caughtBy = [...invariants.toSorted(), ...(found.left ? ['rest'] : [])];
      const [example] = found.violations;
      const what = example === undefined ? found.trouble.join('; ') : wordOf(example);
      const isLate = seconds() > sabotage.budgetSeconds;
      const isCaught = caughtBy.length > 0 && !isLate;
      const says = caughtBy.length === 0 ? `NOT CAUGHT; ${what}` : isLate ? 'too late' : what;
      return { sabotage, isCaught, caughtBy, seconds: seconds(), says };
    });
  } catch (error) {
    // What cannot even start proves nothing.
    const says = `did not run: ${error instanceof Error ? error.message : String(error)}`;
    return { sabotage, isCaught: false, caughtBy: [], seconds: seconds(), says };
  }
}

interface Judged {
  violations: Violation[];
  /** What went wrong beside that. */
  trouble: string[];
  /** Whether something did not come to rest. */
  left: boolean;
}

/** Drives, judges what stands in the middle of it, lets everything come to rest, and judges again. */
async function driveAndJudge(
  play: Play,
  name: DriveName,
  how: 'to its end' | 'until it is red',
): Promise<Judged> {
  const trouble: string[] = [];
  try {
    await DRIVES[name].run(play);
  } catch (error) {
    trouble.push(`the drive broke: ${error instanceof Error ? error.message : String(error)}`);
  }
  const during = await judge(play, false);
  if (how === 'until it is red' && during.length > 0) {
    return { violations: during, trouble, left: false };
  }
  await play.stage.heal();
  const left = await play.stage.settle(REST_MS);
  trouble.push(...left.map((what) => `does not rest: ${what}`));
  const { unexpected } = play.stage;
  trouble.push(...unexpected.map(({ part, how: end }) => `${part} ended by itself: ${end}`));
  const violations = [...during, ...(await judge(play, true))];
  return { violations, trouble, left: left.length > 0 };
}

async function judge({ stage, clientLog }: Play, atRest: boolean): Promise<Violation[]> {
  const { violations } = await audit({
    databaseUrl: stage.databaseUrl,
    bankJournal: stage.files.bankJournal,
    receiverLog: stage.files.receiverLog,
    clientLog,
    processLogs: stage.files.processLogs,
    merchants: stage.merchants,
    canaries: [...stage.canaries, EMAIL],
    atRest,
  });
  return violations;
}

async function onStage<T>(options: StageOptions, run: (play: Play) => Promise<T>): Promise<T> {
  const stage = await startStage(options);
  try {
    const play = await openPlay(stage);
    try {
      return await run(play);
    } finally {
      await play.end();
    }
  } finally {
    await stage.close();
  }
}

function wordOf({ invariant, subject, detail }: Violation): string {
  return `${invariant} ${subject}: ${detail}`;
}
