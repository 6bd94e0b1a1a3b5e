// Routes of signing in and out, of the session, and of proving oneself again.
import { stepUp as provedAgain } from '../../operators/prove-again.ts';
import { giveSecondFactor, signIn as entered, signOut as left } from '../../operators/sign-in.ts';
import type { Stage } from '../../operators/store-sessions.ts';
import type { DoorWords } from '../door-words.ts';
import { getDoor, getSession, signIn, signInTotp, signOut, stepUp } from '../contract/session.ts';
import { Denied } from '../denied.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { ownNote } from './note.ts';
import { cookieOf, fromOf, pendingSession, putCookie } from './pending.ts';
import { sessionWords } from './words.ts';

/** The routes; what the door offers beside a password is handed in. */
export function signInRoutes(door: DoorWords): readonly Route[] {
  return [
    worded(getDoor, async ({ ctx }) => ({
      oidc: ctx.oidc === undefined ? null : { name: ctx.oidc.name },
      sandbox: ctx.sandbox ? [...door.sandboxPeople] : null,
    })),
    worded(signIn, async (call) => {
      const { cookie, stage } = await entered(
        call.ctx,
        { ...call.body, formerCookie: cookieOf(call) },
        fromOf(call),
      );
      putCookie(call, cookie);
      return { next: nextOf(stage) };
    }),
    worded(signInTotp, async (call) => {
      const { stage, person } = await pendingSession(call);
      if (stage !== 'totp') throw new Denied('not_allowed_now');
      const factor =
        'code' in call.body ? { code: call.body.code } : { recoveryCode: call.body.recovery_code };
      const { cookie, stage: now } = await giveSecondFactor(call.ctx, person, factor, fromOf(call));
      putCookie(call, cookie);
      return { next: nextOf(now) };
    }),
    worded(getSession, async (call) => await sessionWords(call, door.version)),
    worded(signOut, async (call) => {
      const { person, ctx } = call;
      await left(ctx, person, ownNote(call, 'session.ended'));
      putCookie(call, null);
    }),
    worded(stepUp, async (call) => {
      const { ctx, person, address } = call;
      const { cookie, steppedUpUntil } = await provedAgain(ctx, person, call.body, address);
      putCookie(call, cookie);
      return { stepped_up_until: new Date(steppedUpUntil).toISOString() };
    }),
  ];
}

/** What is missing, as the page is told. */
export function nextOf(stage: Stage): 'done' | 'totp' | 'enrol_totp' {
  return stage === 'full' ? 'done' : stage;
}
