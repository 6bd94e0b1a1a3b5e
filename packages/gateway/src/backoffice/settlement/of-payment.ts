// Where the money of one payment is on its way to the merchant, for the payment's page.
import type { z } from 'zod';
import type { Payment } from '../../payments/payment.ts';
import { settlementDay, wibDay } from '../../settlement/calendar.ts';
import { findTerms, listHolidays } from '../../settlement/store-calendar.ts';
import type { Asked } from '../asked.ts';
import type { PaymentSettlement } from '../contract/payment-settlement.ts';
import {
  isReversedQuery,
  itemsOfPaymentQuery,
  payeesOfPaymentQuery,
  type ItemRow,
  type PayeeRow,
} from './store-of-payment.ts';

type Words = z.input<typeof PaymentSettlement>;

/** Null for a payment that took no money. */
export async function readSettlement(
  at: Pick<Asked['reading'], 'rows'>,
  payment: Payment,
): Promise<Words | null> {
  if (payment.state !== 'succeeded') return null;
  const { merchantId, paymentId } = payment;
  const items = await at.rows<ItemRow>(itemsOfPaymentQuery(merchantId, paymentId));
  const own = items.find(({ kind }) => kind === 'payment');
  const named = payment.split?.lines.map(({ account }) => account) ?? [];
  const accounts = await at.rows<PayeeRow>(payeesOfPaymentQuery(merchantId, named));
  const refunds = items
    .filter(({ kind }) => kind === 'refund')
    .map((item) => ({
      refund_id: item.item_id,
      amount: `${item.amount}`,
      due_day: item.due_day,
      batch: batchOf(item),
    }));
  if (own !== undefined) {
    const batch = batchOf(own);
    const state = batch?.booked === true ? 'settled' : 'reconciled';
    return { state, due_day: own.due_day, batch, refunds, accounts };
  }
  const reversed = (await at.rows(isReversedQuery(merchantId, paymentId))).length > 0;
  const state = reversed ? 'reversed' : 'pending';
  const dueDay = reversed ? null : await dayIfShown(at, payment);
  return { state, due_day: dueDay, batch: null, refunds, accounts };
}

function batchOf({ batch_id: id, batch_day: day, booked }: ItemRow): Words['batch'] {
  return id === null || day === null ? null : { batch_id: id, day, booked };
}

/** When it is settled if the bank's statement shows it in time. */
async function dayIfShown(
  at: Pick<Asked['reading'], 'rows'>,
  { merchantId, bank, finishedAt, createdAt }: Payment,
): Promise<string> {
  const { workingDays } = await findTerms(at, merchantId, bank);
  const holidays = await listHolidays(at);
  return settlementDay(holidays, wibDay(finishedAt ?? createdAt), workingDays);
}
