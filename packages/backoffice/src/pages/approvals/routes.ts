// Where the pages of this area stand: approvals.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { LIST_SEARCH, oneOf, searchOf } from '../../app/search.ts';
import { STATES } from './approval.ts';

export const approvalsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'approvals',
    validateSearch: searchOf({ ...LIST_SEARCH, state: oneOf(...STATES) }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'ApprovalsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'approvals/$approval_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'ApprovalPage'),
  }),
] as const;
