// Unbinding an account from the Back Office, through the flow that merchants use.
import { createHash } from 'node:crypto';
import { invariant } from '../../base/invariant.ts';
import type { Call as MerchantCall } from '../../requests/call.ts';
import { deleteToken as unbindToken, type Deletion } from '../../tokens/delete.ts';
import { findToken } from '../../tokens/store.ts';
import { viewOf } from '../../tokens/view.ts';
import { deleteToken as shape } from '../contract/nouns.ts';
import { Denied } from '../denied.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';

/** The bank's answer is waited for so long, ms; afterwards a chore goes on asking. */
const PATIENCE_MS = 25_000;

export const deleteToken = route(shape, async (call) => {
  const { ctx, params, body } = call;
  const merchant = await call.merchant();
  const token = await findToken(ctx.db, merchant.merchantId, params.token_id);
  if (token === null) throw new Denied('not_found');
  if (token.state !== 'active') throw new Denied('not_allowed_now');
  const bank = ctx.banks.get(token.bank);
  invariant(bank !== undefined, 'a token has a bank that the registry knows');
  const { reason } = body;
  await writeNote(ctx, call.note('token.deletion_asked', token.tokenId, { reason }));
  const said: MerchantCall<Deletion> = {
    merchant,
    requestId: `bo-${ctx.random.id()}`,
    endpoint: `${bank.slug}/token-delete`,
    bodyHash: createHash('sha256').update(`backoffice ${token.tokenId}`).digest(),
    deadline: ctx.clock.steady() + PATIENCE_MS,
    render: (deletion) => worded(200, deletion.token.state),
    refuse: ({ code }) => worded(409, code),
  };
  const customerId = viewOf(ctx, token).details.customer.id;
  const by = { askedBy: call.person.operatorId };
  const reply = await unbindToken(ctx, said, { bank, customerId, tokenId: token.tokenId, by });
  // Somebody else was quicker.
  if (reply.status !== 200) throw new Denied('not_allowed_now');
  const now = await findToken(ctx.db, merchant.merchantId, token.tokenId);
  return { state: now?.state ?? 'deleted' };
});

function worded(status: number, word: string) {
  return { status, body: Buffer.from(word) };
}
