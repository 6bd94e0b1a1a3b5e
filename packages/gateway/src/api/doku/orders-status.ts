// GET /orders/v1/status/{invoice number or Request-Id} (DOKU, "Check Status", non-SNAP): where a payment stands.
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { Refusal } from '../../base/refusal.ts';
import { invariant } from '../../base/invariant.ts';
import type { Context } from '../../context.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { statusOf } from '../../refunds/status.ts';
import type { Reply } from '../../requests/call.ts';
import { amountWord } from './amount.ts';
import { namedCustomer } from './customer.ts';
import { longStatus, refundStatus } from './states.ts';

export const STATUS_PREFIX = '/orders/v1/status/';

type Found = NonNullable<Awaited<ReturnType<typeof statusOf>>>;

/** Answers a status. `target` is the path as it was sent; what follows the prefix is decoded once. */
export async function ordersStatus(
  ctx: Context,
  merchant: Merchant,
  target: string,
): Promise<Reply> {
  const reference = readReference(target);
  const found = reference === null ? null : await statusOf(ctx, merchant, reference);
  if (found === null) throw new Refusal('transaction_not_found');
  const body = Buffer.from(JSON.stringify(statusWords(ctx, merchant, found)));
  return { status: 200, body, replayed: false };
}

/** The body of a status answer (DOKU, "Check Status"; `payment` and `customer` are ours). */
export function statusWords(
  { banks }: Pick<Context, 'banks'>,
  merchant: Merchant,
  { view, refunded, refund }: Found,
): unknown {
  const { payment, details } = view;
  const bank = banks.get(payment.bank);
  invariant(bank !== undefined, 'a payment has a bank that the registry knows');
  const amount = amountWord(merchant);
  const whole = refund?.amount === payment.amount;
  return {
    order: { invoice_number: payment.invoiceNumber, amount: amount(payment.amount) },
    transaction: {
      status: refunded === payment.amount ? 'REFUNDED' : longStatus(payment.state),
      date: formatTimestamp(payment.finishedAt ?? payment.createdAt),
      original_request_id: payment.requestId,
      type: refund === null ? 'SALE' : whole ? 'FULL_REFUND' : 'PARTIAL_REFUND',
    },
    service: { id: 'DIRECT_DEBIT' },
    acquirer: { id: bank.code, name: bank.name },
    channel: { id: `DIRECT_DEBIT_${bank.code}` },
    customer: namedCustomer(details.customer),
    payment: payment.bankPaymentId === null ? undefined : { payment_id: payment.bankPaymentId },
    additional_info: details.additionalInfo,
    refund:
      refund === null
        ? undefined
        : { amount: amount(refund.amount), status: refundStatus(refund.state) },
  };
}

function readReference(target: string): string | null {
  try {
    const reference = decodeURIComponent(target.slice(STATUS_PREFIX.length));
    return /^[^\u0000-\u001f\u007f]{1,128}$/.test(reference) ? reference : null;
  } catch {
    return null;
  }
}
