// The routes of the home page.
import type { Route } from '../route.ts';
import { home } from './home.ts';
import { money } from './money.ts';

export const HOME_ROUTES: readonly Route[] = [home, money];
