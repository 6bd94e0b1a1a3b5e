// Where the page of this area stands: fees.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const feesRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'fees',
    component: lazyRouteComponent(() => import('./page.tsx'), 'FeesPage'),
  }),
] as const;
