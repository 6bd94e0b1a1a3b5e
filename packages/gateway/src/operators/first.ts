// The first person: whoever holds the server invites themselves. And people from the command line.
import type { AuditNote } from './audit.ts';
import type { OperatorDoors } from './doors.ts';
import { invitationLink, invite } from './invitations.ts';
import type { Role } from './roles.ts';
import { isAnybodyThere } from './store-people.ts';

/**
 * A link that is good once, for an admin of the gateway, while there is nobody at all; null when there is somebody. Who
 * opens it says who they are by this address. It is a secret: for the eyes of who started the process, never for a log.
 */
export async function firstLink(
  doors: OperatorDoors,
  publicUrl: string,
  email: string,
): Promise<string | null> {
  if (await isAnybodyThere(doors.db)) return null;
  const one = { merchantId: null, email, name: null, role: 'admin' } as const;
  return (await inviteByCommand(doors, publicUrl, one)).link;
}

/** Invites somebody without a person who does so; answers the link, shown once. Throws `Barred` `already_known`. */
export async function inviteByCommand(
  doors: OperatorDoors,
  publicUrl: string,
  input: { merchantId: string | null; email: string; name: string | null; role: Role },
): Promise<{ link: string; expiresAt: number }> {
  const { email, role } = input;
  const note = { ...commandNote('operator.invited', email), merchantId: input.merchantId };
  const invited = await invite(
    doors,
    { ...input, invitedBy: null },
    { ...note, after: { email, role } },
  );
  return { link: invitationLink(publicUrl, invited.token), expiresAt: invited.expiresAt };
}

/** A note of what is done by who holds the server. */
export function commandNote(act: string, subject: string): AuditNote {
  return {
    merchantId: null,
    operatorId: null,
    by: 'cli',
    role: null,
    address: null,
    act,
    subject,
    reason: null,
    before: null,
    after: null,
  };
}
