// Where the money of one payment is on its way to the merchant, and what a refund takes off, for their pages.
import type { z } from 'zod';
import type { Payment } from '../../payments/payment.ts';
import { settlementDay, wibDay } from '../../settlement/calendar.ts';
import { findTerms, listHolidays } from '../../settlement/store-calendar.ts';
import type { Asked } from '../asked.ts';
import type { PaymentSettlement, RefundSettlement } from '../contract/payment-settlement.ts';
import type { RefundListRow } from '../refunds/store.ts';
import {
  isReversedQuery,
  itemsOfPaymentQuery,
  payeesOfPaymentQuery,
  type ItemRow,
  type PayeeRow,
} from './store-of-payment.ts';

type Words = z.input<typeof PaymentSettlement>;
type OfRefund = z.input<typeof RefundSettlement>;
type At = Pick<Asked['reading'], 'rows'>;

/** Null for a payment that took no money. */
export async function readSettlement(at: At, payment: Payment): Promise<Words | null> {
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
  const { finishedAt, createdAt, bank } = payment;
  const succeeded = { merchantId, bank, id: paymentId, at: finishedAt ?? createdAt };
  return { ...(await standingOf(at, succeeded, own)), refunds, accounts };
}

/** Null for a refund of late money, which is nobody's settlement, and for one that gave nothing back. */
export async function readRefundSettlement(
  at: At,
  refund: RefundListRow,
): Promise<OfRefund | null> {
  if (refund.kind !== 'merchant' || refund.state !== 'succeeded') return null;
  const { merchant_id: merchantId, refund_id: id, payment_id: paymentId, bank } = refund;
  const items = await at.rows<ItemRow>(itemsOfPaymentQuery(merchantId, paymentId));
  const own = items.find(({ item_id: itemId }) => itemId === id);
  const succeeded = { merchantId, bank, id, at: refund.finished_at ?? refund.created_at };
  return await standingOf(at, succeeded, own);
}

interface Succeeded {
  merchantId: string;
  bank: string;
  id: string;
  at: number;
}

async function standingOf(at: At, one: Succeeded, item: ItemRow | undefined): Promise<OfRefund> {
  if (item !== undefined) {
    const batch = batchOf(item);
    const state = batch?.booked === true ? 'settled' : 'reconciled';
    return { state, due_day: item.due_day, batch };
  }
  const reversed = (await at.rows(isReversedQuery(one.merchantId, one.id))).length > 0;
  if (reversed) return { state: 'reversed', due_day: null, batch: null };
  return { state: 'pending', due_day: await dayIfShown(at, one), batch: null };
}

function batchOf({ batch_id: id, batch_day: day, booked }: ItemRow): Words['batch'] {
  return id === null || day === null ? null : { batch_id: id, day, booked };
}

/** When it is settled if the bank's statement shows it in time. */
async function dayIfShown(at: At, one: Succeeded): Promise<string> {
  const { workingDays } = await findTerms(at, one.merchantId, one.bank);
  const holidays = await listHolidays(at);
  return settlementDay(holidays, wibDay(one.at), workingDays);
}
