// Invitations: a link that is good once and for three days, by which somebody becomes a person here, or gets another role.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tx } from '../base/db.ts';
import type { Context } from '../context.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import { beginTry } from './delays.ts';
import { OF_GATEWAY, type OperatorDoors } from './doors.ts';
import { hashPassword, isPassword } from './password.ts';
import { lettersOf, plainLetters } from './recovery.ts';
import type { Role } from './roles.ts';
import type { From } from './sessions.ts';
import { emailOf, enter, type Entered } from './sign-in.ts';
import { addRole, holdRole } from './store-team.ts';
import {
  closeInvitation,
  findInvitation,
  insertInvitation,
  type InvitationRow,
} from './store-invitations.ts';
import { findPerson, findPersonByEmail, insertPerson, type PersonRow } from './store-people.ts';

/** How long a link is good, ms. */
const INVITATION_LIFE_MS = 72 * 3_600_000;

export interface Invited {
  invitationId: string;
  /** Shown once, in a link. */
  token: string;
  expiresAt: number;
}

/** Where a person opens an invitation. The token stands behind the `#`, so that no server and no proxy logs it. */
export function invitationLink(publicUrl: string, token: string): string {
  return `${publicUrl}/backoffice/invitation#${token}`;
}

/**
 * Invites somebody to a merchant's workspace or to the gateway (null). An open invitation of theirs there ends. Throws
 * {@link Barred} `already_known` when they belong to it.
 */
export async function invite(
  doors: OperatorDoors,
  input: {
    merchantId: string | null;
    email: string;
    name: string | null;
    role: Role;
    invitedBy: string | null;
    /** Where a second person has approved it: who, and the id of the request, which becomes its own. */
    approved?: { approvalId: string; by: string };
    /** Runs in the same transaction, at its end. */
    also?(tx: Tx): Promise<void>;
  },
  note: AuditNote,
): Promise<Invited> {
  const { random } = doors;
  const at = doors.clock.now();
  const token = random.bytes(32).toString('base64url');
  const invitationId = input.approved?.approvalId ?? random.id();
  const expiresAt = at + INVITATION_LIFE_MS;
  const merchantId = input.merchantId ?? OF_GATEWAY;
  const email = emailOf(input.email);
  await doors.db.transaction(async (tx) => {
    const known = await findPersonByEmail(tx, email);
    if (known !== null && (await holdRole(tx, merchantId, known.operator_id)) !== null) {
      throw new Barred('already_known', { field: 'email' });
    }
    await insertInvitation(tx, {
      merchant_id: merchantId,
      invitation_id: invitationId,
      tokenHash: tokenHash(token),
      email,
      name: input.name,
      role: input.role,
      invited_by: input.invitedBy,
      approved_by: input.approved?.by ?? null,
      at,
      expiresAt,
    });
    await input.also?.(tx);
    await appendAudit(tx, [note], at);
  });
  return { invitationId, token, expiresAt };
}

/** What a link is for. Throws {@link Barred} `not_found` when it was used, withdrawn, or is too old. */
export async function openInvitation(
  doors: OperatorDoors,
  token: string,
): Promise<{ invitation: InvitationRow; known: PersonRow | null }> {
  const invitation = await findInvitation(doors.db, tokenHash(token), doors.clock.now());
  if (invitation === null) throw new Barred('not_found');
  const person = await findPersonByEmail(doors.db, invitation.email);
  return { invitation, known: person };
}

/**
 * Takes an invitation, once. Who is new gets the password; who is known must give theirs, or be signed in: who comes in by an
 * identity provider has none. One that two people give wants the code of the second one too. Throws {@link Barred} `not_found`,
 * `credentials_wrong`, `too_many_tries`, `field_invalid` without a name, a password or a code, `already_known`.
 */
