// Where the pages of this area stand: balances, their accounts, and journals.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, oneOf, searchOf } from '../../app/search.ts';
import { ACCOUNT_KINDS } from './chart.ts';

export const balancesRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'balances',
    validateSearch: searchOf({
      day: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
      kind: oneOf(...ACCOUNT_KINDS),
    }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'BalancesPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'balances/$account',
    validateSearch: searchOf({ range: LIST_SEARCH.range, template: aText }),
    component: lazyRouteComponent(() => import('./account.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'balances/journals/$journal_no',
    component: lazyRouteComponent(() => import('./journal.tsx'), 'JournalPage'),
  }),
] as const;
