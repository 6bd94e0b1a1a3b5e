// Where the pages of this area stand: a merchant's own bank accounts.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { ACCOUNTS_SEARCH } from './account.ts';

export const accountsRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'accounts',
    validateSearch: searchOf(ACCOUNTS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'accounts/$account_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'AccountPage'),
  }),
] as const;
