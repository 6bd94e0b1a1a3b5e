// Where the pages of this area stand: what comes next, batches, payouts, files for banks, the calendar, the terms, and the
// statement.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { BATCHES_SEARCH, CALENDAR_SEARCH, PAYOUTS_SEARCH, STATEMENT_SEARCH } from './words.ts';

export const settlementRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement',
    component: lazyRouteComponent(() => import('./upcoming.tsx'), 'UpcomingPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/batches',
    validateSearch: searchOf(BATCHES_SEARCH),
    component: lazyRouteComponent(() => import('./batches.tsx'), 'BatchesPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/batches/$batch_id',
    component: lazyRouteComponent(() => import('./batch.tsx'), 'BatchPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/payouts',
    validateSearch: searchOf(PAYOUTS_SEARCH),
    component: lazyRouteComponent(() => import('./payouts.tsx'), 'PayoutsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/payouts/$payout_id',
    component: lazyRouteComponent(() => import('./payout.tsx'), 'PayoutPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/files',
    component: lazyRouteComponent(() => import('./files.tsx'), 'FilesPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/calendar',
    validateSearch: searchOf(CALENDAR_SEARCH),
    component: lazyRouteComponent(() => import('./calendar.tsx'), 'CalendarPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/terms',
    component: lazyRouteComponent(() => import('./terms.tsx'), 'TermsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'settlement/statement',
    validateSearch: searchOf(STATEMENT_SEARCH),
    component: lazyRouteComponent(() => import('./statement.tsx'), 'StatementPage'),
  }),
] as const;
