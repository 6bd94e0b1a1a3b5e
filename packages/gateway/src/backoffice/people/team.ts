// Routes of the team: who works in a workspace, invitations, roles. What gives somebody a say in approvals, two people do.
import { OF_GATEWAY } from '../../operators/doors.ts';
import {
  invitationLink,
  invite as invited,
  withdrawInvitation as withdrawn,
} from '../../operators/invitations.ts';
import { givesSay } from '../../operators/say.ts';
import { emailOf } from '../../operators/sign-in.ts';
import { changeRole as changed } from '../../operators/team.ts';
import { listInvitations } from '../../operators/store-invitations.ts';
import { findNames, findPersonByEmail } from '../../operators/store-people.ts';
import { findMember, listMembers } from '../../operators/store-team.ts';
import { askFor, whyOf } from '../approvals/ask.ts';
import type { Asked } from '../asked.ts';
import {
  changeRole,
  getTeam,
  invite,
  removeMember,
  withdrawInvitation,
} from '../contract/people.ts';
import { Denied } from '../denied.ts';
import type { Route } from '../route.ts';
import { freshMerchant } from '../settings/fresh.ts';
import { worded } from '../worded.ts';
import { personOrNull } from './named.ts';

export const TEAM_ROUTES: readonly Route[] = [
  worded(getTeam, async (call) => {
    const { ctx } = call;
    const { merchantId, fourEyes } = await teamOf(call);
    const lane = merchantId ?? OF_GATEWAY;
    const [members, invitations] = await Promise.all([
      listMembers(ctx.db, lane),
      listInvitations(ctx.db, lane, ctx.clock.now()),
    ]);
    const names = await findNames(
      ctx.db,
      invitations.map((one) => one.invited_by),
    );
    return {
      members: members.map(({ seen_at: seenAt, ...one }) => ({
        ...one,
        last_seen_at: seenAt === null ? null : iso(seenAt),
      })),
      invitations: invitations.map((one) => ({
        invitation_id: one.invitation_id,
        email: one.email,
        role: one.role,
        invited_by: personOrNull(names, one.invited_by),
        created_at: iso(one.created_at),
        expires_at: iso(one.expires_at),
      })),
      four_eyes: fourEyes,
    };
  }),
  worded(invite, async (call) => {
    const { ctx, person, body } = call;
    const { merchantId, fourEyes } = await teamOf(call, true);
    const email = emailOf(body.email);
    const { role } = body;
    const after = { email, role };
    if (fourEyes && givesSay(null, role)) {
      await mustBeNew(ctx, merchantId, email);
      const wish = { kind: 'team_invitation', subject: email, asked: after } as const;
      return await askFor(call, laneOf(merchantId), { ...wish, reason: whyOf(body.reason) });
    }
    const note = { ...call.note('operator.invited', email, { after }), merchantId };
    const made = await invited(
      ctx,
      { merchantId, email, name: null, role, invitedBy: person.operatorId },
      note,
    );
    return {
      result: 'done' as const,
      invitation_id: made.invitationId,
      link: invitationLink(ctx.publicUrl, made.token),
      expires_at: iso(made.expiresAt),
    };
  }),
  worded(withdrawInvitation, async (call) => {
    const { merchantId } = await teamOf(call);
    const { invitation_id: id } = call.params;
    const note = { ...call.note('invitation.withdrawn', id), merchantId };
    await withdrawn(call.ctx, merchantId, id, note);
  }),
  worded(changeRole, async (call) => {
    const { ctx, body } = call;
    const { merchantId, fourEyes } = await teamOf(call, true);
    const { operator_id: operatorId } = call.params;
    const { role } = body;
    const by = call.person.operatorId;
    const member = await findMember(ctx.db, merchantId ?? OF_GATEWAY, operatorId);
    if (member === null) throw new Denied('not_found');
    const { role: from, name, email } = member;
    if (operatorId !== by && fourEyes && givesSay(from, role)) {
      const asked = { name, email, from, to: role };
      const wish = { kind: 'team_role', subject: operatorId, asked } as const;
      return await askFor(call, laneOf(merchantId), { ...wish, reason: whyOf(body.reason) });
    }
    const reason = body.reason ?? null;
    const note = { ...call.note('operator.role_changed', operatorId, { reason }), merchantId };
    // Judged by the role that was there: with another one it might have needed somebody else.
    await changed(ctx, { merchantId, operatorId, role, by, instead: from }, note);
    return { result: 'done' as const };
  }),
  worded(removeMember, async (call) => {
    const { merchantId } = await teamOf(call);
    const { operator_id: operatorId } = call.params;
    const note = { ...call.note('operator.removed', operatorId), merchantId };
    const by = call.person.operatorId;
    await changed(call.ctx, { merchantId, operatorId, role: null, by }, note);
  }),
];

interface Team {
  /** Null for the people of the gateway, whom `all` shows to each other. */
  merchantId: string | null;
  /** Whether two people give a role that has a say in approvals: at the gateway always, whose people decide for everybody. */
  fourEyes: boolean;
}

/** `freshly`: what is done is judged by the settings as they are now, not a moment ago. */
async function teamOf(call: Asked, freshly = false): Promise<Team> {
  if (call.scope.workspace !== 'all') {
    const { merchantId, settings } = await (freshly ? freshMerchant(call) : call.merchant());
    return { merchantId, fourEyes: settings.fourEyes.team };
  }
  if (!call.scope.ofGateway) throw new Denied('choose_merchant');
  return { merchantId: null, fourEyes: true };
}

/** Where requests about a team are kept. */
function laneOf(merchantId: string | null): { merchantId: string } {
  return { merchantId: merchantId ?? OF_GATEWAY };
}

/** Nobody is asked to approve what is there already. Throws `already_known`. */
async function mustBeNew(
  { db }: Asked['ctx'],
  merchantId: string | null,
  email: string,
): Promise<void> {
  const known = await findPersonByEmail(db, email);
  if (known === null) return;
  if ((await findMember(db, merchantId ?? OF_GATEWAY, known.operator_id)) === null) return;
  throw new Denied('already_known', { field: 'email' });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
