// What every route is handed beside its words: the doors, who asks, and which merchants they may see.
import type { Reading } from '../base/reading.ts';
import type { Context } from '../context.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { AuditNote } from '../operators/audit.ts';
import type { SignedIn } from '../operators/session.ts';
import type { Permission, Role } from '../operators/roles.ts';

/** The merchants that a call is about. */
export interface Scope {
  /** A Client-Id or `all`. */
  workspace: string;
  /** Null for every merchant there is: people of the gateway in `all`. */
  merchantIds: readonly string[] | null;
  /** Whether the role in force is one of the gateway. */
  ofGateway: boolean;
  role: Role;
}

export interface Asked {
  ctx: Context;
  /** Reads what the scope may see and nothing else: the explicit filter, and row-level security behind it. */
  reading: Reading;
  /** Throws a bug where the route is for anybody. */
  person: SignedIn;
  /** Throws a bug where the route is not about a workspace. */
  scope: Scope;
  may(permission: Permission): boolean;
  /** The merchant of the workspace. Throws `choose_merchant` in `all`. */
  merchant(): Promise<Merchant>;
  /** Where the call came from. */
  address: string;
  /** Who, in which role and from where, for the audit of an act: the act, its subject and what changed are added. */
  note(
    act: string,
    subject: string,
    more?: Partial<Pick<AuditNote, 'reason' | 'before' | 'after'>>,
  ): AuditNote;
}
