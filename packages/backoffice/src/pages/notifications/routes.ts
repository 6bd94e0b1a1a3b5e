// Where the pages of this area stand: notifications.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { aText, LIST_SEARCH, searchOf } from '../../app/search.ts';

export const notificationsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'notifications',
    validateSearch: searchOf({ ...LIST_SEARCH, state: aText }),
    component: lazyRouteComponent(() => import('./page.tsx'), 'NotificationsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'notifications/$notification_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'NotificationPage'),
  }),
] as const;
