// Where the pages of this area stand: developers.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const developersRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'keys',
    component: lazyRouteComponent(() => import('./keys.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'signature',
    component: lazyRouteComponent(() => import('./signature.tsx'), 'SignaturePage'),
  }),
] as const;
