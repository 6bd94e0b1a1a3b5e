// Who is signed in: the person, what they may do where, and how long the session lasts.
import type { Permission, Role } from './roles.ts';

/** A role in one merchant's workspace. */
export interface Membership {
  merchantId: string;
  clientId: string;
  merchantName: string;
  role: Role;
}

export interface SignedIn {
  operatorId: string;
  name: string;
  email: string;
  locale: 'id' | 'en';
  theme: 'light' | 'dark' | 'auto';
  timeZone: string | null;
  totp: boolean;
  /** Role over all merchants, for people of the gateway. */
  gatewayRole: Role | null;
  memberships: readonly Membership[];
  sessionId: string;
  /** Epoch ms until which dangerous acts need no new proof; null when not proved. */
  steppedUpUntil: number | null;
  idleOutAt: number;
}

/** The permissions of a person over one merchant, or over all of them (null). */
export type MayOver = (person: SignedIn, merchantId: string | null, what: Permission) => boolean;
