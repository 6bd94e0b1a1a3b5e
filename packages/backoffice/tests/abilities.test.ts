// What the page says about roles is what the gateway holds to.
import { describe, expect, it } from 'vitest';
import { permissionsOf, ROLES } from '../../gateway/src/operators/roles.ts';
import { givesSay } from '../../gateway/src/operators/say.ts';
import { ABILITIES, givesSay as givesSayHere } from '../src/pages/team/abilities.ts';

it('asks for a reason exactly where the gateway wants a second person for a role', () => {
  for (const before of [null, ...ROLES]) {
    for (const after of ROLES) {
      expect([before, after, givesSayHere(before, after)]).toEqual([
        before,
        after,
        givesSay(before, after),
      ]);
    }
  }
});

describe('the table of roles', () => {
  it.each(ABILITIES)('says of %s what the gateway allows by %s', (_ability, permission, roles) => {
    const allowed = ROLES.filter((role) => permissionsOf(role, false).includes(permission));
    expect([...roles].toSorted()).toEqual(allowed.toSorted());
  });
});
