// What the page knows of the API's answers, for how long, and what happens when a session is over.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { doorFor } from '../app/door.ts';
import { NotAllowed } from './ask.ts';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: NotAllowed;
  }
}

/** Keys begin with the workspace, so that leaving one forgets nothing of another: `[workspace, 'payments', …]`. */
export const queries: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && (error.status === 0 || error.status === 503),
    },
  },
  queryCache: new QueryCache({ onError: leaveIfSignedOut }),
  mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
});

let leave: ((door: string) => void) | undefined;

/** Says how to go to the door; the shell does, since it knows where it is. */
export function onSignedOut(how: ((door: string) => void) | undefined): void {
  leave = how;
}

function leaveIfSignedOut(error: unknown): void {
  const door = error instanceof NotAllowed ? doorFor(error.code) : undefined;
  if (door !== undefined) leave?.(door);
}
