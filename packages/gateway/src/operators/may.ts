// Which role is in force for a person over a merchant or over all of them, and what it allows. Pure.
import { permissionsOf, type Permission, type Role } from './roles.ts';
import type { MayOver, SignedIn } from './session.ts';

export interface RoleOver {
  role: Role;
  /** True where the role is one over all merchants. */
  ofGateway: boolean;
}

/** The permissions of a person over one merchant, or over all of them (null). */
export const mayOver: MayOver = (person, merchantId, what) => {
  const over = roleOver(person, merchantId);
  return over !== null && allows(over, what);
};

/**
 * The role in force: the one of the gateway over all merchants, or the membership. Who has both for a merchant works
 * there in the one that allows more. Null: no business there.
 */
export function roleOver(
  person: Pick<SignedIn, 'gatewayRole' | 'memberships'>,
  merchantId: string | null,
): RoleOver | null {
  const membership = person.memberships.find((one) => one.merchantId === merchantId);
  return stronger(person.gatewayRole, membership?.role ?? null);
}

/** Of a role over all merchants and one over this merchant, that which allows more. */
export function stronger(ofGateway: Role | null, ofMerchant: Role | null): RoleOver | null {
  const gateway = ofGateway === null ? null : { role: ofGateway, ofGateway: true };
  const merchant = ofMerchant === null ? null : { role: ofMerchant, ofGateway: false };
  if (gateway === null || merchant === null) return gateway ?? merchant;
  return sizeOf(merchant) > sizeOf(gateway) ? merchant : gateway;
}

/** Whether a role allows something. */
export function allows({ role, ofGateway }: RoleOver, what: Permission): boolean {
  return permissionsOf(role, ofGateway).includes(what);
}

function sizeOf({ role, ofGateway }: RoleOver): number {
  return permissionsOf(role, ofGateway).length;
}
