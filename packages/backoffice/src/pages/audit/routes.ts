// Where the pages of this area stand: audit.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, searchOf } from '../../app/search.ts';

export const auditRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'audit',
    validateSearch: searchOf({ ...LIST_SEARCH, state: aText }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'AuditPage'),
  }),
] as const;
