// A sandbox's chore: fetches the simulated bank's statement of every day that is over, as somebody fetches the real bank's.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../base/config.ts';
import type { Context } from '../context.ts';
import { BadStatement } from '../reconciliation/bad-statement.ts';
import { importStatement } from '../reconciliation/import.ts';
import { findSpan } from '../reconciliation/store-statements.ts';
import { plusDays, wibDay } from '../settlement/calendar.ts';
import type { Work } from '../worker/loop.ts';
import { firstBusiness } from './store-statements.ts';

/** A file that was refused, or that the bank did not give, is asked for again after so long, ms of business time. */
const AGAIN_MS = 60_000;
/** A bank that begins to answer and does not end holds up no other day longer than this, ms. */
const GIVEN_WITHIN_MS = 30_000;
const REST_MS = 15_000;

/** A chore for each bank of a sandbox. */
export function statementChores({ banks }: Pick<Config, 'banks'>): Work[] {
  return [...banks].map(([bank, { url }]) => fetchStatements(bank, new URL(url).origin));
}

/** The simulated bank is away, or has no such file yet. */
class NotGiven extends Error {
  override name = 'NotGiven';
}

/** The chore for a bank whose simulator is at this origin. */
export function fetchStatements(bank: string, origin: string): Work {
  let refusedUntil = 0;
  return {
    name: 'statements of the sandbox',
    restMs: REST_MS,
    async run(ctx) {
      const day = await nextDay(ctx, bank);
      if (day === null || ctx.clock.now() < refusedUntil) return 0;
      try {
        await fetchDay(ctx, { bank, origin, day });
        return 1;
      } catch (error) {
        if (!(error instanceof BadStatement || error instanceof NotGiven)) throw error;
        refusedUntil = ctx.clock.now() + AGAIN_MS;
        ctx.log.warn('a statement could not be taken in', { bank, reason: error.message });
        return 0;
      }
    },
  };
}

/** The day after the last one that is in, or the first one on which anything happened; null when it is not over. */
async function nextDay(ctx: Context, bank: string): Promise<string | null> {
  const span = await findSpan(ctx.db, bank);
  const first = span === null ? await firstBusiness(ctx.db, bank) : null;
  const day = span === null ? (first === null ? null : wibDay(first)) : plusDays(span.last, 1);
  return day !== null && day < wibDay(ctx.clock.now()) ? day : null;
}

/** Rejects when the file did not come, or not whole, or not in time. */
async function download(url: string, file: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(GIVEN_WITHIN_MS) });
  if (!answer.ok || answer.body === null) throw new Error(`the bank answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

/** Fetches a day's file into a folder of its own and imports it; the folder is gone afterwards. */
export async function fetchDay(
  ctx: Context,
  { bank, origin, day }: { bank: string; origin: string; day: string },
): Promise<void> {
  const profile = ctx.banks.get(bank)?.statements ?? null;
  if (profile === null) return;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tarik-statement-'));
  try {
    const file = path.join(folder, `${bank}-${day}.csv`);
    await download(`${origin}/sandbox/statements/${day}`, file).catch((cause: unknown) => {
      throw new NotGiven(`the simulated bank did not give its statement of ${day}`, { cause });
    });
    await importStatement(ctx, {
      bank,
      profile,
      day,
      open: () => createReadStream(file) as AsyncIterable<Buffer>,
      by: 'sandbox',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
