// Where the pages of this area stand: profile.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const profileRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'profile',
    component: lazyRouteComponent(() => import('./page.tsx'), 'ProfilePage'),
  }),
] as const;
