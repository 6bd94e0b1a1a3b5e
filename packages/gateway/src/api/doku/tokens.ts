// POST /{bank}-direct-debit/v1/tokens (DOKU guide 2): the customer's active tokens.
import { TokensRequest, TokensResponse } from '@tarik/wire/doku/messages';
import { listTokens } from '../../tokens/list.ts';
import type { TokenView } from '../../tokens/token.ts';
import { accountWord, tokenWord } from './account.ts';
import { namedCustomer } from './customer.ts';
import { callOf, endpoint } from './endpoint.ts';

const shape = {
  path: 'tokens',
  summary: "List a customer's tokens",
  request: TokensRequest,
  response: TokensResponse,
  status: 200,
  refusals: [],
} as const;

export const tokens = endpoint(shape, async (ctx, asked, { customer }) => {
  const call = callOf(asked, shape, (listed: TokenView[]) =>
    listed.map(({ token }) => ({
      customer: namedCustomer(customer),
      debit_card: { token_id: tokenWord(token), account_no: accountWord(token.accountTail) },
    })),
  );
  return await listTokens(ctx, call, { bank: asked.bank, customerId: customer.id });
});
