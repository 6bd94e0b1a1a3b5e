// Who is signed in, in which workspace, and what they may do there.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, ask, setCsrf } from './ask.ts';
import type { components, operations } from './types.gen.ts';

export type Session = components['schemas']['Session'];
export type Workspace = Session['workspaces'][number];
export type Permission = Workspace['permissions'][number];
export type Role = Workspace['role'];

/** The answer of an operation, by its name: `Answer<'getPayment'>`. */
export type Answer<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { 'application/json': infer T } } };
}
  ? T
  : never;

const KEPT = 'tarik.workspace';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await ask(api.GET('/backoffice/api/session'));
    setCsrf(session.csrf);
    return session;
  },
  staleTime: 60_000,
  retry: false,
});

/** The workspace of that name, if the person may see it. People of the gateway may see some that the session does not list. */
export function workspaceOf(session: Session, name: string): Workspace | undefined {
  const listed = session.workspaces.find((one) => one.workspace === name);
  if (listed !== undefined) return listed;
  const all = session.workspaces.find((one) => one.workspace === 'all');
  return all && { ...all, workspace: name, name };
}

/** Where somebody begins: where they were last, else the first. */
export function homeWorkspace(session: Session): string {
  const kept = localStorage.getItem(KEPT);
  const known = kept === null ? undefined : workspaceOf(session, kept);
  return known?.workspace ?? session.workspaces[0]?.workspace ?? 'all';
}

export function keepWorkspace(name: string): void {
  localStorage.setItem(KEPT, name);
}

/** The session, below the signed-in route only. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) throw new Error('nobody is signed in here');
  return data;
}

/** The workspace of the address; where the address has none, the one to go back to. */
export function useWorkspace(): Workspace {
  const session = useSession();
  const { workspace } = useParams({ strict: false });
  const found = workspaceOf(session, workspace ?? homeWorkspace(session)) ?? session.workspaces[0];
  if (found === undefined) throw new Error('the person has no workspace');
  return found;
}

/** Whether the person may do this in the workspace of the address. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useWorkspace();
  return (permission) => permissions.includes(permission);
}
