// Flow: a bank's report about a file of payouts is read, and each payout moves forward with its journal. Again and in any
// order it does nothing twice and nothing back.
import { idOfReference, referenceOf } from '../base/reference.ts';
import type { Context } from '../context.ts';
import { markPayoutsSent } from './mark-sent.ts';
import { applyHeard, type Heard, type Moved } from './move-payouts.ts';
import { readPayoutReport, ReportRefused, type PayoutReport, type Said } from './payout-report.ts';
import type { Payout } from './payout.ts';
import { findFileByMessage, markRefused, type PayoutFile } from './store-files.ts';
import { findPayoutsOfFile } from './store-payouts.ts';

type Doors = Pick<Context, 'db' | 'clock'>;

/** What a report came to. */
export interface ReadResults {
  file: PayoutFile;
  paid: number;
  refused: number;
  returned: number;
  /** Said before, or nothing new. */
  known: number;
  /** References of payouts of which the bank takes back what it has said: nothing was changed, people must look. */
  contradictions: string[];
  /** Payouts of the file that the bank has not decided. */
  open: number;
}

/** Payouts in one transaction. */
const PAGE = 500;

/**
 * Reads a report. It is looked at whole before anything moves: throws {@link ReportRefused} for what cannot be read, for a
 * file or a payout that is not ours, and then nothing has moved. `dryRun` says what would become of it.
 */
export async function readPayoutResults(
  ctx: Doors,
  xml: string,
  { actor = 'bank', dryRun = false }: { actor?: string; dryRun?: boolean } = {},
): Promise<ReadResults> {
  const report = readPayoutReport(xml);
  const file = await findFileByMessage(ctx.db, report.messageId);
  if (file === null) {
    throw new ReportRefused(
      `OrgnlGrpInfAndSts.OrgnlMsgId: no file ${report.messageId} was made here`,
    );
  }
  const payouts = await findPayoutsOfFile(ctx.db, file.fileId);
  mustBeOurs(report, payouts);
  const results: ReadResults = {
    file,
    paid: 0,
    refused: 0,
    returned: 0,
    known: 0,
    contradictions: [],
    open: 0,
  };
  for (const [merchantId, own] of Map.groupBy(payouts, (payout) => payout.merchantId)) {
    const heard = own.flatMap((payout) => heardOf(report, payout));
    results.open += own.length - heard.length;
    for (let n = 0; n < heard.length; n += PAGE) {
      const page = heard.slice(n, n + PAGE);
      count(results, await apply(ctx, merchantId, page, { actor, dryRun }));
    }
  }
  // Whoever reports on a file has it, whether or not anybody has said that it was handed over: it is not handed over again.
  if (file.state === 'ready' && !dryRun) {
    await markPayoutsSent(ctx, file.fileId, ctx.clock.now(), actor);
  }
  // One with something open is asked about again.
  if (report.ofFile?.word === 'refused' && results.open === 0 && !dryRun) {
    await ctx.db.transaction((tx) => markRefused(tx, file.fileId, report.ofFile?.reason ?? null));
  }
  return results;
}

/** Undoes what a dry run has done. */
class OnlyLooking extends Error {
  override name = 'OnlyLooking';
}

async function apply(
  { db, clock }: Doors,
  merchantId: string,
  heard: readonly Heard[],
  { actor, dryRun }: { actor: string; dryRun: boolean },
): Promise<Moved[]> {
  let moved: Moved[] = [];
  try {
    await db.transaction(async (tx) => {
      moved = await applyHeard(tx, merchantId, heard, { actor, at: clock.now() });
      if (dryRun) throw new OnlyLooking();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooking)) throw error;
  }
  return moved;
}

function mustBeOurs(report: PayoutReport, payouts: readonly Payout[]): void {
  const ours = new Set(payouts.map(({ payoutId }) => payoutId));
  for (const reference of report.ofPayouts.keys()) {
    const id = idOfReference(reference);
    if (id === null || !ours.has(id)) {
      throw new ReportRefused(`OrgnlEndToEndId: ${reference} is no payout of that file`);
    }
  }
}

/** A payout's own word, or that of its group, or that of the file: the nearest one, also where it is that nothing is decided. */
function heardOf(report: PayoutReport, payout: Payout): Heard[] {
  const { ofPayouts, ofGroups, ofFile, messageId } = report;
  const words: (Said | null | undefined)[] = [
    ofPayouts.get(referenceOf(payout.payoutId)),
    ofGroups.get(messageId),
    ofFile,
  ];
  const said = words.find((word) => word !== undefined) ?? null;
  if (said === null) return [];
  const evidence = { message: report.messageId, word: said.word, reason: said.reason };
  return [{ payoutId: payout.payoutId, word: said.word, reason: said.reason, evidence }];
}

function count(results: ReadResults, moved: readonly Moved[]): void {
  for (const { payout, to } of moved) {
    if (to === 'contradiction') results.contradictions.push(referenceOf(payout.payoutId));
    else if (to === 'paid' || to === 'refused' || to === 'returned') results[to] += 1;
    else results.known += 1;
  }
}
