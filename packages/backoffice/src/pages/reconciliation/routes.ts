// Where the pages of this area stand: reconciliation.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { DAYS_SEARCH, EXCEPTIONS_SEARCH, STRAYS_SEARCH } from './words.ts';

export const reconciliationRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'reconciliation',
    validateSearch: searchOf(DAYS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'ReconciliationPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'reconciliation/days/$bank/$day',
    component: lazyRouteComponent(() => import('./day.tsx'), 'DayPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'reconciliation/exceptions',
    validateSearch: searchOf(EXCEPTIONS_SEARCH),
    component: lazyRouteComponent(() => import('./exceptions.tsx'), 'ExceptionsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'reconciliation/exceptions/$exception_id',
    component: lazyRouteComponent(() => import('./exception.tsx'), 'ExceptionPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'reconciliation/strays',
    validateSearch: searchOf(STRAYS_SEARCH),
    component: lazyRouteComponent(() => import('./strays.tsx'), 'StraysPage'),
  }),
] as const;
