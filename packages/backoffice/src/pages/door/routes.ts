// Where the pages of the door stand: signing in, the second factor, its enrolment, and invitations.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/parents.ts';
import { oneOf, searchOf } from '../../app/search.ts';

/** `to`: where somebody wanted to go, judged when it is used. `refused`: what the identity provider came back with. */
const validateSearch = searchOf({
  to: (text) => text.length < 2000,
  refused: oneOf('oidc', 'oidc_away'),
});

export const doorRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'sign-in',
    validateSearch,
    component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'sign-in/code',
    validateSearch,
    component: lazyRouteComponent(() => import('./second-factor.tsx'), 'SecondFactorPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'sign-in/enrolment',
    validateSearch,
    component: lazyRouteComponent(() => import('./enrolment.tsx'), 'EnrolmentPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'invitation',
    component: lazyRouteComponent(() => import('./invitation.tsx'), 'InvitationPage'),
  }),
] as const;
