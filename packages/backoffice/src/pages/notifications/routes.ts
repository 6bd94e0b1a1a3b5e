// Where the pages of this area stand: notifications.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { NOTIFICATIONS_SEARCH } from './words.ts';

export const notificationsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'notifications',
    validateSearch: searchOf(NOTIFICATIONS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'NotificationsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'notifications/$notification_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'NotificationPage'),
  }),
] as const;
