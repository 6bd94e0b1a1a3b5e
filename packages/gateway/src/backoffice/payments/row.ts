// A payment as a row of a list: its customer opened from the seal, and covered for who may not see people.
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { openDetails } from '../../payments/view.ts';
import type { PaymentRow } from '../contract/payments.ts';
import { iso } from '../paging/iso.ts';
import { maskName } from '../masking/mask.ts';
import type { PaymentListRow } from './store-list.ts';

export type PaymentWords = z.input<typeof PaymentRow>;

/** Words a row. */
export function paymentWords(
  ctx: Pick<Context, 'sealer'>,
  row: PaymentListRow,
  maySeePeople: boolean,
): PaymentWords {
  const { customer } = openDetails(ctx, row.merchant_id, row.payment_id, row.sealed_details);
  const name = customer.name ?? null;
  return {
    client_id: row.client_id,
    merchant_name: row.merchant_name,
    payment_id: row.payment_id,
    invoice_number: row.invoice_number,
    request_id: row.request_id,
    amount: `${row.amount}`,
    refunded: `${row.refunded}`,
    state: row.state,
    reason: row.reason,
    bank: row.bank,
    bank_code: row.bank_code,
    bank_payment_id: row.bank_payment_id,
    customer_id: customer.id,
    customer_name: name === null || maySeePeople ? name : maskName(name),
    account_tail: row.account_tail,
    created_at: iso(row.created_at),
    finished_at: iso(row.finished_at),
    due_at: iso(row.due_at),
  };
}
