// Routes of the team: who works in a workspace, invitations, roles.
import { OF_GATEWAY } from '../../operators/doors.ts';
import {
  invitationLink,
  invite as invited,
  withdrawInvitation as withdrawn,
} from '../../operators/invitations.ts';
import { changeRole as changed } from '../../operators/team.ts';
import { listInvitations } from '../../operators/store-invitations.ts';
import { findNames } from '../../operators/store-people.ts';
import { listMembers } from '../../operators/store-team.ts';
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
import { worded } from '../worded.ts';
import { personOrNull } from './named.ts';

export const TEAM_ROUTES: readonly Route[] = [
  worded(getTeam, async (call) => {
    const { ctx } = call;
    const lane = (await teamOf(call)) ?? OF_GATEWAY;
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
    };
  }),
  worded(invite, async (call) => {
    const { ctx, person, body } = call;
    const merchantId = await teamOf(call);
    const email = body.email.toLowerCase();
    const after = { email, role: body.role };
    const note = { ...call.note('operator.invited', email, { after }), merchantId };
    const made = await invited(
      ctx,
      { merchantId, email, name: null, role: body.role, invitedBy: person.operatorId },
      note,
    );
    return {
      invitation_id: made.invitationId,
      link: invitationLink(ctx.publicUrl, made.token),
      expires_at: iso(made.expiresAt),
    };
  }),
  worded(withdrawInvitation, async (call) => {
    const merchantId = await teamOf(call);
    const { invitation_id: id } = call.params;
    const note = { ...call.note('invitation.withdrawn', id), merchantId };
    await withdrawn(call.ctx, merchantId, id, note);
  }),
  worded(changeRole, async (call) => {
    const merchantId = await teamOf(call);
    const { operator_id: operatorId } = call.params;
    const note = { ...call.note('operator.role_changed', operatorId), merchantId };
    const by = call.person.operatorId;
    await changed(call.ctx, { merchantId, operatorId, role: call.body.role, by }, note);
  }),
  worded(removeMember, async (call) => {
    const merchantId = await teamOf(call);
    const { operator_id: operatorId } = call.params;
    const note = { ...call.note('operator.removed', operatorId), merchantId };
    const by = call.person.operatorId;
    await changed(call.ctx, { merchantId, operatorId, role: null, by }, note);
  }),
];

/** The merchant whose team a workspace shows; null for that of the gateway, which `all` is for its own people. */
async function teamOf(call: Asked): Promise<string | null> {
  if (call.scope.workspace !== 'all') return (await call.merchant()).merchantId;
  if (!call.scope.ofGateway) throw new Denied('choose_merchant');
  return null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
