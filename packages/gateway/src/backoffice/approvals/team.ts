// Somebody new, or another role, with a say in what needs four eyes: approved by a second person, then done.
import { Barred } from '../../operators/barred.ts';
import type { Carrying } from '../../operators/carrying.ts';
import { invitationLink, invite } from '../../operators/invitations.ts';
import type { Role } from '../../operators/roles.ts';
import { changeRole } from '../../operators/team.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';

/** Gives the role that was approved, where its person still has the one that it was asked to replace. */
export const carryOutRole: CarryOut = async (ctx, approval) => {
  const { from, to } = approval.asked as unknown as { from: Role; to: Role };
  const note = noteOf(approval, 'operator.role_changed', {});
  const { merchantId, subject: operatorId, askedBy } = approval;
  const change = { merchantId, operatorId, role: to, by: askedBy, instead: from };
  try {
    await changeRole(ctx, change, note);
    return { state: 'done', outcome: 'role_given' };
  } catch (error) {
    if (!(error instanceof Barred)) throw error;
    if (error.code === 'not_found') return { state: 'failed', outcome: 'has_left' };
    if (error.code === 'conflict') return { state: 'failed', outcome: 'changed_meanwhile' };
    return { state: 'failed', outcome: error.code };
  }
};

/** Makes the invitation that was approved, under the request's own id; its link is shown this once. Null: they are in already. */
export const collectInvitation: Carrying['collect'] = async (ctx, approval, person, done) => {
  const { email, role } = approval.asked as { email: string; role: Role };
  const { merchantId, approvalId, decidedBy } = approval;
  const note = noteOf(approval, 'operator.invited', { after: { email, role } });
  const input = { merchantId, email, name: null, role, invitedBy: person.operatorId };
  try {
    const made = await invite(
      ctx,
      { ...input, approved: { approvalId, by: decidedBy ?? '' }, also: done },
      { ...note, operatorId: person.operatorId },
    );
    return { secret: invitationLink(ctx.publicUrl, made.token) };
  } catch (error) {
    if (error instanceof Barred && error.code === 'already_known') return null;
    throw error;
  }
};
