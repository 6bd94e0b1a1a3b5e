// What a payment costs and how its net is divided, decided once, before it begins: both are frozen with it.
import type { Context } from '../context.ts';
import { findBankAccounts } from '../bank-accounts/store.ts';
import { feeAt } from '../fees/tariff.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { isFault, splitNet, type Split, type SplitFault, type SplitLine } from '../splits/split.ts';

export interface Price {
  /** Whole rupiah. */
  fee: bigint;
  /** Null: all of the net is for the default account. */
  split: Split | null;
}

type Doors = Pick<Context, 'db' | 'clock'>;

/** The price of a payment that is not divided. */
export function plainPrice(
  { clock }: Pick<Doors, 'clock'>,
  merchant: Merchant,
  bank: string,
  amount: bigint,
): Price {
  return { fee: feeAt(merchant.tariffs, bank, amount, clock.now()), split: null };
}

/** The price of a payment whose net is divided by these lines, or what is wrong with them. */
export async function splitPrice(
  doors: Doors,
  merchant: Merchant,
  bank: string,
  amount: bigint,
  lines: readonly SplitLine[],
): Promise<Price | SplitFault> {
  const { fee } = plainPrice(doors, merchant, bank, amount);
  const split = await divide(doors, merchant.merchantId, amount - fee, lines);
  return isFault(split) ? split : { fee, split };
}

/** Divides a net among accounts that may be paid to, or says what is wrong with the lines. */
export async function divide(
  { db }: Pick<Doors, 'db'>,
  merchantId: string,
  net: bigint,
  lines: readonly SplitLine[],
): Promise<Split | SplitFault> {
  const split = splitNet(net, lines);
  if (isFault(split)) return split;
  const ids = lines.map(({ account }) => account);
  const known = new Map(
    (await findBankAccounts(db, merchantId, ids)).map((one) => [one.accountId, one.status]),
  );
  for (const [line, { account }] of lines.entries()) {
    const rule = accountRule(known.get(account));
    if (rule !== null) return { line, part: 'account', rule };
  }
  return split;
}

function accountRule(status: string | undefined): string | null {
  if (status === 'verified') return null;
  if (status === undefined) return 'must be a bank account of the merchant';
  if (status === 'closed') return 'must be a bank account that is not closed';
  return 'must be a bank account that is verified';
}
