// What a payment costs its merchant: a tariff, and the fee that it comes to. Pure.

/** A merchant's terms at one bank, in force from an instant on until the next. Amounts are whole rupiah. */
export interface Tariff {
  feeId: string;
  bank: string;
  /** Epoch ms. */
  validFrom: number;
  fixed: bigint;
  /** Part of the amount in 1/100 of a percent. */
  basisPoints: bigint;
  minimum: bigint;
  /** Null: none. */
  maximum: bigint | null;
}

/** A hundred percent. */
const WHOLE = 10_000n;

/** The fee of an amount: fixed part and basis points, rounded half up, within the bounds, and never more than the amount. */
export function feeOf(
  { fixed, basisPoints, minimum, maximum }: Omit<Tariff, 'feeId' | 'bank' | 'validFrom'>,
  amount: bigint,
): bigint {
  const part = (amount * basisPoints + WHOLE / 2n) / WHOLE;
  const least = larger(fixed + part, minimum);
  const most = maximum === null ? amount : smaller(maximum, amount);
  return smaller(least, most);
}

/** The tariff in force at an instant, or null; of several that begin together, the last one made. */
export function tariffAt(tariffs: readonly Tariff[], bank: string, at: number): Tariff | null {
  let found: Tariff | null = null;
  for (const tariff of tariffs) {
    if (tariff.bank !== bank || tariff.validFrom > at) continue;
    if (found === null || isAfter(tariff, found)) found = tariff;
  }
  return found;
}

/** What a payment of this amount costs at an instant; without a tariff nothing. */
export function feeAt(
  tariffs: readonly Tariff[],
  bank: string,
  amount: bigint,
  at: number,
): bigint {
  const tariff = tariffAt(tariffs, bank, at);
  return tariff === null ? 0n : feeOf(tariff, amount);
}

// Ids grow with time.
function isAfter(one: Tariff, other: Tariff): boolean {
  return one.validFrom === other.validFrom
    ? one.feeId > other.feeId
    : one.validFrom > other.validFrom;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
