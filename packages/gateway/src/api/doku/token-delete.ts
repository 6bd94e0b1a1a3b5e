// POST /{bank}-direct-debit/v1/token-delete (DOKU guide, additional features 2): unbinds an account.
import { TokenDeleteRequest, TokenDeleteResponse } from '@tarik/wire/doku/messages';
import { idOfReference } from '../../base/reference.ts';
import { Refusal } from '../../base/refusal.ts';
import { deleteToken, type Deletion } from '../../tokens/delete.ts';
import { tokenWord } from './account.ts';
import { namedCustomer } from './customer.ts';
import { callOf, endpoint } from './endpoint.ts';
import { reasonWords } from './reasons.ts';

const shape = {
  path: 'token-delete',
  summary: 'Delete a token',
  request: TokenDeleteRequest,
  response: TokenDeleteResponse,
  status: 200,
  refusals: ['token_not_found'],
} as const;

export const tokenDelete = endpoint(shape, async (ctx, asked, body) => {
  const { customer } = body;
  const tokenId = idOfReference(body.debit_card.token_id);
  if (tokenId === null) throw new Refusal('token_not_found');
  const call = callOf(asked, shape, (deletion: Deletion) => ({
    customer: namedCustomer(customer),
    debit_card: {
      token_id: tokenWord(deletion.token),
      status: deletion.deleted ? 'SUCCESS' : 'FAILED',
      message: messageOf(deletion),
    },
  }));
  return await deleteToken(ctx, call, { bank: asked.bank, customerId: customer.id, tokenId });
});

function messageOf({ token, deleted, confirmed }: Deletion): string {
  if (!deleted) return `The bank refused to unbind the card: ${reasonWords(token.reason)}`;
  return confirmed
    ? 'Success Unbinding Card'
    : 'The card can no longer be used; the bank has yet to confirm';
}
