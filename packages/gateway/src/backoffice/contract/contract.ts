// Every shape of the Back Office's API: what the reference, the page's types and the test of roles are made from.
import type { Shape } from '../route.ts';
import * as balances from './balances.ts';
import * as bankAccounts from './bank-accounts.ts';
import * as exceptions from './exceptions.ts';
import * as fees from './fees.ts';
import * as merchant from './merchant.ts';
import * as nouns from './nouns.ts';
import * as payments from './payments.ts';
import * as people from './people.ts';
import * as batches from './batches.ts';
import * as payouts from './payouts.ts';
import * as reconciliation from './reconciliation.ts';
import * as session from './session.ts';
import * as settlement from './settlement.ts';
import * as settlementTerms from './settlement-terms.ts';
import * as splits from './splits.ts';

/** By name, in the order of the reference. */
export const CONTRACT: Readonly<Record<string, Shape>> = Object.fromEntries(
  [
    session,
    people,
    payments,
    splits,
    nouns,
    merchant,
    bankAccounts,
    fees,
    settlement,
    settlementTerms,
    reconciliation,
    exceptions,
    batches,
    payouts,
    balances,
  ].flatMap((area) =>
    Object.entries(area).filter((entry): entry is [string, Shape] => isShape(entry[1])),
  ),
);

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && 'permission' in value && 'path' in value;
}
