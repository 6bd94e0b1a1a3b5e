// An identity provider as the flows speak of it (OpenID Connect): where a browser is sent, and who comes back. It says who
// somebody is and never makes anybody: a person must be known by that e-mail address already.
import type { Context } from '../context.ts';
import { Barred } from './barred.ts';
import type { OperatorDoors } from './doors.ts';
import { emailOf, enter, type Entered } from './sign-in.ts';
import type { From } from './sessions.ts';
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

/** Signs in who has come back. Throws {@link Barred} `credentials_wrong` for everybody whom we do not know so. */
export async function signInByIdentity(
  ctx: OperatorDoors & Pick<Context, 'sandbox'>,
  { subject, email, emailVerified }: Identity,
  from: From & { formerCookie: string | null },
): Promise<Entered> {
  if (email === null || !emailVerified) throw new Barred('credentials_wrong');
  return await ctx.db.transaction(async (tx) => {
    const person = await findPersonByEmail(tx, emailOf(email));
    if (person?.status !== 'active' || !(await tieSubject(tx, person.operator_id, subject))) {
      throw new Barred('credentials_wrong');
    }
    return await enter(ctx, tx, person, 'oidc', from);
  });
}
