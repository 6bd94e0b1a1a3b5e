// Routes of the list of merchants, and of making, suspending and resuming one.
import { appendAudit } from '../../operators/append-audit.ts';
import type { AuditNote } from '../../operators/audit.ts';
import { createMerchant } from '../../merchants/create.ts';
import { setMerchantStatus as setStatus } from '../../merchants/store.ts';
import type { Asked } from '../asked.ts';
import { listMerchants, makeMerchant, setMerchantStatus } from '../contract/people.ts';
import { Denied } from '../denied.ts';
import { route, type Route } from '../route.ts';
import { cursorOf, partsOf } from './cursor.ts';
import { searchMerchants } from './store.ts';

export const MERCHANT_ROUTES: readonly Route[] = [
  route(listMerchants, async ({ ctx, person, query }) => {
    const own = person.memberships.map((one) => one.merchantId);
    const rows = await searchMerchants(ctx.db, person.gatewayRole === null ? own : null, {
      q: query.q === undefined || query.q === '' ? null : query.q,
      after: query.after === undefined ? '' : (partsOf(query.after, 1)[0] ?? ''),
      limit: query.limit + 1,
    });
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      rows: page.map((row) => ({
        client_id: row.client_id,
        name: row.name,
        status: row.status,
        created_at: new Date(row.created_at).toISOString(),
        banks: row.banks,
      })),
      next: last === undefined ? null : cursorOf(last.client_id),
    };
  }),
  route(makeMerchant, async (call) => {
    const { ctx, body } = call;
    const at = ctx.clock.now();
    const made = await createMerchant(
      ctx,
      { name: body.name },
      async (tx, { merchantId, clientId }) => {
        const after = { client_id: clientId, name: body.name };
        const note = noteOf(call, merchantId, 'merchant.made', clientId);
        await appendAudit(tx, [{ ...note, after }], at);
      },
    );
    return { client_id: made.clientId, secret: made.secret.reveal() };
  }),
  route(setMerchantStatus, async (call) => {
    const { ctx, body, params } = call;
    const { client_id: clientId } = params;
    const { status, reason } = body;
    const merchant = await ctx.merchants.find(clientId);
    if (merchant === null) throw new Denied('not_found');
    const act = status === 'active' ? 'merchant.resumed' : 'merchant.suspended';
    const note = noteOf(call, merchant.merchantId, act, clientId);
    const change = { reason, before: { status: merchant.status }, after: { status } };
    await ctx.db.transaction(async (tx) => {
      await setStatus(tx, merchant.merchantId, status);
      await appendAudit(tx, [{ ...note, ...change }], ctx.clock.now());
    });
    ctx.merchants.forget(clientId);
  }),
];

/** These routes are in no workspace: the role is that of the gateway, the chain that of the merchant. */
function noteOf(
  { person, address }: Pick<Asked, 'person' | 'address'>,
  merchantId: string,
  act: string,
  subject: string,
): AuditNote {
  return {
    merchantId,
    operatorId: person.operatorId,
    by: 'backoffice',
    role: person.gatewayRole,
    address,
    act,
    subject,
    reason: null,
    before: null,
    after: null,
  };
}
