// The routes of balances.
import type { Route } from '../route.ts';
import { account } from './account.ts';
import { journal } from './journal.ts';
import { balances } from './list.ts';
import { merchantBalances } from './merchants.ts';
import { exportMovements, movements } from './movements.ts';

export const BALANCE_ROUTES: readonly Route[] = [
  balances,
  account,
  movements,
  exportMovements,
  journal,
  merchantBalances,
];
