// Flow: every account of a file that its bank has refused wholly is paid to again, in one act: of those that are held for one reason
// of the bank. A reason that lies with an account is seen to there; one that lies with the file, once for all.
import type { Context } from '../context.ts';
import { appendAudit } from '../operators/append-audit.ts';
import type { AuditNote } from '../operators/audit.ts';
import type { By } from './edit-calendar.ts';
import { findFile } from './store-files.ts';
import { holdPayoutsOfFile, releasePayouts, type FiledPayout } from './store-payouts.ts';

/** What of a file is held for one reason. */
export interface HeldFor {
  /** In the bank's words; empty where it gave none. */
  reason: string;
  payouts: number;
  /** Whole rupiah. */
  amount: bigint;
  /** So many of them a statement disputes: they are not released, the money may be gone. */
  disputed: number;
}

export interface FileReleased {
  fileId: string;
  bank: string;
  /** Accounts that were released now. */
  released: number;
  /** What is held by it afterwards; with `dryRun`, what is now. */
  held: HeldFor[];
}

/** The file cannot be released like that; the message says why, for people. Nothing was changed. */
export class ReleaseRefused extends Error {
  override name = 'ReleaseRefused';
}

/**
 * Releases the accounts of a file that was refused wholly: all that are held for `heldFor`, or, where the bank gave one reason for
 * all of them, for that. Again it finds nothing to release. Null when there is no such file. Throws {@link ReleaseRefused}.
 */
export async function releaseFile(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  fileId: string,
  ask: By & { reason: string; heldFor?: string | undefined; dryRun?: boolean },
): Promise<FileReleased | null> {
  const { reason, heldFor, dryRun = false, ...by } = ask;
  return await db.transaction(async (tx) => {
    const file = await findFile(tx, fileId);
    if (file === null) return null;
    const { bank } = file;
    const payouts = await holdPayoutsOfFile(tx, fileId);
    if (payouts.some(({ state }) => state !== 'refused')) {
      throw new ReleaseRefused(
        'the bank has not refused all of it: release its payouts one by one',
      );
    }
    const wanted = dryRun ? null : reasonOf(payouts, heldFor);
    const some = payouts.filter((one) => isHeld(one) && !one.isDisputed && wordsOf(one) === wanted);
    const left = payouts.filter((one) => isHeld(one) && !some.includes(one));
    const result = { fileId, bank, released: some.length, held: heldBy(left) };
    if (some.length === 0) return result;
    const at = clock.now();
    await releasePayouts(tx, some, at);
    const notes = [ofFile(fileId, some, wanted), ...some.map(ofPayout)];
    await appendAudit(
      tx,
      notes.map((note) => ({ ...by, reason, before: null, ...note })),
      at,
    );
    return result;
  });
}

/** For which reason of the bank; null where nothing is held any more. */
function reasonOf(payouts: readonly FiledPayout[], named: string | undefined): string | null {
  const all = heldBy(payouts);
  if (named !== undefined) {
    if (all.some(({ reason }) => reason === named)) return named;
    throw new ReleaseRefused(`the bank has refused nothing of it for "${named}"`);
  }
  const held = heldBy(payouts.filter(isHeld));
  if (held.length < 2) return held[0]?.reason ?? null;
  const list = held.map((one) => `"${one.reason}" (${one.payouts})`).join(', ');
  throw new ReleaseRefused(`the bank gave several reasons, so name one: ${list}`);
}

function isHeld({ isReleased }: FiledPayout): boolean {
  return !isReleased;
}

function wordsOf({ reason }: FiledPayout): string {
  return reason ?? '';
}

function heldBy(payouts: readonly FiledPayout[]): HeldFor[] {
  return [...Map.groupBy(payouts, wordsOf)].map(([reason, own]) => ({
    reason,
    payouts: own.length,
    amount: own.reduce((sum, { amount }) => sum + amount, 0n),
    disputed: own.filter(({ isDisputed }) => isDisputed).length,
  }));
}

type Said = Pick<AuditNote, 'merchantId' | 'act' | 'subject' | 'after'>;

function ofFile(fileId: string, some: readonly FiledPayout[], heldFor: string | null): Said {
  const after = { held_for: heldFor, payouts: some.length };
  return { merchantId: null, act: 'payout_file.released', subject: fileId, after };
}

function ofPayout({ merchantId, payoutId, account, amount }: FiledPayout): Said {
  const after = { account, amount: `${amount}` };
  return { merchantId, act: 'payout.released', subject: payoutId, after };
}
