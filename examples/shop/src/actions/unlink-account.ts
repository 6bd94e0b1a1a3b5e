// Unlink an account. The bank may refuse: then the account stays, and the customer is told so.
import type { Kept } from '../kept.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { drawRequestId } from './request-id.ts';

export async function unlinkAccount(
  kept: Kept,
  visitor: Visitor,
  tokenId: string,
): Promise<'SUCCESS' | 'FAILED'> {
  const requestId = drawRequestId(kept, { visitorId: visitor.id });
  const input = { customer: { id: visitor.id }, tokenId };
  return (await kept.tarik.tokens.delete(input, { requestId })).status;
}
