// Amounts: how they may be written, how they come back, and the sum of the items.
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustBe, mustEqual, mustRefuse, wholeAt } from '../expect.ts';
import type { Kit } from '../kit.ts';

const guide = from('guide', 'guide §3, order.amount and line_items');
const tarik = from('tarik', 'spec: ours');

const call: readonly Need[] = ['pay', 'customer'];

/** Sends an order whose amount is this text, as it stands, in the JSON. */
async function pay(kit: Kit, written: string) {
  const body = JSON.stringify(kit.order(await kit.bound(), { amount: '@' }));
  return await kit.post('pay', body.replace('"@"', written));
}

async function mustBeAccepted(kit: Kit, written: string, amount: number): Promise<void> {
  const answer = await pay(kit, written);
  mustAnswer(answer, 201);
  mustEqual('order.amount', wholeAt(answer.json, 'order.amount'), amount);
}

const REFUSED: readonly [string, string, readonly string[]][] = [
  ['decimals', 'a fraction of a rupiah', ['1000.5', '"1000.50"', '0.99']],
  ['zero', 'an amount of zero', ['0', '"0"']],
  ['negative', 'a negative amount', ['-1', '"-1000"']],
  ['length', 'an amount of 13 digits', ['1000000000000', '"1000000000000"']],
];

const ODD: readonly [string, string, readonly string[]][] = [
  ['exponent', 'an exponent', ['1e3', '"1e3"', '1E+3']],
  ['no-number', 'text that is no number', ['""', '" 1000"', '"+1000"', '"1,000"', '"0x3e8"', '"١٠٠٠"']],
  ['type', 'what is neither number nor text', ['true', 'null', '[1000]', '{}']],
];

export const amounts: Group = {
  name: 'amounts',
  title: 'Amounts, and the sum of the items',
  checks: [
    guide('amounts.number', 'a number is accepted', call, (kit) => mustBeAccepted(kit, '1000', 1000)),
    tarik('amounts.text', 'digits in quotes are accepted', call, (kit) => mustBeAccepted(kit, '"1000"', 1000)),
    tarik('amounts.zeros', '.00 is accepted, in quotes and without', call, async (kit) => {
      await mustBeAccepted(kit, '1000.00', 1000);
      await mustBeAccepted(kit, '"1000.0"', 1000);
    }),
    guide('amounts.one', 'one rupiah is accepted', call, (kit) => mustBeAccepted(kit, '1', 1)),
    tarik('amounts.largest', 'an amount of 12 digits is not refused for its size', call, async (kit) => {
      // Of a token that nobody has, so that nobody pays it.
      const body = kit.order({ ...(await kit.bound()), tokenId: '0'.repeat(32) }, { amount: 999_999_999_999 });
      mustRefuse(await kit.post('pay', body), 404, 'token_not_found');
    }),
    ...REFUSED.map(([name, said, forms]) =>
      guide(`amounts.${name}`, `${said} is refused`, call, async (kit) => {
        for (const written of forms) mustRefuse(await pay(kit, written));
      }),
    ),
    ...ODD.map(([name, said, forms]) =>
      tarik(`amounts.${name}`, `${said} is 400 invalid_parameter`, call, async (kit) => {
        for (const written of forms) mustRefuse(await pay(kit, written), 400, 'invalid_parameter');
      }),
    ),
    tarik('amounts.out', 'amounts, prices and quantities come back as numbers, as in the tables', call, async (kit) => {
      const items = [{ name: 'x', price: '500', quantity: '2' }];
      const { json } = await kit.post('pay', kit.order(await kit.bound(), { amount: '1000', line_items: items }));
      for (const path of ['amount', 'line_items.0.price', 'line_items.0.quantity']) {
        const value = at(json, `order.${path}`);
        mustBe(typeof value === 'number', `a number at order.${path}`, value);
      }
    }),
    guide('amounts.sum', 'items whose sum is not the amount are refused', call, async (kit) => {
      const items = [{ name: 'x', price: 400, quantity: 1 }];
      mustRefuse(await kit.post('pay', kit.order(await kit.bound(), { line_items: items })));
    }),
    tarik('amounts.sum-code', 'items whose sum is not the amount are 400 amount_mismatch', call, async (kit) => {
      const items = [{ name: 'x', price: 400, quantity: 3 }];
      const body = kit.order(await kit.bound(), { line_items: items });
      mustRefuse(await kit.post('pay', body), 400, 'amount_mismatch');
    }),
    guide('amounts.sum-right', 'items whose sum is the amount are accepted', call, async (kit) => {
      const items = [
        { name: 'x', price: 400, quantity: 1 },
        { name: 'y', price: 300, quantity: 2 },
      ];
      mustAnswer(await kit.post('pay', kit.order(await kit.bound(), { line_items: items })), 201);
    }),
    guide('amounts.sum-private', 'items without price or quantity are not summed', call, async (kit) => {
      const items = [{ name: 'x' }, { price: 400, quantity: 1 }];
      mustAnswer(await kit.post('pay', kit.order(await kit.bound(), { line_items: items })), 201);
    }),
  ],
};
