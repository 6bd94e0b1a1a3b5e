// Flows: a merchant gets a new tariff, or one that is not in force yet is withdrawn. What is in force never changes.
import type { Clock } from '../base/clock.ts';
import type { Db, Tx } from '../base/db.ts';
import type { Random } from '../base/random.ts';
import { holdTariffs, insertTariff, markWithdrawn } from './store.ts';
import type { Tariff } from './tariff.ts';

const MOST = 999_999_999_999n;
const MOST_BASIS_POINTS = 10_000n;

interface Doors {
  db: Db;
  clock: Clock;
  random: Random;
}

export interface NewTariff extends Omit<Tariff, 'feeId' | 'validFrom'> {
  /** Epoch ms, not in the past; null for at once: every process knows of it within a second. */
  validFrom: number | null;
}

/** Who changes it, and what else happens in the same transaction, at its end. */
export interface Change {
  /** The operator; null where nobody is signed in. */
  by: string | null;
  also?(tx: Tx, tariff: Tariff): Promise<void>;
}

/** A tariff that cannot be: the field and the rule that it breaks. */
export class TariffRefused extends Error {
  override name = 'TariffRefused';
  readonly field: keyof Tariff;
  readonly rule: string;

  constructor(field: keyof Tariff, rule: string) {
    super(`${field} ${rule}`);
    this.field = field;
    this.rule = rule;
  }
}

/** The tariff that would be added. Throws {@link TariffRefused}. */
export function planTariff(
  { clock, random }: Pick<Doors, 'clock' | 'random'>,
  wanted: NewTariff,
): Tariff {
  const at = clock.now();
  const tariff = { ...wanted, validFrom: wanted.validFrom ?? at, feeId: random.id() };
  mustBeSound(tariff, at);
  return tariff;
}

/** Adds a tariff and answers it. Payments that exist keep their fee. Throws {@link TariffRefused}. */
export async function addTariff(
  doors: Doors,
  merchantId: string,
  wanted: NewTariff,
  { by, also }: Change,
): Promise<Tariff> {
  const tariff = planTariff(doors, wanted);
  await doors.db.transaction(async (tx) => {
    await holdTariffs(tx, merchantId);
    await insertTariff(tx, merchantId, tariff, { by, at: doors.clock.now() });
    await also?.(tx, tariff);
  });
  return tariff;
}

/** Withdraws a tariff that is not in force yet. Throws {@link TariffRefused} when there is none with this id. */
export async function withdrawTariff(
  doors: Pick<Doors, 'db' | 'clock'>,
  merchantId: string,
  bank: string,
  feeId: string,
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    await holdTariffs(tx, merchantId);
    const isDone = await markWithdrawn(tx, merchantId, bank, feeId, doors.clock.now());
    if (!isDone) throw new TariffRefused('feeId', 'must be a tariff that is not in force yet');
    await also?.(tx);
  });
}

function mustBeSound(tariff: Tariff, at: number): void {
  const { fixed, basisPoints, minimum, maximum, validFrom } = tariff;
  if (validFrom < at) throw new TariffRefused('validFrom', 'must not be in the past');
  mustBeWithin('fixed', fixed, MOST);
  mustBeWithin('basisPoints', basisPoints, MOST_BASIS_POINTS);
  mustBeWithin('minimum', minimum, MOST);
  if (maximum === null) return;
  mustBeWithin('maximum', maximum, MOST);
  if (maximum < minimum) throw new TariffRefused('maximum', 'must not be less than the minimum');
}

function mustBeWithin(field: keyof Tariff, value: bigint, most: bigint): void {
  if (value < 0n || value > most) {
    throw new TariffRefused(field, `must be a whole number from 0 to ${most}`);
  }
}
