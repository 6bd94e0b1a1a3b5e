// Where the pages of this area stand: approvals.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, searchOf } from '../../app/search.ts';

export const approvalsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'approvals',
    validateSearch: searchOf({ ...LIST_SEARCH, state: aText }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'ApprovalsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'approvals/$approval_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'ApprovalPage'),
  }),
] as const;
