// The routes of notifications.
import type { Route } from '../route.ts';
import { getNotification, listNotifications } from './get.ts';
import { resendMany, resendOne } from './resend.ts';

export const NOTIFICATION_ROUTES: readonly Route[] = [
  listNotifications,
  getNotification,
  resendOne,
  resendMany,
];
