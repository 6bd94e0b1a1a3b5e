// The customer's bound accounts: asked of the gateway each time, since it knows and the shop only remembers.
import type { Token } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { drawRequestId } from './request-id.ts';

export async function listAccounts(kept: Kept, visitor: Visitor): Promise<Token[]> {
  const requestId = drawRequestId(kept, { visitorId: visitor.id });
  return await kept.tarik.tokens.list({ customer: { id: visitor.id } }, { requestId });
}
