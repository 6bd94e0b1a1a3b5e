// Where the pages of this area stand: payments.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { PAYMENTS_SEARCH } from './words.ts';

export const paymentsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'payments',
    validateSearch: searchOf(PAYMENTS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'payments/$payment_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'PaymentPage'),
  }),
] as const;