export async function takeInvitation(
  ctx: OperatorDoors & Pick<Context, 'sandbox'>,
  token: string,
  given: {
    name?: string | undefined;
    password?: string | undefined;
    code?: string | undefined;
    locale?: 'id' | 'en' | undefined;
  },
  from: From & { formerCookie: string | null; signedInAs?: string | null },
): Promise<Entered> {
  const { invitation } = await openInvitation(ctx, token);
  const attempt = await beginTry(ctx, 'invitation', invitation.email, from.address);
  const known = await findPersonByEmail(ctx.db, invitation.email);
  const name = given.name ?? invitation.name;
  if (known === null && name === null) throw new Barred('field_invalid', { field: 'name' });
  const { password } = given;
  const isTheirs = known !== null && from.signedInAs === known.operator_id;
  if (password === undefined && !isTheirs) throw new Barred('field_invalid', { field: 'password' });
  mustBringCode(ctx, invitation, given.code);
  if (known !== null && !isTheirs && !(await isHere(known, password ?? ''))) {
    await attempt.wrong(known.operator_id);
    throw new Barred('credentials_wrong');
  }
  const passwordHash = known === null ? await hashPassword(ctx.random, password ?? '') : null;
  const entered = await ctx.db.transaction(async (tx) => {
    const person =
      known ??
      (await makePerson(ctx, tx, {
        email: invitation.email,
        name: name ?? '',
        passwordHash,
        locale: given.locale ?? 'id',
      }));
    await useInvitation(ctx, tx, invitation, person, from.address);
    return await enter(ctx, tx, person, 'invitation', from);
  });
  await attempt.right();
  return entered;
}

/** Withdraws an open invitation. Throws {@link Barred} `not_found`. */
export async function withdrawInvitation(
  doors: OperatorDoors,
  merchantId: string | null,
  invitationId: string,
  note: AuditNote,
): Promise<void> {
  const at = doors.clock.now();
  await doors.db.transaction(async (tx) => {
    const closed = await closeInvitation(
      tx,
      merchantId ?? OF_GATEWAY,
      invitationId,
      'withdrawn',
      at,
    );
    if (closed === null) throw new Barred('not_found');
    const before = { email: closed.email, role: closed.role };
    await appendAudit(tx, [{ ...note, before }], at);
  });
}

async function useInvitation(
  doors: OperatorDoors,
  tx: Tx,
  { merchant_id: merchantId, invitation_id: id, role, email }: InvitationRow,
  person: PersonRow,
  address: string,
): Promise<void> {
  const at = doors.clock.now();
  if ((await closeInvitation(tx, merchantId, id, 'used', at)) === null) {
    throw new Barred('not_found');
  }
  const { operator_id: operatorId } = person;
  if (!(await addRole(tx, merchantId, operatorId, role, at))) throw new Barred('already_known');
  const note: AuditNote = {
    merchantId: merchantId === OF_GATEWAY ? null : merchantId,
    operatorId,
    by: 'backoffice',
    role,
    address,
    act: 'invitation.accepted',
    subject: operatorId,
    reason: null,
    before: null,
    after: { email, role },
  };
  await appendAudit(tx, [note], at);
}

async function makePerson(
  doors: OperatorDoors,
  tx: Tx,
  person: { email: string; name: string; passwordHash: string | null; locale: 'id' | 'en' },
): Promise<PersonRow> {
  const operatorId = doors.random.id();
  // Two invitations of one address that are taken at the same moment: the second begins again as one who is known.
  if (!(await insertPerson(tx, { ...person, operatorId, at: doors.clock.now() }))) {
    throw new Barred('conflict');
  }
  const made = await findPerson(tx, operatorId);
  if (made === null) throw new Barred('conflict');
  return made;
}

/**
 * What the second person hands over: who has the link alone, or the code alone, opens nothing. It is made of the invitation's id,
 * so that it rests nowhere.
 */
export function invitationCode(
  { sealer }: Pick<OperatorDoors, 'sealer'>,
  merchantId: string,
  invitationId: string,
): string {
  const bytes = sealer.blindIndex('invitation code', merchantId, invitationId);
  return lettersOf(bytes.subarray(0, CODE_LETTERS));
}

const CODE_LETTERS = 10;

function mustBringCode(
  doors: OperatorDoors,
  { merchant_id: merchantId, invitation_id: id, approved_by: approvedBy }: InvitationRow,
  given: string | undefined,
): void {
  if (approvedBy === null) return;
  if (given === undefined) throw new Barred('field_invalid', { field: 'code' });
  const [wanted, brought] = [invitationCode(doors, merchantId, id), given].map((code) =>
    createHash('sha256').update(plainLetters(code)).digest(),
  ) as [Buffer, Buffer];
  if (!timingSafeEqual(wanted, brought)) throw new Barred('credentials_wrong', { field: 'code' });
}

async function isHere(person: PersonRow, password: string): Promise<boolean> {
  return (await isPassword(person.password_hash, password)) && person.status === 'active';
}

function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
