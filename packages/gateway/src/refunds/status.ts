// Where a payment stands, with what has been given back of it. Only reads.
import type { Context } from '../context.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { Payment, PaymentView } from '../payments/payment.ts';
import { findPayment, findPaymentByReference } from '../payments/store.ts';
import { viewOf } from '../payments/view.ts';
import type { Refund } from './refund.ts';
import { findRefundByRequest, sumRefunded } from './store.ts';

export interface PaymentStatus {
  view: PaymentView;
  /** What has been given back for certain, whole rupiah. */
  refunded: bigint;
  /** The refund, when the reference is the Request-Id of one. */
  refund: Refund | null;
}

/**
 * The payment that a reference names: the Request-Id that made it, its invoice number, or the Request-Id of one of its
 * refunds. Null when the merchant has none.
 */
export async function statusOf(
  ctx: Pick<Context, 'db' | 'sealer'>,
  merchant: Pick<Merchant, 'merchantId'>,
  reference: string,
): Promise<PaymentStatus | null> {
  const { merchantId } = merchant;
  const payment = await findPaymentByReference(ctx.db, merchantId, reference);
  if (payment !== null) return await statusWith(ctx, payment, null);
  const refund = await findRefundByRequest(ctx.db, merchantId, reference);
  if (refund === null) return null;
  const refunded = await findPayment(ctx.db, merchantId, refund.paymentId);
  return refunded === null ? null : await statusWith(ctx, refunded, refund);
}

async function statusWith(
  ctx: Pick<Context, 'db' | 'sealer'>,
  payment: Payment,
  refund: Refund | null,
): Promise<PaymentStatus> {
  const { merchantId, paymentId } = payment;
  // `payment.refunded` also counts what may yet be given back; 0 there needs no second look.
  const refunded = payment.refunded === 0n ? 0n : await sumRefunded(ctx.db, merchantId, paymentId);
  return { view: viewOf(ctx, payment), refunded, refund };
}
