// Where the pages of this area stand: audit.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, searchOf } from '../../app/search.ts';

export const auditRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'audit',
    validateSearch: searchOf({
      ...LIST_SEARCH,
      act: aText,
      operator_id: (text) => /^[0-9a-f-]{36}$/.test(text),
      subject: aText,
    }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'AuditPage'),
  }),
] as const;
