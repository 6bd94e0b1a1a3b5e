// Who asks, whether the call is really theirs, in which workspace, and whether their role allows it.
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { permissionsOf, type Permission, type Role } from '../operators/roles.ts';
import type { SignedIn } from '../operators/session.ts';
import type { Scope } from './asked.ts';
import { ClientId } from './contract/words.ts';
import { isFromOurPage } from './csrf.ts';
import { Denied } from './denied.ts';
import type { Shape } from './route.ts';

/** A session that was found: what is still missing, and whose it is. */
export interface Authenticated {
  stage: 'totp' | 'enrol_totp' | 'full';
  person: SignedIn;
  /** Whether this is the token that the session's own page was given. */
  csrfMatches(token: string): boolean;
}

/**
 * Finds the session of a call by its `Cookie` header; null where there is none. `quietly`: nobody is there, a page only
 * keeps listening, which must not keep a session from ending.
 */
export type Authenticate = (
  ctx: Context,
  cookie: string | undefined,
  address: string,
  quietly?: boolean,
) => Promise<Authenticated | null>;

/** Who was let in: null where the route is for anybody, or about no workspace. */
export interface Admitted {
  person: SignedIn | null;
  scope: Scope | null;
}

/** Lets a call in, or throws {@link Denied}: what is not one's own is not there, whether it exists or not. */
export async function admit(
  ctx: Context,
  authenticate: Authenticate,
  shape: Shape,
  request: Pick<FastifyRequest, 'headers' | 'ip' | 'params'>,
  quietly = false,
): Promise<Admitted> {
  const changes = shape.method !== 'GET';
  if (changes && !isFromOurPage(request.headers, ctx.publicUrl)) throw new Denied('csrf');
  if (shape.permission === 'anybody') return { person: null, scope: null };
  const session = await authenticate(ctx, request.headers.cookie, request.ip, quietly);
  if (session === null) throw new Denied('signed_out');
  if (session.stage === 'totp') throw new Denied('totp_required');
  if (session.stage === 'enrol_totp') throw new Denied('enrolment_required');
  if (changes && !bringsToken(session, request)) throw new Denied('csrf');
  const { person } = session;
  const scope = shape.path.startsWith('/:workspace')
    ? await scopeOf(ctx, person, (request.params as { workspace?: unknown }).workspace)
    : null;
  if (shape.permission !== 'signed_in' && !isAllowed(person, scope, shape.permission)) {
    throw new Denied('forbidden');
  }
  if (shape.stepUp === true && !hasSteppedUp(ctx, person)) throw new Denied('step_up_required');
  return { person, scope };
}

/** Whether a person may do this in a scope; without one, as somebody of the gateway. */
export function isAllowed(person: SignedIn, scope: Scope | null, what: Permission): boolean {
  if (scope !== null) return permissionsOf(scope.role, scope.ofGateway).includes(what);
  return person.gatewayRole !== null && permissionsOf(person.gatewayRole, true).includes(what);
}

/** The merchants that a person may see at all; null for every one. */
export function merchantsOf({ gatewayRole, memberships }: SignedIn): readonly string[] | null {
  return gatewayRole === null ? memberships.map((one) => one.merchantId) : null;
}

function bringsToken(session: Authenticated, request: Pick<FastifyRequest, 'headers'>): boolean {
  const token = request.headers['x-csrf-token'];
  return typeof token === 'string' && session.csrfMatches(token);
}

/** Whether somebody has proved themselves again, not long ago. */
export function hasSteppedUp(ctx: Context, { steppedUpUntil }: SignedIn): boolean {
  return steppedUpUntil !== null && ctx.clock.wall() < steppedUpUntil;
}

/** The merchants of a workspace. Throws `not_found`, the same for a merchant of somebody else and for none at all. */
async function scopeOf(ctx: Context, person: SignedIn, workspace: unknown): Promise<Scope> {
  const { gatewayRole } = person;
  if (workspace === 'all' && gatewayRole !== null) {
    return { workspace, merchantIds: null, ofGateway: true, role: gatewayRole };
  }
  const named = ClientId.safeParse(workspace);
  if (workspace === 'all' || !named.success) throw new Denied('not_found');
  const clientId = named.data;
  const membership = person.memberships.find((one) => one.clientId === clientId);
  const merchantId =
    membership?.merchantId ??
    (gatewayRole === null ? undefined : (await ctx.merchants.find(clientId))?.merchantId);
  if (merchantId === undefined) throw new Denied('not_found');
  const roles = [
    ...(membership === undefined ? [] : [{ role: membership.role, ofGateway: false }]),
    ...(gatewayRole === null ? [] : [{ role: gatewayRole, ofGateway: true }]),
  ];
  return { workspace: clientId, merchantIds: [merchantId], ...strongest(roles) };
}

/** Who works for the gateway and for a merchant has the role that allows more. */
function strongest(roles: readonly { role: Role; ofGateway: boolean }[]) {
  const [first] = roles.toSorted(
    (a, b) => permissionsOf(b.role, b.ofGateway).length - permissionsOf(a.role, a.ofGateway).length,
  );
  if (first === undefined) throw new Denied('not_found');
  return first;
}
