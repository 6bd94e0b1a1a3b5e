// Where the pages of this area stand: refunds.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { REFUNDS_SEARCH } from './words.ts';

export const refundsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'refunds',
    validateSearch: searchOf(REFUNDS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'RefundsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'refunds/$refund_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'RefundPage'),
  }),
] as const;
