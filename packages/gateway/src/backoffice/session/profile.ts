// Routes of one's own profile: preferences, password, second factor, sessions.
import {
  enrolFactor,
  offerFactor,
  removeFactor,
  renewRecoveryCodes,
} from '../../operators/factor.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { Barred } from '../../operators/barred.ts';
import { changePassword as changed } from '../../operators/prove-again.ts';
import { finishSigningIn } from '../../operators/sign-in.ts';
import { aliveAt } from '../../operators/sessions.ts';
import {
  endSession as ended,
  endSessions,
  listSessions as listed,
} from '../../operators/store-sessions.ts';
import { setPreferences } from '../../operators/store-people.ts';
import {
  beginTotp,
  changePassword,
  changeProfile,
  endSession,
  enrolTotp,
  listSessions,
  newRecoveryCodes,
  removeTotp,
} from '../contract/session.ts';
import { Denied } from '../denied.ts';
import type { Route } from '../route.ts';
import { worded } from '../worded.ts';
import { noteOf, ownNote } from './note.ts';
import { enrollingSession, fromOf, putCookie } from './pending.ts';

export const PROFILE_ROUTES: readonly Route[] = [
  worded(changeProfile, async (call) => {
    const { ctx, person, body } = call;
    if (body.time_zone != null && !isZone(body.time_zone)) {
      throw new Denied('field_invalid', { field: 'time_zone' });
    }
    const before = {
      name: person.name,
      locale: person.locale,
      theme: person.theme,
      time_zone: person.timeZone,
    };
    await ctx.db.transaction(async (tx) => {
      await setPreferences(tx, person.operatorId, body);
      const note = { ...ownNote(call, 'profile.changed'), before, after: { ...before, ...body } };
      await appendAudit(tx, [note], ctx.clock.now());
    });
  }),
  worded(changePassword, async (call) => {
    await changed(call.ctx, call.person, call.body, ownNote(call, 'password.changed'));
  }),
  worded(beginTotp, async (call) => {
    const { person } = await enrollingSession(call);
    return await offerFactor(call.ctx, person);
  }),
  worded(enrolTotp, async (call) => {
    const { ctx, body, address } = call;
    const { stage, person } = await enrollingSession(call);
    const { operatorId } = person;
    const enrolled = await enrolFactor(ctx, operatorId, body.code, address, async (tx) => {
      const note = noteOf(operatorId, address, 'second_factor.enrolled');
      if (stage === 'full') {
        await endSessions(tx, operatorId, person.sessionId);
        await appendAudit(tx, [note], ctx.clock.now());
        return null;
      }
      const how = { how: 'password and first code' };
      const cookie = await finishSigningIn(ctx, tx, person, fromOf(call), how);
      await appendAudit(tx, [note], ctx.clock.now());
      return cookie;
    });
    if (enrolled.also !== null) putCookie(call, enrolled.also);
    return { recovery_codes: enrolled.codes };
  }),
  worded(removeTotp, async (call) => {
    if (!call.ctx.sandbox) throw new Denied('not_allowed_now');
    const note = ownNote(call, 'second_factor.removed');
    await removeFactor(call.ctx, call.person.operatorId, note);
  }),
  worded(newRecoveryCodes, async (call) => {
    const { ctx, person } = call;
    if (!person.totp) throw new Denied('not_allowed_now');
    const recovery_codes = await ctx.db.transaction(async (tx) => {
      const codes = await renewRecoveryCodes(ctx, tx, person.operatorId);
      const note = ownNote(call, 'recovery_codes.renewed');
      await appendAudit(tx, [note], ctx.clock.now());
      return codes;
    });
    return { recovery_codes };
  }),
  worded(listSessions, async ({ ctx, person }) => {
    const rows = await listed(ctx.db, person.operatorId, aliveAt(ctx.clock.wall()));
    return {
      rows: rows.map((row) => ({
        session_id: row.session_id,
        current: row.session_id === person.sessionId,
        address: row.address,
        agent: row.agent,
        created_at: new Date(row.created_at).toISOString(),
        seen_at: new Date(row.seen_at).toISOString(),
      })),
    };
  }),
  worded(endSession, async (call) => {
    const { ctx, person, params } = call;
    await ctx.db.transaction(async (tx) => {
      if (!(await ended(tx, person.operatorId, params.session_id))) throw new Barred('not_found');
      await appendAudit(tx, [ownNote(call, 'session.ended')], ctx.clock.now());
    });
    if (params.session_id === person.sessionId) putCookie(call, null);
  }),
];

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
