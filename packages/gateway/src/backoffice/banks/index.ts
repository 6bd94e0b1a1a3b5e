// The routes about a merchant's banks: the guide's first chapter, and where notifications go.
import type { Route } from '../route.ts';
import { activationRoutes } from './activate.ts';
import { bankList } from './list.ts';
import { urlRoute } from './notification-url.ts';
import { testNotificationRoute } from './test-notification.ts';
import { testRoute } from './try.ts';

export const BANK_ROUTES: readonly Route[] = [
  bankList,
  testRoute,
  ...activationRoutes,
  urlRoute,
  testNotificationRoute,
];
