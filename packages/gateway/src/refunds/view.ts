// A refund with what was said about it, opened from its seal.
import type { Context } from '../context.ts';
import type { Payment } from '../payments/payment.ts';
import type { Refund, RefundView } from './refund.ts';

type Doors = Pick<Context, 'sealer'>;

/** Opens the reason of a refund. */
export function viewOf(doors: Doors, payment: Payment, refund: Refund): RefundView {
  const { merchantId, refundId, sealedReason } = refund;
  return { refund, payment, reason: openReason(doors, merchantId, refundId, sealedReason) };
}

/** Opens the reason of a refund of which no more is at hand. */
export function openReason(
  doors: Doors,
  merchantId: string,
  refundId: string,
  sealedReason: Buffer | null,
): string | null {
  if (sealedReason === null) return null;
  return doors.sealer.open(place(merchantId, refundId), sealedReason).toString();
}

/** Seals a reason for a refund's row: a merchant may write anything into it. */
export function sealReason(
  doors: Doors,
  merchantId: string,
  refundId: string,
  reason: string | undefined,
): Buffer | null {
  return reason === undefined ? null : doors.sealer.seal(place(merchantId, refundId), reason);
}

function place(merchantId: string, row: string) {
  return { table: 'refunds', column: 'sealed_reason', merchantId, row };
}
