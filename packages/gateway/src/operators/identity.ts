// An identity provider as the flows speak of it (OpenID Connect): where a browser is sent, and who comes back. It says who
// somebody is and never makes anybody: a person must be known by that e-mail address already.
import type { Context } from '../context.ts';
import { appendAudit } from './append-audit.ts';
import type { AuditNote } from './audit.ts';
import { Barred } from './barred.ts';
import type { OperatorDoors } from './doors.ts';
import { countWrongTry } from './failures.ts';
import { emailOf, enter, type Entered } from './sign-in.ts';
import type { From } from './sessions.ts';
import { endSessions } from './store-sessions.ts';
import { findPersonByEmail, tieSubject } from './store-people.ts';

/** What a browser that was sent away must come back with. */
export interface Sent {
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
}

/** Who the provider says it is. */
export interface Identity {
  subject: string;
  email: string | null;
  emailVerified: boolean;
}

export interface IdentityProvider {
  /** What people call it. */
  name: string;
  /** The URL to which a browser is sent. Throws when the provider cannot be reached. */
  urlOf(sent: Sent, redirectUri: string): Promise<string>;
  /** Asks the provider who has come back. Throws when it does not vouch for them. */
  identify(cameBackTo: URL, sent: Sent): Promise<Identity>;
}

/**
 * Signs in who has come back. Who comes so for the first time has shown that the address is theirs; whoever has set a
 * password under it before need not be them, so that it ends with its sessions. Throws {@link Barred} `credentials_wrong`
 * for everybody whom we do not know so.
 */
export async function signInByIdentity(
  ctx: OperatorDoors & Pick<Context, 'sandbox'>,
  { subject, email, emailVerified }: Identity,
  from: From & { formerCookie: string | null },
): Promise<Entered> {
  if (email === null || !emailVerified || !isPlain(email)) throw new Barred('credentials_wrong');
  const known = await findPersonByEmail(ctx.db, emailOf(email));
  const entered = await ctx.db.transaction(async (tx) => {
    const person = await findPersonByEmail(tx, emailOf(email));
    if (person?.status !== 'active') return null;
    const { operator_id: operatorId } = person;
    if (!(await tieSubject(tx, operatorId, subject))) return null;
    if (person.oidc_subject === null) await endSessions(tx, operatorId, null);
    const entered = await enter(ctx, tx, person, 'oidc', from);
    if (person.oidc_subject === null && person.password_hash !== null) {
      await appendAudit(tx, [passwordEnded(operatorId, from.address)], ctx.clock.now());
    }
    return entered;
  });
  if (entered !== null) return entered;
  const who = known?.operator_id ?? null;
  await countWrongTry(ctx, 'identity provider', emailOf(email), who, from.address);
  throw new Barred('credentials_wrong');
}

function passwordEnded(operatorId: string, address: string): AuditNote {
  return {
    merchantId: null,
    operatorId,
    by: 'backoffice',
    role: null,
    address,
    act: 'password.ended',
    subject: operatorId,
    reason: null,
    before: null,
    after: null,
  };
}

/** False where an address is only ours once its letters are made alike: to the provider it is another one. */
function isPlain(email: string): boolean {
  return email.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) === emailOf(email);
}
