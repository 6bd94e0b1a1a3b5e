// A day is settled by hand: foreseen first, then run. Neither keeps a call waiting for all of a large gateway, nor the run for all of
// a large merchant: what is left is asked for again, and what was taken or booked stays so.
import { DayRefused, settleDay, type SettledBatch } from '../../settlement/run.ts';
import { foreseeEach, type Foreseen } from '../../settlement/foresee.ts';
import { findBankAccounts } from '../../bank-accounts/store.ts';
import type { Asked } from '../asked.ts';
import {
  foreseeSettlement as foreseeShape,
  runSettlement as runShape,
} from '../contract/settlement.ts';
import { Denied } from '../denied.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';
import { merchantWords, sumWords } from './words.ts';

/** So long a call goes on taking up one page after the other, ms. */
const PATIENCE_MS = 20_000;

export const foreseeSettlement = route(foreseeShape, async (call) => {
  const { ctx, scope, body } = call;
  const until = ctx.clock.steady() + PATIENCE_MS;
  const rows: Awaited<ReturnType<typeof foreseenWords>>[] = [];
  const foreseen = foreseeEach(ctx, body.day, scope.merchantIds?.[0] ?? null);
  return await unlessRefused(async () => {
    for await (const one of foreseen) {
      rows.push(await foreseenWords(call, one));
      if (ctx.clock.steady() > until) return { rows, complete: false };
    }
    return { rows, complete: true };
  });
});

export const runSettlement = route(runShape, async (call) => {
  const { ctx, scope, body } = call;
  const { day, reason } = body;
  const enough = new AbortController();
  const until = ctx.clock.steady() + PATIENCE_MS;
  const look = (): void => {
    if (ctx.clock.steady() > until) enough.abort();
  };
  const [merchantId] = scope.merchantIds ?? [];
  await writeNote(ctx, call.note('settlement.run', day, { reason, after: { day } }));
  return await unlessRefused(async () => {
    const booked = await settleDay(ctx, day, {
      ...(merchantId === undefined ? {} : { merchantId }),
      signal: enough.signal,
      onStep: look,
      onBatch: look,
    });
    const batches = [];
    for (const batch of booked) batches.push(await bookedWords(call, batch));
    return { batches, complete: !enough.signal.aborted };
  });
});

async function unlessRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DayRefused)) throw error;
    throw new Denied('field_invalid', { field: 'day', message: error.message });
  }
}

async function foreseenWords(call: Asked, one: Foreseen) {
  const ids = one.positions?.map(({ account }) => account) ?? [];
  const known = await findBankAccounts(call.ctx.db, one.merchantId, ids);
  const byId = new Map(known.map((account) => [account.accountId, account]));
  return {
    ...(await merchantWords(call, one.merchantId)),
    bank: one.bank,
    day: one.day,
    ...sumWords(one),
    accounts:
      one.positions?.map(({ account, carried, share, payout, unpaid }) => ({
        account,
        bank_name: byId.get(account)?.bankName ?? null,
        number_tail: byId.get(account)?.numberTail ?? null,
        carried: `${carried}`,
        share: `${share}`,
        payout: payout === null ? null : `${payout}`,
        unpaid,
      })) ?? null,
  };
}

async function bookedWords(
  call: Asked,
  { merchantId, batchId, bank, day, positions }: SettledBatch,
) {
  const paid = positions.reduce((sum, { payout }) => sum + (payout ?? 0n), 0n);
  return {
    ...(await merchantWords(call, merchantId)),
    batch_id: batchId,
    bank,
    day,
    paid: `${paid}`,
  };
}
