// The drawings of money: from an opening to a closing balance in steps, and sums that share a bar.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from '../src/pages/balances/steps.ts';
import { TEMPLATES } from '../src/pages/balances/chart.ts';
import { sharesOf } from '../src/pages/home/shares.ts';

const sum = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

test('steps go from the opening to the closing balance in the order in which money goes its way', () => {
  const groups = fc.uniqueArray(fc.constantFrom(...TEMPLATES)).chain((templates) =>
    fc.tuple(
      ...templates.map((template) =>
        sum.map((change) => ({
          template,
          journals: 1,
          debits: '0',
          credits: '0',
          change: `${change}`,
        })),
      ),
    ),
  );
  fc.assert(
    fc.property(sum, groups, (opening, changes) => {
      const { steps, ...ends } = stepsOf(`${opening}`, changes);
      const order: readonly string[] = TEMPLATES;
      const places = steps.map(({ template }) => order.indexOf(template));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      let balance = opening;
      for (const { change, after } of steps) {
        balance += BigInt(change);
        expect(after).toBe(`${balance}`);
      }
      for (const { from, length } of [...steps, ends.opening, ends.closing]) {
        expect(from >= 0 && length >= 0 && from + length <= 1000).toBe(true);
      }
    }),
  );
});

test('sums share a bar, however large; what is not nothing can be seen', () => {
  expect(sharesOf(['0', '0'])).toEqual([0, 0]);
  expect(sharesOf(['75', '25', '0'])).toEqual([750, 250, 0]);
  expect(sharesOf(['999999999999999999', '1', '-5'])).toEqual([999, 8, 0]);
});
