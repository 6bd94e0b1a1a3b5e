// What a payment would come to: its fee, what each account would get of it, and when. Nothing is written.
import type { Context } from '../context.ts';
import type { Share } from '../ledger/postings.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { plainPrice, splitPrice, type Price } from '../payments/price.ts';
import type { SplitFault, SplitLine } from '../splits/split.ts';
import { findBankAccounts } from '../bank-accounts/store.ts';
import { settlementDay, wibDay, type Day } from './calendar.ts';
import { payeesOf } from './payees.ts';
import { linesOf } from './shares.ts';
import { findTerms, listHolidays } from './store-calendar.ts';

export interface Wanted {
  bank: string;
  /** Whole rupiah. */
  amount: bigint;
  /** Without any, all of the net is the default account's. */
  lines: readonly SplitLine[];
}

export interface Preview {
  amount: bigint;
  fee: bigint;
  net: bigint;
  /** What each account would get; null where the merchant has no default account, and nothing would be settled. */
  shares: Share[] | null;
  /** When, if it succeeded now and the bank's statement showed it in time. */
  dueDay: Day;
}

/** Reckons what a payment of this moment would come to, or answers what is wrong with the lines. */
export async function previewSettlement(
  ctx: Pick<Context, 'db' | 'clock'>,
  merchant: Merchant,
  { bank, amount, lines }: Wanted,
): Promise<Preview | SplitFault> {
  const price: Price | SplitFault =
    lines.length === 0
      ? plainPrice(ctx, merchant, bank, amount)
      : await splitPrice(ctx, merchant, bank, amount, lines);
  if ('rule' in price) return price;
  const { fee, split } = price;
  const payees = payeesOf(await findBankAccounts(ctx.db, merchant.merchantId, null));
  const item = { kind: 'payment' as const, amount, fee, split, paymentAmount: amount };
  const shares = payees === null ? null : linesOf({ ...item, refundedBefore: 0n }, payees);
  const { workingDays } = await findTerms(ctx.db, merchant.merchantId, bank);
  const holidays = await listHolidays(ctx.db);
  return {
    amount,
    fee,
    net: amount - fee,
    shares: shares?.map((line) => ({ account: line.account, amount: line.amount })) ?? null,
    dueDay: settlementDay(holidays, wibDay(ctx.clock.now()), workingDays),
  };
}
