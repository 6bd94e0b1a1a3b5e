// Other hosts for the notifications of single payments, approved: only in place of those that they were asked to replace.
import { changeSettings, sameHosts } from '../../merchants/change-settings.ts';
import { isHost, urlFault } from '../../notifications/target.ts';
import { appendAudit } from '../../operators/append-audit.ts';
import type { CarryOut } from './carry-out.ts';
import { noteOf } from './note.ts';
import { merchantNow } from './standing.ts';

export const carryOutHosts: CarryOut = async (ctx, approval) => {
  const { from, to } = approval.asked as unknown as { from: string[]; to: string[] };
  const callable = (host: string): boolean =>
    isHost(host) && urlFault(`https://${host}/`, ctx.sandbox) === null;
  if (!to.every(callable)) return { state: 'failed', outcome: 'address_refused' };
  const merchant = await merchantNow(ctx, approval.merchantId);
  if (sameHosts(merchant.notificationHosts, to)) return { state: 'done', outcome: 'hosts_set' };
  const note = noteOf(approval, 'settings.changed', {
    before: { notification_hosts: from },
    after: { notification_hosts: to },
  });
  await changeSettings(ctx, approval.merchantId, {
    settings: {},
    hosts: to,
    hostsInstead: from,
    also: (tx) => appendAudit(tx, [note], ctx.clock.now()),
  });
  ctx.merchants.forget(merchant.clientId);
  return { state: 'done', outcome: 'hosts_set' };
};
