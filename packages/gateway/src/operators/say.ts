// Which roles two people give together: those with a say in what needs four eyes, on either side of it. Who could give them
// alone would ask with one account and approve with the other. Pure.
import { MAY_ASK } from './approvals.ts';
import { permissionsOf, type Permission, type Role } from './roles.ts';

const SAYS: readonly Permission[] = ['approvals.decide', ...Object.values(MAY_ASK)];

/** Whether a role lets somebody ask for, or decide, what the one that they had (null: none) did not. */
export function givesSay(before: Role | null, after: Role): boolean {
  const had = before === null ? [] : permissionsOf(before, false);
  const has = permissionsOf(after, false);
  return SAYS.some((one) => has.includes(one) && !had.includes(one));
}
