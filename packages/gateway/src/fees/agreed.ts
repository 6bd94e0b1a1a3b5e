// What two people have agreed on about a merchant's tariffs, carried out: only before it begins, and only in place of what
// they looked at. Each may be done again without harm.
import type { Clock } from '../base/clock.ts';
import type { Db, Tx } from '../base/db.ts';
import {
  holdTariffs,
  insertTariff,
  listMadeTariffs,
  markWithdrawn,
  type MadeTariff,
} from './store.ts';
import { tariffAt, type Tariff } from './tariff.ts';

interface Doors {
  db: Db;
  clock: Clock;
}

/** What came of it: `too_late` when it had begun, `changed` when somebody was quicker. */
export type CameOf = 'done' | 'too_late' | 'changed';

export interface Agreed {
  /** Who asked for it. */
  by: string;
  /** Happens in the same transaction, at its end, when it is done now. */
  also(tx: Tx): Promise<void>;
}

/** Adds a tariff that lies ahead, in place of the one that people looked at (null: none). */
export async function addAgreed(
  doors: Doors,
  merchantId: string,
  tariff: Tariff,
  instead: string | null,
  { by, also }: Agreed,
): Promise<CameOf> {
  return await changing(doors, merchantId, async (tx, made, at) => {
    if (made.some(({ feeId }) => feeId === tariff.feeId)) return 'done';
    if (tariff.validFrom <= at) return 'too_late';
    const standing = standingAt(made, tariff.bank, tariff.validFrom);
    if ((standing?.feeId ?? null) !== instead) return 'changed';
    await insertTariff(tx, merchantId, tariff, { by, at });
    await also(tx);
    return 'done';
  });
}

/** Withdraws a tariff that lies ahead. */
export async function withdrawAgreed(
  doors: Doors,
  merchantId: string,
  feeId: string,
  { also }: Pick<Agreed, 'also'>,
): Promise<CameOf> {
  return await changing(doors, merchantId, async (tx, made, at) => {
    const tariff = made.find((one) => one.feeId === feeId);
    if (tariff === undefined) return 'changed';
    if (tariff.withdrawnAt !== null) return 'done';
    if (tariff.validFrom <= at) return 'too_late';
    const isDone = await markWithdrawn(tx, merchantId, tariff.bank, feeId, at);
    if (!isDone) return 'changed';
    await also(tx);
    return 'done';
  });
}

/** The tariff that is in force at an instant by what is known now; null where nothing is agreed. */
export function standingAt(
  made: readonly MadeTariff[],
  bank: string,
  at: number,
): MadeTariff | null {
  const standing = made.filter(({ withdrawnAt }) => withdrawnAt === null);
  const tariff = tariffAt(standing, bank, at);
  return standing.find(({ feeId }) => feeId === tariff?.feeId) ?? null;
}

async function changing(
  { db, clock }: Doors,
  merchantId: string,
  change: (tx: Tx, made: readonly MadeTariff[], at: number) => Promise<CameOf>,
): Promise<CameOf> {
  return await db.transaction(async (tx) => {
    await holdTariffs(tx, merchantId);
    return await change(tx, await listMadeTariffs(tx, merchantId), clock.now());
  });
}
