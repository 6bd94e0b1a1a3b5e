// Telling a merchant again: one notification, or all that failed in a time.
import { appendAudit } from '../../operators/append-audit.ts';
import { resendNotification, resendNotifications } from '../../notifications/resend.ts';
import { resendMany as manyShape, resendOne as oneShape } from '../contract/nouns.ts';
import { InstantIn } from '../contract/words.ts';
import { Denied } from '../denied.ts';
import { writeNote } from '../payments/note.ts';
import { route } from '../route.ts';

export const resendOne = route(oneShape, async (call) => {
  const { ctx, params, body } = call;
  const { merchantId } = await call.merchant();
  const { notification_id: notificationId } = params;
  const note = call.note('notification.resent', notificationId, { after: body });
  const found = await resendNotification(
    ctx,
    { merchantId, notificationId },
    body.to_configured_url ? 'configured' : 'kept',
    (tx) => appendAudit(tx, [note], ctx.clock.now()),
  );
  if (!found) throw new Denied('not_found');
});

export const resendMany = route(manyShape, async (call) => {
  const { ctx, body } = call;
  const { merchantId } = await call.merchant();
  const [from, to] = [timeOf(body.from, 'from'), timeOf(body.to, 'to')];
  await writeNote(ctx, call.note('notifications.resent', call.scope.workspace, { after: body }));
  const resent = await resendNotifications(
    ctx,
    {
      merchantId,
      ...(body.type === undefined ? {} : { type: body.type }),
      ...(body.state === undefined ? {} : { state: body.state }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    body.to_configured_url ? 'configured' : 'kept',
  );
  return { resent };
});

function timeOf(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined;
  if (!InstantIn.safeParse(text).success) throw new Denied('field_invalid', { field });
  return Date.parse(text);
}
