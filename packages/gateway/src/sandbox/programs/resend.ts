// POST /sandbox/notifications/resend: tells a merchant again, by invoice, by event, or all that failed for good.
import type { Context } from '../../context.ts';
import { resendNotification, resendNotifications } from '../../notifications/resend.ts';
import type { ResendTo } from '../../notifications/store.ts';
import { onlyFields, textField, Wrong } from './json.ts';
import type { ProgramAnswer, ProgramCall } from './json.ts';
import { mustFind } from './merchants.ts';

const UUID = {
  fits: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  says: 'the id of a notification, a uuid',
};
const INVOICE = {
  fits: /^[^\p{Cc}]{1,64}$/u,
  says: 'text of 1 to 64 characters without control characters',
};

/** Sends to where each was written for, or to the URL that is configured now; 404 where there is no such notification. */
export async function resend(ctx: Context, { body }: ProgramCall): Promise<ProgramAnswer> {
  onlyFields(body, ['client_id', 'invoice_number', 'event_id', 'to']);
  const { merchant_id: merchantId } = await mustFind(ctx, body['client_id']);
  const invoice = textField(body, 'invoice_number', INVOICE);
  const event = textField(body, 'event_id', UUID);
  const to = toField(body['to']);
  if (invoice !== undefined && event !== undefined) {
    throw new Wrong(400, 'invoice_number and event_id: name one of the two');
  }
  if (invoice === undefined && event === undefined) {
    return { status: 200, body: { resent: await resendNotifications(ctx, { merchantId }, to) } };
  }
  const ids = event === undefined ? await ofInvoice(ctx, merchantId, invoice ?? '') : [event];
  let resent = 0;
  for (const notificationId of ids) {
    if (await resendNotification(ctx, { merchantId, notificationId }, to)) resent += 1;
  }
  if (resent > 0) return { status: 200, body: { resent } };
  const what = event === undefined ? 'invoice_number' : 'event_id';
  throw new Wrong(404, `${what}: the merchant was never notified of it`);
}

function toField(value: unknown): ResendTo {
  if (value === undefined || value === 'kept' || value === 'configured') return value ?? 'kept';
  throw new Wrong(400, 'to must be kept or configured');
}

/** The notifications of an invoice's payments and of their refunds, oldest first. */
async function ofInvoice({ db }: Context, merchantId: string, invoice: string): Promise<string[]> {
  const rows = await db.rows<{ id: string }>({
    name: 'sandbox-notifications-of-invoice',
    text: `with subjects as (
             select p.payment_id as id from payments p
              where p.merchant_id = $1 and p.invoice_number = $2
             union all
             select r.refund_id from refunds r
               join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
              where r.merchant_id = $1 and p.invoice_number = $2)
           select n.notification_id as id from notifications n
             join subjects s on s.id = n.subject_id
            where n.merchant_id = $1 order by n.notification_id`,
    values: [merchantId, invoice],
  });
  return rows.map((row) => row.id);
}
