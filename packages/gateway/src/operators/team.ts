// Roles of others: changed, taken away, people let in and kept out. One admin stays in every workspace, and nobody changes
// themselves. What somebody has lost, their sessions have lost with it.
import type { Tx } from '../base/db.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import type { Role } from './roles.ts';
import { withdrawInvitationsOf } from './store-invitations.ts';
import { withdrawRequestsOf } from './store-approvals.ts';
import { dropTotp } from './store-factors.ts';
import { setPersonStatus } from './store-people.ts';
import { endSessions } from './store-sessions.ts';
import { adminOf, holdAdmins, holdRoleOfAnybody, putRole } from './store-team.ts';

/**
 * Changes the role of somebody in a merchant's workspace or at the gateway (null); null takes them out. `by` is who does
 * it: null for the command line. Throws {@link Barred} `not_found`, `forbidden` for oneself, `last_admin`, `conflict`.
 */
export async function changeRole(
  doors: OperatorDoors,
  input: {
    merchantId: string | null;
    operatorId: string;
    role: Role | null;
    by: string | null;
    /** Throws `conflict` unless this is the role that they have, or they have the new one already. */
    instead?: Role;
  },
  note: AuditNote,
): Promise<void> {
  const { operatorId, role, by } = input;
  const lane = input.merchantId ?? OF_GATEWAY;
  const at = doors.clock.now();
  await doors.db.transaction(async (tx) => {
    const admins = await holdAdmins(tx, lane);
    const before = await holdRoleOfAnybody(tx, lane, operatorId);
    if (before === null) throw new Barred('not_found');
    if (operatorId === by) throw new Barred('forbidden');
    if (before === role) return;
    if (input.instead !== undefined && before !== input.instead) throw new Barred('conflict');
    if (before === 'admin') mustStay(admins, operatorId);
    await putRole(tx, lane, operatorId, role);
    await endSessions(tx, operatorId, null);
    if (role === null) {
      await withdrawInvitationsOf(tx, lane, operatorId, at);
      await withdrawRequestsOf(tx, lane, operatorId, at);
    }
    const after = { ...(note.after as object | null), role };
    const change = { before: { role: before }, after };
    await appendAudit(tx, [{ ...note, ...change }], at);
  });
}

/** Keeps somebody out everywhere, or lets them in again. Throws {@link Barred} `last_admin`, `not_found` when it is so already. */
export async function setStatus(
  doors: OperatorDoors,
  operatorId: string,
  status: 'active' | 'disabled',
  note: AuditNote,
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    if (status === 'disabled') await mayLeaveEverywhere(tx, operatorId);
    if (!(await setPersonStatus(tx, operatorId, status))) throw new Barred('not_found');
    await endSessions(tx, operatorId, null);
    const after = { status };
    await appendAudit(tx, [{ ...note, after }], doors.clock.now());
  });
}

/** Takes the second factor from somebody who has lost it with its recovery codes. Throws {@link Barred} `not_found` when there is none. */
export async function resetFactor(
  doors: OperatorDoors,
  operatorId: string,
  note: AuditNote,
): Promise<void> {
  await doors.db.transaction(async (tx) => {
    if (!(await dropTotp(tx, operatorId))) throw new Barred('not_found');
    await endSessions(tx, operatorId, null);
    await appendAudit(tx, [note], doors.clock.now());
  });
}

async function mayLeaveEverywhere(tx: Tx, operatorId: string): Promise<void> {
  for (const lane of await adminOf(tx, operatorId)) {
    mustStay(await holdAdmins(tx, lane), operatorId);
  }
}

function mustStay(admins: readonly string[], operatorId: string): void {
  if (admins.every((admin) => admin === operatorId)) throw new Barred('last_admin');
}
