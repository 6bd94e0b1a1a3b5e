// Where the pages of this area stand: banks.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { workspaceRoute } from '../../app/parents.ts';

export const banksRoutes = [
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'banks',
    component: lazyRouteComponent(() => import('./page.tsx'), 'BanksPage'),
  }),
  createRoute({
    getParentRoute: () => workspaceRoute,
    path: 'banks/$bank',
    component: lazyRouteComponent(() => import('./one.tsx'), 'BankPage'),
  }),
] as const;
