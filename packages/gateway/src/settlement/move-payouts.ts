// Moves payouts of one merchant forward with their journals, in the caller's transaction: the only way in which one moves.
import type { Tx } from '../base/db.ts';
import { journalOf, movesBy, type Payout, type PayoutState, type PayoutWord } from './payout.ts';
import { postJournals, type NewJournal } from './store-booking.ts';
import { holdPayouts, movePayouts } from './store-payouts.ts';

/** What was heard of a payout. */
export interface Heard {
  payoutId: string;
  word: PayoutWord;
  reason: string | null;
  /** What is kept with the event: JSON, without personal data. */
  evidence: unknown;
}

/** What came of it. */
export interface Moved {
  payout: Payout;
  heard: Heard;
  /** The state that it came to; null: it was known already. */
  to: PayoutState | 'contradiction' | null;
}

/** Applies what was heard of payouts of one merchant: each moves forward as far as it leads, and books each step. */
export async function applyHeard(
  tx: Tx,
  merchantId: string,
  heard: readonly Heard[],
  by: { actor: string; at: number },
): Promise<Moved[]> {
  const wanted = new Map(heard.map((one) => [one.payoutId, one]));
  const payouts = await holdPayouts(tx, merchantId, [...wanted.keys()]);
  const moved: Moved[] = [];
  const journals: NewJournal[] = [];
  for (const payout of payouts) {
    const one = wanted.get(payout.payoutId);
    if (one === undefined) continue;
    const states = movesBy(payout.state, one.word);
    if (states === 'contradiction' || states.length === 0) {
      moved.push({ payout, heard: one, to: states === 'contradiction' ? states : null });
      continue;
    }
    for (const state of states) {
      const journal = journalOf(payout, state);
      if (journal !== null) journals.push({ ...journal, subjectId: payout.payoutId });
    }
    moved.push({ payout, heard: one, to: states.at(-1) ?? null });
  }
  await moveStepwise(tx, merchantId, moved, by);
  await postJournals(tx, merchantId, by.at, journals);
  return moved;
}

/** A payout that is heard of as returned before it was heard of as paid goes through both. */
async function moveStepwise(
  tx: Tx,
  merchantId: string,
  moved: readonly Moved[],
  by: { actor: string; at: number },
): Promise<void> {
  for (const step of [0, 1]) {
    const moves = moved.flatMap(({ payout, heard }) => {
      const states = movesBy(payout.state, heard.word);
      const state = states === 'contradiction' ? undefined : states[step];
      if (state === undefined) return [];
      const from = { ...payout, version: payout.version + step };
      const reason = state === 'paid' ? null : heard.reason;
      return [{ payout: from, state, reason, evidence: JSON.stringify(heard.evidence ?? null) }];
    });
    if (moves.length > 0) await movePayouts(tx, merchantId, moves, by);
  }
}
