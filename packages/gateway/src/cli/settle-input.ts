// What the settlement commands are handed, and how they end when something was asked for that cannot be.
import type { Command } from 'commander';
import { databaseClock } from '../app/database-time.ts';
import type { Clock } from '../base/clock.ts';
import type { MerchantDoors } from '../merchants/create.ts';
import { readOffset } from '../sandbox/clock.ts';
import { isDay, type Day } from '../settlement/calendar.ts';
import { EditRefused, type By } from '../settlement/edit-calendar.ts';
import { ReportRefused } from '../settlement/payout-report.ts';
import { ReleaseRefused } from '../settlement/release-file.ts';
import { DayRefused } from '../settlement/run.ts';
import { withDoors, type Cli } from './cli.ts';
import { EXIT, Ended } from './exit.ts';

export type SettleDoors = MerchantDoors & { clock: Clock };

/** Who changes something from the command line. */
export const BY_COMMAND: By = { operatorId: null, by: 'cli', role: null, address: null };

/**
 * Runs a command of settlement on the database's time, in a sandbox as it was moved. What cannot be done ends it with 2 where
 * what was typed is wrong, and with 1 where it cannot be now.
 */
export async function withSettlement<T>(
  cli: Cli,
  work: (doors: SettleDoors) => Promise<T>,
): Promise<T> {
  try {
    return await withDoors(cli, async (doors, sandbox) => {
      const clock = await databaseClock(doors.db);
      if (sandbox) clock.setOffset(await readOffset(doors.db));
      return await work({ ...doors, clock });
    });
  } catch (error) {
    if (error instanceof EditRefused) throw new Ended(EXIT.usage, error.message);
    const isRefused = [DayRefused, ReportRefused, ReleaseRefused].some(
      (kind) => error instanceof kind,
    );
    if (error instanceof Error && isRefused) throw new Ended(EXIT.failed, error.message);
    throw error;
  }
}

/**
 * Whether a command is only to look, which is said beside its result: `--dry-run` is also an option of `settle`, which takes it
 * wherever it stands.
 */
export function onlyLooks(cli: Cli, command: Command): boolean {
  const isDry = command.optsWithGlobals<{ dryRun?: true }>().dryRun === true;
  if (isDry) cli.screen.note('dry run: this is what would be, and nothing is changed');
  return isDry;
}

/** A day of WIB as it was typed. */
export function readDay(text: string): Day {
  if (isDay(text)) return text;
  throw new Ended(EXIT.usage, `${text} is no day: write it as 2026-11-26`);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An id as it was typed. */
export function readId(text: string, noun: string): string {
  if (UUID.test(text)) return text;
  throw new Ended(EXIT.usage, `the id of a ${noun} is a uuid`);
}

/** A whole number as it was typed. */
export function readWhole(text: string, option: string): bigint {
  if (/^\d{1,15}$/.test(text)) return BigInt(text);
  throw new Ended(EXIT.usage, `${option} must be a whole number`);
}

/** Rupiah for people: `1,234,567`. */
export function rupiah(amount: bigint): string {
  return amount.toLocaleString('en-US');
}
