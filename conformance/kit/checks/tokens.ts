// Listing tokens (guide 2) and deleting one (guide, additional feature 2).
import { from, type Group, type Need } from '../check.ts';
import { at, mustAnswer, mustBe, mustBeOneOf, mustEqual, mustMatch, mustRefuse } from '../expect.ts';
import { DELETED, LISTED, mustHaveNoOther, mustHaveShape, mustRepeat } from '../shapes.ts';

const listing = from('guide', 'guide §2, Get token list');
const deleting = from('guide', 'guide, Additional Features 2, Delete the token');
const tarik = from('tarik', 'spec: ours');

const own: readonly Need[] = ['list', 'customer'];
const call: readonly Need[] = ['delete', 'registration'];

export const tokens: Group = {
  name: 'tokens',
  title: 'Listing tokens',
  checks: [
    listing('tokens.status', 'the list is answered 200', ['list'], async (kit) =>
      mustAnswer(await kit.tokens('kit-nobody'), 200),
    ),
    listing('tokens.list', 'the answer is a list at the top', own, async (kit) => {
      const { customerId, tokenId } = await kit.bound();
      const { json } = await kit.tokens(customerId);
      mustBe(Array.isArray(json), 'a list', json);
      const ids = json.map((entry: unknown) => at(entry, 'debit_card.token_id'));
      mustBe(ids.includes(tokenId), `an entry with the token ${tokenId}`, ids);
    }),
    listing('tokens.fields', 'every entry has the fields of the guide', own, async (kit) => {
      const { json } = await kit.tokens((await kit.bound()).customerId);
      for (const entry of Array.isArray(json) ? json : []) mustHaveShape(entry, LISTED);
    }),
    tarik('tokens.no-other', 'an entry has no other fields', own, async (kit) => {
      const { json } = await kit.tokens((await kit.bound()).customerId);
      for (const entry of Array.isArray(json) ? json : []) mustHaveNoOther(entry, LISTED);
    }),
    listing('tokens.customer', 'every entry names the customer who was asked for', own, async (kit) => {
      const { customerId } = await kit.bound();
      const { json } = await kit.tokens(customerId);
      for (const entry of Array.isArray(json) ? json : []) {
        mustEqual('customer.id', at(entry, 'customer.id'), customerId);
      }
    }),
    listing('tokens.masked', 'account_no shows the last four digits only', own, async (kit) => {
      const { json } = await kit.tokens((await kit.bound()).customerId);
      mustMatch('account_no', at(json, '0.debit_card.account_no'), /^[^0-9]*\d{4}$/, 'with four digits at its end');
    }),
    tarik('tokens.unknown', 'a customer whom nobody knows has an empty list', ['list'], async (kit) => {
      const answer = await kit.tokens('kit-nobody');
      mustAnswer(answer, 200);
      mustEqual('the list', answer.json, []);
    }),
    tarik('tokens.pending', 'a registration that is not finished is not in the list', ['list', 'register'], async (kit) =>
      mustEqual('the list', (await kit.tokens((await kit.register()).customerId)).json, []),
    ),
    listing('tokens.needs-customer', 'without customer.id it is refused', ['list'], async (kit) =>
      mustRefuse(await kit.post('list', { customer: { name: 'testing' } })),
    ),
  ],
};

export const deletion: Group = {
  name: 'deletion',
  title: 'Deleting a token',
  checks: [
    deleting('deletion.status', 'a deletion is answered 200', call, async (kit) =>
      mustAnswer(await kit.unbind(await kit.bind()), 200),
    ),
    deleting('deletion.fields', 'the answer has the fields of the guide', call, async (kit) =>
      mustHaveShape((await kit.unbind(await kit.bind())).json, DELETED),
    ),
    tarik('deletion.no-other', 'the answer has no other fields', call, async (kit) =>
      mustHaveNoOther((await kit.unbind(await kit.bind())).json, DELETED),
    ),
    deleting('deletion.echo', 'customer and token come back as sent', call, async (kit) => {
      const bound = await kit.bind();
      const request = { customer: { id: bound.customerId }, debit_card: { token_id: bound.tokenId } };
      mustRepeat((await kit.unbind(bound)).json, request, ['customer.id', 'debit_card.token_id']);
    }),
    deleting('deletion.success', 'debit_card.status is SUCCESS', call, async (kit) =>
      mustEqual('debit_card.status', at((await kit.unbind(await kit.bind())).json, 'debit_card.status'), 'SUCCESS'),
    ),
    deleting('deletion.unlisted', 'a deleted token is no longer in the list', ['list', ...call], async (kit) => {
      const bound = await kit.bind();
      await kit.unbind(bound);
      mustEqual('the list', (await kit.tokens(bound.customerId)).json, []);
    }),
    deleting('deletion.useless', 'a deleted token cannot pay', ['pay', ...call], async (kit) => {
      const bound = await kit.bind();
      await kit.unbind(bound);
      mustRefuse(await kit.post('pay', kit.order(bound)));
    }),
    tarik('deletion.twice', 'a second deletion is 404 token_not_found', call, async (kit) => {
      const bound = await kit.bind();
      await kit.unbind(bound);
      mustRefuse(await kit.unbind(bound), 404, 'token_not_found');
    }),
    tarik('deletion.other-customer', "another customer's token is 404 token_not_found", call, async (kit) => {
      const [one, two] = [await kit.bind(), await kit.bind()];
      mustRefuse(await kit.unbind({ ...one, customerId: two.customerId }), 404, 'token_not_found');
    }),
    deleting('deletion.refused', 'what the bank refuses is answered 200 with FAILED', [...call, 'accounts'], async (kit) => {
      const answer = await kit.unbind(await kit.bind('no_unbind'));
      mustAnswer(answer, 200);
      mustBeOneOf('debit_card.status', at(answer.json, 'debit_card.status'), ['FAILED']);
    }),
  ],
};
