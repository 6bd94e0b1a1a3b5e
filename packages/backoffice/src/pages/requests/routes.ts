// Where the pages of this area stand: requests.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, oneOf, searchOf } from '../../app/search.ts';

export const requestsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'requests',
    validateSearch: searchOf({
      ...LIST_SEARCH,
      outcome: oneOf('ok', 'refused', 'failed'),
      code: aText,
      endpoint: aText,
      signature: oneOf('right', 'wrong', 'unknown'),
      request_id: aText,
    }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'RequestsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'requests/$call_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'RequestPage'),
  }),
] as const;
