// Every route about people and what they decide: team, approvals, audit, views, merchants.
import type { Carrying } from '../../operators/carrying.ts';
import type { Route } from '../route.ts';
import { approvalRoutes } from './approvals.ts';
import { AUDIT_ROUTES } from './audit.ts';
import { MERCHANT_ROUTES } from './merchants.ts';
import { TEAM_ROUTES } from './team.ts';
import { VIEW_ROUTES } from './views.ts';

/** The routes; who knows how each kind of approval is carried out is handed in. */
export function peopleRoutes(carrying: Carrying): readonly Route[] {
  return [
    ...TEAM_ROUTES,
    ...approvalRoutes(carrying),
    ...AUDIT_ROUTES,
    ...VIEW_ROUTES,
    ...MERCHANT_ROUTES,
  ];
}
