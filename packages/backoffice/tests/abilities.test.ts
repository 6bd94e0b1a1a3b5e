// What the page says about roles is what the gateway holds to.
import { describe, expect, it } from 'vitest';
import { permissionsOf, ROLES } from '../../gateway/src/operators/roles.ts';
import { ABILITIES } from '../src/pages/team/abilities.ts';

describe('the table of roles', () => {
  it.each(ABILITIES)('says of %s what the gateway allows by %s', (_ability, permission, roles) => {
    const allowed = ROLES.filter((role) => permissionsOf(role, false).includes(permission));
    expect([...roles].toSorted()).toEqual(allowed.toSorted());
  });
});
