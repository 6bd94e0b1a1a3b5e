// Every route of the Back Office, area by area, and how what was approved is carried out; the live stream is added where
// the server is mounted.
import { createCarrying } from './approvals/carry-out.ts';
import { BALANCE_ROUTES } from './balances/index.ts';
import { BANK_ACCOUNT_ROUTES } from './bank-accounts/index.ts';
import { BANK_ROUTES } from './banks/index.ts';
import { CALL_ROUTES } from './calls/index.ts';
import { FEE_ROUTES } from './fees/index.ts';
import { HOME_ROUTES } from './home/index.ts';
import { KEY_ROUTES } from './keys/index.ts';
import { NOTIFICATION_ROUTES } from './notifications/index.ts';
import { carryOutRefund, carryOutResolution, carryOutSplit } from './payments/carry-out.ts';
import { PAYMENT_ROUTES } from './payments/index.ts';
import { peopleRoutes } from './people/index.ts';
import { carryOutException } from './reconciliation/carry-out.ts';
import { RECONCILIATION_ROUTES } from './reconciliation/index.ts';
import { REFUND_ROUTES } from './refunds/index.ts';
import type { Route } from './route.ts';
import { SEARCH_ROUTES } from './search/index.ts';
import { SETTINGS_ROUTES } from './settings/index.ts';
import { SETTLEMENT_ROUTES } from './settlement/index.ts';
import { SIGNATURE_ROUTES } from './signature/index.ts';
import { TOKEN_ROUTES } from './tokens/index.ts';

/** Every kind of approval, with what it does. */
export const CARRYING = createCarrying({
  refund: carryOutRefund,
  resolve_payment: carryOutResolution,
  exception: carryOutException,
  split: carryOutSplit,
});

export const ROUTES: readonly Route[] = [
  ...peopleRoutes(CARRYING),
  ...HOME_ROUTES,
  ...PAYMENT_ROUTES,
  ...TOKEN_ROUTES,
  ...REFUND_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...SEARCH_ROUTES,
  ...BANK_ROUTES,
  ...BALANCE_ROUTES,
  ...BANK_ACCOUNT_ROUTES,
  ...FEE_ROUTES,
  ...SETTLEMENT_ROUTES,
  ...RECONCILIATION_ROUTES,
  ...KEY_ROUTES,
  ...SETTINGS_ROUTES,
  ...SIGNATURE_ROUTES,
  ...CALL_ROUTES,
];
