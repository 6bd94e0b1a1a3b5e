// What a payment costs and how its net is divided, decided once, before it begins: both are frozen with it.
import type { Context } from '../context.ts';
import { feeAt } from '../fees/tariff.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Split } from '../splits/split.ts';

export interface Price {
  /** Whole rupiah. */
  fee: bigint;
  /** Null: all of the net is for the default account. */
  split: Split | null;
}

/** The price of a payment that is not divided. */
export function plainPrice(
  { clock }: Pick<Context, 'clock'>,
  merchant: Merchant,
  bank: string,
  amount: bigint,
): Price {
  return { fee: feeAt(merchant.tariffs, bank, amount, clock.now()), split: null };
}
