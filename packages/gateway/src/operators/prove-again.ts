// Proving oneself again: before something dangerous, and to change one's password.
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { beginTry } from './delays.ts';
import type { OperatorDoors } from './doors.ts';
import { provesFactor } from './factor.ts';
import { hashPassword, isPassword } from './password.ts';
import type { SignedIn } from './session.ts';
import { stepSessionUp } from './sessions.ts';
import { endSessions } from './store-sessions.ts';
import { findPerson, setPassword } from './store-people.ts';

/**
 * Takes a code where a second factor is enrolled, and the password otherwise; the session gets a new id. Throws
 * {@link Barred} `credentials_wrong`, `too_many_tries`, `field_invalid` when the wrong one of the two is given.
 */
export async function stepUp(
  doors: OperatorDoors,
  person: SignedIn,
  proof: { password?: string | undefined; code?: string | undefined },
  address: string,
): Promise<{ cookie: string; steppedUpUntil: number }> {
  const { operatorId, sessionId } = person;
  const { password, code } = proof;
  const needed = person.totp ? 'code' : 'password';
  if (proof[needed] === undefined) throw new Barred('field_invalid', { field: needed });
  const what = person.totp ? 'second factor' : 'password';
  const attempt = await beginTry(doors, what, person.totp ? operatorId : person.email, address);
  const stored = await findPerson(doors.db, operatorId);
  // What is given beside the code is not let pass when it is wrong.
  if (password !== undefined && !(await isPassword(stored?.password_hash ?? null, password))) {
    await attempt.wrong(operatorId);
    throw new Barred('credentials_wrong');
  }
  const stepped = await doors.db.transaction(async (tx) => {
    if (
      person.totp &&
      (stored === null || !(await provesFactor(doors, tx, stored, { code: code ?? '' })))
    ) {
      return null;
    }
    return await stepSessionUp(doors, tx, sessionId);
  });
  if (stepped === null) {
    await attempt.wrong(operatorId);
    throw new Barred('credentials_wrong');
  }
  await attempt.right();
  return stepped;
}

/** Changes one's password; every other session ends. Throws {@link Barred} `credentials_wrong`, `too_many_tries`. */
export async function changePassword(
  doors: OperatorDoors,
  person: SignedIn,
  passwords: { current: string; new: string },
  note: AuditNote,
): Promise<void> {
  const attempt = await beginTry(doors, 'password', person.email, note.address ?? '');
  const stored = await findPerson(doors.db, person.operatorId);
  if (!(await isPassword(stored?.password_hash ?? null, passwords.current))) {
    await attempt.wrong(person.operatorId);
    throw new Barred('credentials_wrong', { field: 'current' });
  }
  const hash = await hashPassword(doors.random, passwords.new);
  await doors.db.transaction(async (tx) => {
    await setPassword(tx, person.operatorId, hash);
    await endSessions(tx, person.operatorId, person.sessionId);
    await appendAudit(tx, [note], doors.clock.now());
  });
  await attempt.right();
}
