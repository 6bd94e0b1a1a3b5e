// An example of a notification, sent to the configured URL now: signed like a real one, marked as a test by its ids.
import type { Bank } from '../../banks/bank.ts';
import type { Context } from '../../context.ts';
import { validKeys, type Merchant } from '../../merchants/merchant.ts';
import { attemptHeaders } from '../../notifications/sign.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import { testNotification } from '../contract/merchant.ts';
import { Denied } from '../denied.ts';
import { route } from '../route.ts';
import { bankOf } from './try.ts';

export const testNotificationRoute = route(testNotification, async (call) => {
  const { ctx, body: wanted } = call;
  const bank = bankOf(ctx, call.params.bank);
  const merchant = await call.merchant();
  const url = merchant.banks.get(bank.slug)?.notificationUrl ?? null;
  if (url === null) {
    throw new Denied('not_allowed_now', { message: 'no notification URL is set for this bank' });
  }
  const notificationId = ctx.random.id();
  const body = example(ctx, merchant, bank, notificationId)[wanted.type]().body;
  const headers = signed(ctx, merchant, { notificationId, url, body });
  // Written first: what is sent to somebody else's server is not sent in secret.
  const note = call.note('notification.tested', bank.slug, {
    after: { url, type: wanted.type, notification_id: notificationId },
  });
  await ctx.db.transaction((tx) => appendAudit(tx, [note], ctx.clock.now()));
  const heard = await ctx.door.post({ url, headers, body });
  return {
    url,
    request_headers: Object.entries(headers),
    request_body: body.toString(),
    status: heard.status,
    error: heard.error,
    answer: heard.answer,
    took_ms: heard.durationMs,
  };
});

function signed(
  ctx: Context,
  merchant: Merchant,
  one: { notificationId: string; url: string; body: Buffer },
): Record<string, string> {
  const [newest, ...older] = validKeys(merchant, ctx.clock.now());
  if (newest === undefined) {
    throw new Denied('not_allowed_now', { message: 'the merchant has no valid key' });
  }
  const keys = [newest.key, ...older.map(({ key }) => key)] as const;
  return attemptHeaders({ clientId: merchant.clientId, keys, wall: ctx.clock.wall(), ...one });
}

const AMOUNT = 10_000n;

/** Bodies of the merchant's own flavour about things that are not there: every id begins with TEST. */
function example(ctx: Context, merchant: Merchant, bank: Bank, notificationId: string) {
  const { renderer } = ctx;
  const tail = notificationId.slice(-12);
  const head = { merchant, bank, notificationId, sequence: 1, at: ctx.clock.now() };
  const customer = { id: 'TEST-CUSTOMER', name: 'Test' };
  const order = { invoiceNumber: `TEST-${tail}`, amount: AMOUNT, bankPaymentId: 'TEST-PAYMENT' };
  const payment = {
    ...head,
    ...order,
    customer,
    requestId: `TEST-${notificationId}`,
    additionalInfo: undefined,
  };
  return {
    'payment.succeeded': () => renderer.payment({ ...payment, state: 'succeeded', reason: null }),
    'payment.failed': () =>
      renderer.payment({ ...payment, state: 'failed', reason: 'insufficient_funds' }),
    'refund.succeeded': () =>
      renderer.refund({
        ...head,
        ...order,
        state: 'succeeded',
        requestId: `TEST-REFUND-${tail}`,
        originalRequestId: `TEST-${notificationId}`,
        refundReason: 'Test',
      }),
    'token.active': () =>
      renderer.token({
        ...head,
        state: 'active',
        tokenId: notificationId,
        accountTail: '0000',
        customer,
      }),
  } as const;
}
