// All sabotages, numbered in this order. Nothing of them is in the product: each is text that is put into one file when a
// process of the torture stage loads it, or a function that its database is given after the migrations.
import { BANK_SABOTAGES } from './list/banks.ts';
import { BOOK_SABOTAGES } from './list/books.ts';
import { DAY_SABOTAGES } from './list/days.ts';
import { CODE_SABOTAGES } from './list/codes.ts';
import { PAYMENT_SABOTAGES } from './list/payments.ts';
import { REFUND_SABOTAGES } from './list/refunds.ts';
import { REQUEST_SABOTAGES } from './list/requests.ts';
import type { Sabotage } from './types.ts';

export const SABOTAGES: readonly Sabotage[] = [
  ...PAYMENT_SABOTAGES,
  ...CODE_SABOTAGES,
  ...REFUND_SABOTAGES,
  ...BANK_SABOTAGES,
  ...REQUEST_SABOTAGES,
  ...BOOK_SABOTAGES,
  ...DAY_SABOTAGES,
];

/** The sabotage with this id. Throws when there is none. */
export function sabotageOf(id: string): Sabotage {
  const found = SABOTAGES.find((sabotage) => sabotage.id === id);
  if (found === undefined) throw new Error(`there is no sabotage ${JSON.stringify(id)}`);
  return found;
}

/** The number under which tables show it, from 1. */
export function numberOf(sabotage: Sabotage): number {
  return SABOTAGES.indexOf(sabotage) + 1;
}
