// Where the pages of this area stand: team.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const teamRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'team',
    component: lazyRouteComponent(() => import('./page.tsx'), 'TeamPage'),
  }),
] as const;
