// Where the pages of this area stand: home.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { LIST_SEARCH, searchOf } from '../../app/search.ts';

export const homeRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: '/',
    validateSearch: searchOf({ range: LIST_SEARCH.range }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'HomePage'),
  }),
] as const;
