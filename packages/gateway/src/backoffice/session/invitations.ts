// Routes of who opens an invitation.
import { OF_GATEWAY } from '../../operators/doors.ts';
import { openInvitation, takeInvitation } from '../../operators/invitations.ts';
import { findNames } from '../../operators/store-people.ts';
import { acceptInvitation, readInvitation } from '../contract/session.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { cookieOf, fromOf, putCookie, signedInAs } from './pending.ts';
import { nextOf } from './sign-in.ts';

export const INVITATION_ROUTES: readonly Route[] = [
  worded(readInvitation, async (call) => {
    const { ctx, params } = call;
    const { invitation, known } = await openInvitation(ctx, params.token);
    const names = await findNames(ctx.db, [invitation.invited_by]);
    const merchant =
      invitation.merchant_id === OF_GATEWAY
        ? null
        : await ctx.merchants.byId(invitation.merchant_id);
    return {
      email: invitation.email,
      invited_by: names.get(invitation.invited_by ?? '')?.name ?? null,
      merchant_name: merchant?.name ?? null,
      client_id: merchant?.clientId ?? null,
      role: invitation.role,
      known: known !== null,
      signed_in: known !== null && (await signedInAs(call)) === known.operator_id,
      wants_code: invitation.approved_by !== null,
      expires_at: new Date(invitation.expires_at).toISOString(),
    };
  }),
  worded(acceptInvitation, async (call) => {
    const { ctx, params, body } = call;
    const formerCookie = cookieOf(call);
    const from = { ...fromOf(call), formerCookie, signedInAs: await signedInAs(call) };
    const { cookie, stage } = await takeInvitation(ctx, params.token, body, from);
    putCookie(call, cookie);
    return { next: nextOf(stage) };
  }),
];
