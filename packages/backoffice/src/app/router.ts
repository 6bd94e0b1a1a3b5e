// The tree of pages. Each area brings its own routes.
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { homeWorkspace } from '../api/session.ts';
import { accountsRoutes } from '../pages/accounts/routes.ts';
import { approvalsRoutes } from '../pages/approvals/routes.ts';
import { auditRoutes } from '../pages/audit/routes.ts';
import { balancesRoutes } from '../pages/balances/routes.ts';
import { banksRoutes } from '../pages/banks/routes.ts';
import { developersRoutes } from '../pages/developers/routes.ts';
import { doorRoutes } from '../pages/door/routes.ts';
import { feesRoutes } from '../pages/fees/routes.ts';
import { homeRoutes } from '../pages/home/routes.ts';
import { merchantsRoutes } from '../pages/merchants/routes.ts';
import { notificationsRoutes } from '../pages/notifications/routes.ts';
import { paymentsRoutes } from '../pages/payments/routes.ts';
import { profileRoutes } from '../pages/profile/routes.ts';
import { reconciliationRoutes } from '../pages/reconciliation/routes.ts';
import { refundsRoutes } from '../pages/refunds/routes.ts';
import { requestsRoutes } from '../pages/requests/routes.ts';
import { searchRoutes } from '../pages/search/routes.ts';
import { settingsRoutes } from '../pages/settings/routes.ts';
import { settlementRoutes } from '../pages/settlement/routes.ts';
import { teamRoutes } from '../pages/team/routes.ts';
import { tokensRoutes } from '../pages/tokens/routes.ts';
import { rootRoute, signedInRoute, workspaceRoute } from './parents.ts';
import { readSearch, writeSearch } from './search.ts';

const startRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad({ context }) {
    // oxlint-disable-next-line typescript/only-throw-error -- the router's way to lead elsewhere
    throw redirect({
      to: '/$workspace',
      params: { workspace: homeWorkspace(context.session) },
      replace: true,
    });
  },
});

const tree = rootRoute.addChildren([
  ...doorRoutes,
  signedInRoute.addChildren([
    startRoute,
    workspaceRoute.addChildren([
      ...homeRoutes,
      ...paymentsRoutes,
      ...tokensRoutes,
      ...refundsRoutes,
      ...reconciliationRoutes,
      ...notificationsRoutes,
      ...settlementRoutes,
      ...searchRoutes,
      ...balancesRoutes,
      ...accountsRoutes,
      ...feesRoutes,
      ...banksRoutes,
      ...settingsRoutes,
      ...developersRoutes,
      ...requestsRoutes,
      ...approvalsRoutes,
      ...teamRoutes,
      ...auditRoutes,
      ...merchantsRoutes,
      ...profileRoutes,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  basepath: '/backoffice',
  defaultPreload: 'intent',
  scrollRestoration: true,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
