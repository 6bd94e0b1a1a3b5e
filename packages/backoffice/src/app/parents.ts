// The routes that others hang below: the root, who is signed in, and one workspace.
import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { NotAllowed } from '../api/ask.ts';
import { queries } from '../api/queries.ts';
import { sessionQuery, workspaceOf } from '../api/session.ts';
import { Broken } from '../pages/nothing/broken.tsx';
import { NotFound } from '../pages/nothing/not-found.tsx';
import { doorFor } from './door.ts';

export const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: Broken });

/** Only for people who are signed in; others are led to the door and back. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
  errorComponent: Broken,
  notFoundComponent: NotFound,
  async beforeLoad({ location }) {
    try {
      return { session: await queries.ensureQueryData(sessionQuery) };
    } catch (error) {
      const door = error instanceof NotAllowed ? doorFor(error.code) : undefined;
      if (door === undefined) throw error;
      // oxlint-disable-next-line typescript/only-throw-error -- the router's way to lead elsewhere
      throw redirect({ to: door, search: { to: location.pathname + location.searchStr } });
    }
  },
});

/** One workspace: a Client-Id, or `all`. Every page of an area hangs below it. */
export const workspaceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '$workspace',
  notFoundComponent: NotFound,
  errorComponent: Broken,
  beforeLoad({ context, params }) {
    const workspace = workspaceOf(context.session, params.workspace);
    // oxlint-disable-next-line typescript/only-throw-error -- the router's way to say so
    if (workspace === undefined) throw notFound();
    return { workspace };
  },
});
