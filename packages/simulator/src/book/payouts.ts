// How payouts change the book: money leaves for the accounts of merchants, and some of it comes back.
import type { Payout, PayoutFile } from './entries.ts';
import type { PayoutReturned, PayoutsTaken } from './records.ts';
import { takeReference } from './state.ts';
import type { BookState } from './state.ts';

/** A file was taken: every payout with a reference has left. */
export function takePayouts(state: BookState, record: PayoutsTaken): void {
  const { messageId, paymentId, sha256, at } = record;
  const payouts: Payout[] = record.payouts.map((one) => ({
    ...one,
    amount: BigInt(one.amount),
    state: one.reference === null ? 'refused' : 'paid',
  }));
  const sum = payouts.reduce((total, { amount }) => total + amount, 0n);
  const file: PayoutFile = {
    messageId,
    paymentId,
    sha256,
    count: payouts.length,
    sum,
    at,
    payouts,
  };
  state.payoutFiles.set(messageId, file);
  for (const payout of payouts) {
    if (payout.reference === null) continue;
    state.payouts.set(payout.endToEndId, payout);
    move(state, 'PAYOUT', payout, payout.reference, at);
  }
}

/** A payout has come back. */
export function returnPayout(state: BookState, record: PayoutReturned): void {
  const payout = state.payouts.get(record.endToEndId);
  if (payout === undefined) throw new Error(`the book has no payout ${record.endToEndId}`);
  payout.state = 'returned';
  payout.returnsAt = null;
  move(state, 'PAYOUT_RETURN', payout, record.reference, record.at);
}

function move(
  state: BookState,
  type: 'PAYOUT' | 'PAYOUT_RETURN',
  { partner, endToEndId, accountNo, amount }: Payout,
  reference: string,
  at: number,
): void {
  const partnerReference = endToEndId;
  state.movements.push({ type, partner, reference, partnerReference, accountNo, amount, at });
  takeReference(state, reference);
}
