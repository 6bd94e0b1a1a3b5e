// Signing in: the password, then the second factor. Whether somebody is known, disabled or has no password: one answer, the
// same work.
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { beginTry } from './delays.ts';
import type { OperatorDoors } from './doors.ts';
import { isPassword } from './password.ts';
import { provesFactor, type Factor } from './factor.ts';
import type { SignedIn } from './session.ts';
import { beginSession, sessionHash, type From } from './sessions.ts';
import { endSession, endSessionByHash, type Stage } from './store-sessions.ts';
import { findPerson, findPersonByEmail, type PersonRow } from './store-people.ts';

/** Signing in as far as it has come: the cookie's new value, and what is missing. */
export interface Entered {
  cookie: string;
  stage: Stage;
}

/** An e-mail address as it is kept. */
export function emailOf(typed: string): string {
  return typed.trim().normalize('NFKC').toLowerCase().replaceAll('\u0000', '');
}

/**
 * Takes an e-mail address and a password. What the browser's cookie stood for before ends. Throws {@link Barred}
 * `credentials_wrong`, `too_many_tries`, `overloaded`.
 */
export async function signIn(
  ctx: OperatorDoors & Pick<Context, 'sandbox'>,
  input: { email: string; password: string; formerCookie: string | null },
  from: From,
): Promise<Entered> {
  const email = emailOf(input.email);
  const attempt = await beginTry(ctx, 'password', email, from.address);
  const person = await findPersonByEmail(ctx.db, email);
  const right = await isPassword(person?.password_hash ?? null, input.password);
  if (!right || person?.status !== 'active') {
    await attempt.wrong(person?.operator_id ?? null);
    throw new Barred('credentials_wrong');
  }
  await attempt.right();
  return await ctx.db.transaction((tx) =>
    enter(ctx, tx, person, 'password', { ...from, formerCookie: input.formerCookie }),
  );
}

/** Begins the session of a person who has proved who they are, in the transaction of the proof. */
export async function enter(
  ctx: OperatorDoors & Pick<Context, 'sandbox'>,
  tx: Tx,
  person: Pick<PersonRow, 'operator_id' | 'sealed_totp'>,
  how: 'password' | 'oidc' | 'invitation',
  from: From & { formerCookie: string | null },
): Promise<Entered> {
  const stage = nextStage(person.sealed_totp !== null, ctx.sandbox);
  const former = sessionHash(from.formerCookie);
  if (former !== null) await endSessionByHash(tx, former);
  const cookie = await beginSession(ctx, tx, person.operator_id, stage, from);
  if (stage === 'full') await noteBeginning(ctx, tx, person.operator_id, from, { how });
  return { cookie, stage };
}

/**
 * Takes the second factor of who has given the right password; the session gets a new id. Throws {@link Barred}
 * `credentials_wrong`, `too_many_tries`.
 */
export async function giveSecondFactor(
  ctx: OperatorDoors,
  waiting: SignedIn,
  factor: Factor,
  from: From,
): Promise<Entered> {
  const { operatorId, sessionId } = waiting;
  const attempt = await beginTry(ctx, 'second factor', operatorId, from.address);
  const cookie = await ctx.db.transaction(async (tx) => {
    const person = await findPerson(tx, operatorId);
    if (person === null || !(await provesFactor(ctx, tx, person, factor))) return null;
    return await finishSigningIn(ctx, tx, { operatorId, sessionId }, from, {
      how: 'code' in factor ? 'password and code' : 'password and recovery code',
    });
  });
  if (cookie === null) {
    await attempt.wrong(operatorId);
    throw new Barred('credentials_wrong');
  }
  await attempt.right();
  return { cookie, stage: 'full' };
}

/** Turns what was begun into a whole session under a new id. Throws {@link Barred} `signed_out` when it has ended. */
export async function finishSigningIn(
  ctx: OperatorDoors,
  tx: Tx,
  waiting: { operatorId: string; sessionId: string },
  from: From,
  after: { how: string },
): Promise<string> {
  const { operatorId, sessionId } = waiting;
  if (!(await endSession(tx, operatorId, sessionId))) throw new Barred('signed_out');
  const cookie = await beginSession(ctx, tx, operatorId, 'full', from);
  await noteBeginning(ctx, tx, operatorId, from, after);
  return cookie;
}

/** Ends the session; its cookie is worth nothing from here on. */
export async function signOut(
  ctx: OperatorDoors,
  person: SignedIn,
  note: AuditNote,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (!(await endSession(tx, person.operatorId, person.sessionId))) return;
    await appendAudit(tx, [note], ctx.clock.now());
  });
}

/** In production everybody has a second factor; a sandbox does without unless one is enrolled. */
function nextStage(enrolled: boolean, sandbox: boolean): Stage {
  if (enrolled) return 'totp';
  return sandbox ? 'full' : 'enrol_totp';
}

async function noteBeginning(
  ctx: OperatorDoors,
  tx: Tx,
  operatorId: string,
  from: From,
  after: { how: string },
): Promise<void> {
  const note: AuditNote = {
    merchantId: null,
    operatorId,
    by: 'backoffice',
    role: null,
    address: from.address,
    act: 'session.begun',
    subject: operatorId,
    reason: null,
    before: null,
    after,
  };
  await appendAudit(tx, [note], ctx.clock.now());
}
