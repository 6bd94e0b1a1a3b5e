// The session of a call whatever its stage: for the routes by which somebody finishes signing in.
import { authenticate, type Authenticated } from '../../operators/authenticate.ts';
import type { Context } from '../../context.ts';
import type { From } from '../../operators/sessions.ts';
import type { Asked } from '../asked.ts';
import { Denied } from '../denied.ts';
import { hasSteppedUp } from '../guard.ts';
import type { Call, Shape } from '../route.ts';
import { isSecure, readSessionCookie, sessionCookie } from './cookie.ts';

type Calling = Pick<Asked, 'ctx' | 'address'> & Pick<Call<Shape>, 'request'>;

/**
 * The session of a call by its `Cookie` header, at any stage; null where there is none. `quietly`: a page only listens,
 * which must not keep a session from ending.
 */
export async function authenticateCall(
  ctx: Context,
  cookie: string | undefined,
  address: string,
  quietly = false,
): Promise<Authenticated | null> {
  const value = readSessionCookie({ headers: { cookie } }, isSecure(ctx));
  return await authenticate(ctx, value, address, { quiet: quietly });
}

/** The session behind the call's cookie at any stage. Throws `signed_out` where there is none. */
export async function pendingSession(call: Calling): Promise<Authenticated> {
  const session = await authenticate(call.ctx, cookieOf(call), call.address);
  if (session === null) throw new Denied('signed_out');
  return session;
}

/**
 * As {@link pendingSession}, for who enrols a second factor. Who is signed in already must bring the page's token, and have
 * proved themselves again: a stolen session must not be able to make itself a factor of its own.
 */
export async function enrollingSession(call: Calling): Promise<Authenticated> {
  const session = await pendingSession(call);
  if (session.stage === 'totp') throw new Denied('totp_required');
  const token = call.request.headers['x-csrf-token'];
  const isOurs = typeof token === 'string' && session.csrfMatches(token);
  if (session.stage !== 'full') return session;
  if (!isOurs) throw new Denied('csrf');
  if (!hasSteppedUp(call.ctx, session.person)) throw new Denied('step_up_required');
  return session;
}

/** Who is signed in, to the last step, where nobody need be; null: nobody is. */
export async function signedInAs(call: Calling): Promise<string | null> {
  const session = await authenticate(call.ctx, cookieOf(call), call.address);
  return session?.stage === 'full' ? session.person.operatorId : null;
}

/** The value of the call's cookie, or null. */
export function cookieOf({ ctx, request }: Calling): string | null {
  return readSessionCookie(request, isSecure(ctx));
}

/** Where the call comes from. */
export function fromOf({ address, request }: Calling): From {
  return { address, agent: request.headers['user-agent'] ?? '' };
}

/** Sets the session's cookie on the answer; null clears it. */
export function putCookie(
  { ctx, reply }: Pick<Asked, 'ctx'> & Pick<Call<Shape>, 'reply'>,
  value: string | null,
): void {
  void reply.header('set-cookie', sessionCookie(value, isSecure(ctx)));
}
