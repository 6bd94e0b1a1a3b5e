// Routes by which a browser goes to the identity provider and comes back. What it must come back with goes along in a sealed
// cookie, which a page of another site cannot make.
import type { Place } from '../../base/secrets.ts';
import type { Context } from '../../context.ts';
import { Barred } from '../../operators/barred.ts';
import { OF_GATEWAY } from '../../operators/doors.ts';
import { signInByIdentity, type Sent } from '../../operators/identity.ts';
import { returnOidc, startOidc } from '../contract/session.ts';
import { Denied } from '../denied.ts';
import { API } from '../openapi.ts';
import { route, type Call, type Route, type Shape } from '../route.ts';
import { isSecure, readCookie, setCookie } from './cookie.ts';
import { cookieOf, fromOf } from './pending.ts';
import { sessionCookie } from './cookie.ts';

/** A person has so long to sign in over there, ms. */
const AWAY_MS = 10 * 60_000;
const PLACE: Place = { table: 'cookie', column: 'oidc', merchantId: OF_GATEWAY, row: 'sent' };

export const OIDC_ROUTES: readonly Route[] = [
  route(startOidc, async (call) => {
    const { ctx, reply } = call;
    if (ctx.oidc === undefined) throw new Denied('not_found');
    const draw = (): string => ctx.random.bytes(32).toString('base64url');
    const sent: Sent = { state: draw(), nonce: draw(), verifier: draw() };
    let url: string;
    try {
      url = await ctx.oidc.urlOf(sent, returnUrl(ctx));
    } catch (error) {
      ctx.log.warn('the identity provider cannot be reached', { reason: nameOf(error) });
      return goOn(call, '/backoffice/sign-in?refused=oidc_away');
    }
    const kept = JSON.stringify({ ...sent, until: ctx.clock.wall() + AWAY_MS });
    const sealed = ctx.sealer.seal(PLACE, kept).toString('base64url');
    void reply.header('set-cookie', setCookie(nameIn(ctx), sealed, isSecure(ctx), 'Lax'));
    return goOn(call, url);
  }),
  route(returnOidc, async (call) => {
    const { ctx, reply, request } = call;
    if (ctx.oidc === undefined) throw new Denied('not_found');
    const secure = isSecure(ctx);
    const sent = sentBy(ctx, readCookie(request, nameIn(ctx)));
    const forget = setCookie(nameIn(ctx), null, secure, 'Lax');
    void reply.header('set-cookie', forget);
    if (sent === null) return goOn(call, '/backoffice/sign-in?refused=oidc');
    const query = new URL(request.url, 'http://any').search;
    try {
      const identity = await ctx.oidc.identify(new URL(`${returnUrl(ctx)}${query}`), sent);
      const from = { ...fromOf(call), formerCookie: cookieOf(call) };
      const { cookie } = await signInByIdentity(ctx, identity, from);
      void reply.removeHeader('set-cookie');
      void reply.header('set-cookie', [forget, sessionCookie(cookie, secure)]);
      return goOn(call, '/backoffice');
    } catch (error) {
      if (!(error instanceof Barred)) {
        ctx.log.warn('the identity provider vouched for nobody', { reason: nameOf(error) });
      }
      return goOn(call, '/backoffice/sign-in?refused=oidc');
    }
  }),
];

function goOn({ reply }: Pick<Call<Shape>, 'reply'>, url: string): 'streamed' {
  void reply.header('cache-control', 'no-store').redirect(url, 303);
  return 'streamed';
}

function sentBy(ctx: Context, cookie: string | null): Sent | null {
  if (cookie === null) return null;
  try {
    const opened = ctx.sealer.open(PLACE, Buffer.from(cookie, 'base64url')).toString();
    const { until, ...sent } = JSON.parse(opened) as Sent & { until: number };
    return until > ctx.clock.wall() ? sent : null;
  } catch {
    return null; // made by somebody else, or under a key that is gone
  }
}

function returnUrl({ publicUrl }: Context): string {
  return `${publicUrl}${API}${returnOidc.path}`;
}

function nameIn(ctx: Context): string {
  return isSecure(ctx) ? '__Host-tarik-oidc' : 'tarik_oidc';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
