// Signing in and out, the second factor, proving oneself again, and one's own profile.
import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../../operators/roles.ts';
import { shape } from '../route.ts';
import { ClientId, Id, Instant, Person } from './words.ts';

const Email = z.email().max(254);
const Password = z.string().min(12).max(256);
/** What somebody types who signs in: judged by whether it is right, by nothing else. */
const AnyPassword = z.string().min(1).max(256);
const Code = z.string().regex(/^\d{6}$/);
const RecoveryCode = z.string().regex(/^[a-z0-9-]{8,24}$/i);

const Preferences = z.object({
  name: z.string().trim().min(1).max(100),
  locale: z.enum(['id', 'en']),
  theme: z.enum(['light', 'dark', 'auto']),
  /** An IANA name; null for the browser's own. */
  time_zone: z.string().max(64).nullable(),
});

const WorkspaceOf = z.object({
  /** A Client-Id, or `all` for who works for the gateway. */
  workspace: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** Its calls of the API are refused. */
  suspended: z.boolean(),
});

export const Session = z
  .object({
    person: Person.extend(Preferences.shape).extend({ totp: z.boolean(), oidc: z.boolean() }),
    /** Sent back in `X-CSRF-Token` with everything that is not a GET. */
    csrf: z.string(),
    /** `all` first where it is there; at most 200, the others are found by search. */
    workspaces: z.array(WorkspaceOf),
    /** Every bank that there is, and what people call it. */
    banks: z.array(z.object({ bank: z.string(), name: z.string() })),
    stepped_up_until: Instant.nullable(),
    idle_out_at: Instant,
    sandbox: z.boolean(),
    version: z.string(),
  })
  .meta({ id: 'Session' });

/** What is still missing to be signed in. */
const SignedIn = z.object({ next: z.enum(['done', 'totp', 'enrol_totp']) });

export const getSession = shape({
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in, and what they may do',
  permission: 'signed_in',
  answer: Session,
});

export const getDoor = shape({
  method: 'GET',
  path: '/door',
  summary: 'What the sign-in page offers',
  permission: 'anybody',
  answer: z.object({
    oidc: z.object({ name: z.string() }).nullable(),
    /** Ready-made people, in a sandbox only. */
    sandbox: z
      .array(
        z.object({ email: z.string(), password: z.string(), role: z.string(), of: z.string() }),
      )
      .nullable(),
  }),
});

export const signIn = shape({
  method: 'POST',
  path: '/session',
  summary: 'Sign in with e-mail and password',
  permission: 'anybody',
  body: z.object({ email: z.string().max(254), password: AnyPassword }),
  answer: SignedIn,
});

export const signInTotp = shape({
  method: 'POST',
  path: '/session/totp',
  summary: 'Give the second factor',
  permission: 'anybody',
  body: z.union([z.object({ code: Code }), z.object({ recovery_code: RecoveryCode })]),
  answer: SignedIn,
});

export const signOut = shape({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  permission: 'signed_in',
  answer: null,
});

export const stepUp = shape({
  method: 'POST',
  path: '/session/step-up',
  summary: 'Prove oneself again before something dangerous',
  permission: 'signed_in',
  body: z.object({ password: AnyPassword.optional(), code: Code.optional() }),
  answer: z.object({ stepped_up_until: Instant }),
});

export const startOidc = shape({
  method: 'GET',
  path: '/oidc/start',
  summary: 'Sign in at the identity provider',
  permission: 'anybody',
  answer: 'redirect',
});

export const returnOidc = shape({
  method: 'GET',
  path: '/oidc/return',
  summary: 'Come back from the identity provider',
  permission: 'anybody',
  answer: 'redirect',
});

export const changeProfile = shape({
  method: 'PUT',
  path: '/profile',
  summary: "Change one's name, language, colours or time zone",
  permission: 'signed_in',
  body: Preferences.partial(),
  answer: null,
});

export const changePassword = shape({
  method: 'PUT',
  path: '/profile/password',
  summary: "Change one's password; every other session ends",
  permission: 'signed_in',
  body: z.object({ current: AnyPassword, new: Password }),
  answer: null,
});

/** Also for who has given the right password and must enrol before anything else. */
export const beginTotp = shape({
  method: 'POST',
  path: '/profile/totp/begin',
  summary: 'A new secret for the second factor, shown once; valid when its first code is given',
  permission: 'anybody',
  answer: z.object({ secret: z.string(), uri: z.string() }),
});

export const enrolTotp = shape({
  method: 'POST',
  path: '/profile/totp',
  summary: 'The first code of the new secret; recovery codes are shown once',
  permission: 'anybody',
  body: z.object({ code: Code }),
  answer: z.object({ recovery_codes: z.array(z.string()) }),
});

export const removeTotp = shape({
  method: 'DELETE',
  path: '/profile/totp',
  summary: 'Do without a second factor, where that is allowed',
  permission: 'signed_in',
  stepUp: true,
  answer: null,
});

export const newRecoveryCodes = shape({
  method: 'POST',
  path: '/profile/recovery-codes',
  summary: 'New recovery codes; the old ones end',
  permission: 'signed_in',
  stepUp: true,
  answer: z.object({ recovery_codes: z.array(z.string()) }),
});

export const listSessions = shape({
  method: 'GET',
  path: '/profile/sessions',
  summary: "One's sessions",
  permission: 'signed_in',
  answer: z.object({
    rows: z.array(
      z.object({
        session_id: Id,
        current: z.boolean(),
        address: z.string(),
        agent: z.string(),
        created_at: Instant,
        seen_at: Instant,
      }),
    ),
  }),
});

export const endSession = shape({
  method: 'DELETE',
  path: '/profile/sessions/:session_id',
  summary: "End one of one's sessions",
  permission: 'signed_in',
  params: z.object({ session_id: Id }),
  answer: null,
});

const InvitationToken = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });

export const readInvitation = shape({
  method: 'GET',
  path: '/invitations/:token',
  summary: 'What an invitation is for',
  permission: 'anybody',
  params: InvitationToken,
  answer: z.object({
    email: Email,
    invited_by: z.string().nullable(),
    merchant_name: z.string().nullable(),
    client_id: ClientId.nullable(),
    role: z.enum(ROLES),
    /** True where the person is known already: they sign in, and the role is added. */
    known: z.boolean(),
    /** True where it is they who ask, signed in: nothing more is to be proved. */
    signed_in: z.boolean(),
    /** True where two people give it: the code of the one who approved it is wanted too. */
    wants_code: z.boolean(),
    expires_at: Instant,
  }),
});

export const acceptInvitation = shape({
  method: 'POST',
  path: '/invitations/:token',
  summary: 'Accept an invitation; once',
  permission: 'anybody',
  params: InvitationToken,
  body: z.object({
    name: z.string().trim().min(1).max(100).optional(),
    /** Of who is new, or known and not signed in. */
    password: Password.optional(),
    /** Where the invitation wants one. */
    code: z.string().max(64).optional(),
    locale: z.enum(['id', 'en']).optional(),
  }),
  answer: SignedIn,
});
