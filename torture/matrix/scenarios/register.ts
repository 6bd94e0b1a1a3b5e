// Registrations: bound, refused by the bank, and left alone by the customer.
import { accountsOf, bind, completePage, newCustomer, openPage } from '../scene.ts';
import type { Scene } from '../scene.ts';
import type { LastWord, Scenario } from '../scenario.ts';

const NORMAL = '800000000001';
const REFUSED = '800000000010';

const countOf = (scene: Scene, customerId: string): LastWord => {
  return async () => ((await accountsOf(scene, customerId)).length > 0 ? 'account' : 'no account');
};

export const REGISTRATIONS: readonly Scenario[] = [
  {
    name: 'register ok',
    account: null,
    calm: 'account',
    broken: ['no account'],
    async play(scene) {
      const bound = await bind(scene, NORMAL);
      return bound === null
        ? () => Promise.resolve('no account')
        : countOf(scene, bound.customerId);
    },
  },
  {
    name: 'register failed',
    account: null,
    calm: 'no account',
    broken: [],
    async play(scene) {
      const customer = newCustomer();
      const page = await openPage(scene, customer);
      if (page !== null) await completePage(scene, page, REFUSED);
      return countOf(scene, customer.customerId);
    },
  },
  {
    name: 'register abandoned',
    account: null,
    calm: 'no account',
    broken: [],
    async play(scene) {
      const customer = newCustomer();
      const page = await openPage(scene, customer);
      await scene.stage.advance(16 * 60);
      // Too late: the bank does not take it any more, and nor do we.
      if (page !== null) await completePage(scene, page, NORMAL);
      return countOf(scene, customer.customerId);
    },
  },
];
