// Where the pages of this area stand: search.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, searchOf } from '../../app/search.ts';

export const searchRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'search',
    validateSearch: searchOf({ q: aText }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'SearchPage'),
  }),
] as const;
