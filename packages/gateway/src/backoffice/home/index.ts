// The routes of the home page.
import type { Route } from '../route.ts';
import { home } from './home.ts';

export const HOME_ROUTES: readonly Route[] = [home];
