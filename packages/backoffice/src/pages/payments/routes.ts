// Where the pages of this area stand: payments.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, searchOf } from '../../app/search.ts';

export const paymentsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'payments',
    validateSearch: searchOf({ ...LIST_SEARCH, state: aText }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'payments/$payment_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'PaymentPage'),
  }),
] as const;
