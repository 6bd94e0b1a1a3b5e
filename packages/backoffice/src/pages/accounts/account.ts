// A bank account as the API tells it, its states, and what the address of the list keeps.
import type { components } from '../../api/types.gen.ts';
import type { Answer } from '../../api/session.ts';
import { LIST_SEARCH, someOf } from '../../app/search.ts';

export type Account = components['schemas']['BankAccountRow'];
export type WholeAccount = Answer<'getBankAccount'>;

export const ACCOUNT_STATES = [
  'new',
  'inquired',
  'verified',
  'refused',
  'closed',
] as const satisfies readonly Account['status'][];

export const ACCOUNTS_SEARCH = {
  cols: LIST_SEARCH.cols,
  density: LIST_SEARCH.density,
  status: someOf(...ACCOUNT_STATES),
} as const;

/** `BCA •••• 0002`. */
export function accountName({ bank_name: bank, number_tail: tail }: Account): string {
  return `${bank} •••• ${tail}`;
}
