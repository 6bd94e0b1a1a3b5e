// Where the pages of this area stand: tokens.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';
import { searchOf } from '../../app/search.ts';
import { TOKENS_SEARCH } from './words.ts';

export const tokensRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'tokens',
    validateSearch: searchOf(TOKENS_SEARCH),
    component: lazyRouteComponent(() => import('./page.tsx'), 'TokensPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'tokens/$token_id',
    component: lazyRouteComponent(() => import('./one.tsx'), 'TokenPage'),
  }),
] as const;
