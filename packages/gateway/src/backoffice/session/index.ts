// Every route about the person who calls: signing in, proving oneself, the profile, invitations, the identity provider.
import type { DoorWords } from '../door-words.ts';
import type { Route } from '../route.ts';
import { INVITATION_ROUTES } from './invitations.ts';
import { OIDC_ROUTES } from './oidc.ts';
import { PROFILE_ROUTES } from './profile.ts';
import { signInRoutes } from './sign-in.ts';

/** The routes; what the floor above knows is handed in. */
export function sessionRoutes(door: DoorWords): readonly Route[] {
  return [...signInRoutes(door), ...PROFILE_ROUTES, ...INVITATION_ROUTES, ...OIDC_ROUTES];
}
