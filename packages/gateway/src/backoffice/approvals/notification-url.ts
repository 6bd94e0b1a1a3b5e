// Another notification URL, approved: checked again, set in place of the one that it was asked to replace.
import { setNotificationUrl } from '../../merchants/activate-bank.ts';
import { urlFault } from '../../notifications/target.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';
import { bankNow, merchantNow } from './standing.ts';

interface Asked {
  bank: string;
  from: string | null;
  to: string | null;
}

export const carryOutUrl: CarryOut = async (ctx, approval) => {
  const { bank, from, to } = approval.asked as unknown as Asked;
  const fault = to === null ? null : urlFault(to, ctx.sandbox);
  if (fault !== null) return { state: 'failed', outcome: fault };
  const merchant = await merchantNow(ctx, approval.merchantId);
  if (bankNow(merchant, bank).notificationUrl === to) return { state: 'done', outcome: 'set' };
  const note = noteOf(approval, 'bank.notification_url_set', {
    before: { url: from },
    after: { url: to },
  });
  await setNotificationUrl(ctx, approval.merchantId, bank, to, {
    instead: from,
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
  ctx.merchants.forget(merchant.clientId);
  return { state: 'done', outcome: 'set' };
};
