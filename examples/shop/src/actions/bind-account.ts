// Bind a bank account, step 1 of 2: register with the gateway, then the customer goes to the bank's page.
import type { Registration } from '@tarik/sdk';
import type { Kept } from '../kept.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { drawRequestId } from './request-id.ts';

/**
 * Begins to bind. `home` is the shop's own address, `after` where the customer goes on afterwards.
 * Throws a `DeclinedError` when the bank refuses this customer.
 */
export async function bindAccount(
  kept: Kept,
  visitor: Visitor,
  { home, after }: { home: string; after: 'accounts' | 'checkout' },
): Promise<Registration> {
  const requestId = drawRequestId(kept, { visitorId: visitor.id });
  return await kept.tarik.tokens.register(
    {
      customer: { id: visitor.id, name: visitor.name },
      phone: visitor.phone,
      successUrl: `${home}/accounts/linked?after=${after}`,
      failedUrl: `${home}/accounts/not-linked?after=${after}`,
    },
    { requestId },
  );
}
