// The routes of notifications.
import type { Route } from '../route.ts';
import { getNotification, listNotifications } from './get.ts';

export const NOTIFICATION_ROUTES: readonly Route[] = [listNotifications, getNotification];
