// Where the pages of this area stand: merchants.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const merchantsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'merchants',
    component: lazyRouteComponent(() => import('./page.tsx'), 'MerchantsPage'),
  }),
] as const;
