// A payment with what was said about it, opened from its seal, and the challenge by which the merchant continues it.
import type { Context } from '../context.ts';
import {
  readDetails,
  writeDetails,
  type Payment,
  type PaymentDetails,
  type PaymentView,
} from './payment.ts';

type Doors = Pick<Context, 'sealer'>;

// What was sealed or opened here is not opened again while its sealed bytes are at hand.
const opened = new WeakMap<Buffer, PaymentDetails>();

/** Opens the details of a payment and adds its challenge. */
export function viewOf(doors: Doors, payment: Payment): PaymentView {
  const details = opened.get(payment.sealedDetails) ?? open(doors, payment);
  return { payment, details, challenge: challengeOf(doors, payment.paymentId) };
}

function open(doors: Doors, { merchantId, paymentId, sealedDetails }: Payment): PaymentDetails {
  const details = openDetails(doors, merchantId, paymentId, sealedDetails);
  opened.set(sealedDetails, details);
  return details;
}

/** Opens the details of a payment of which no more is at hand. */
export function openDetails(
  doors: Doors,
  merchantId: string,
  paymentId: string,
  sealedDetails: Buffer,
): PaymentDetails {
  const place = detailsPlace(merchantId, paymentId);
  return readDetails(doors.sealer.open(place, sealedDetails).toString());
}

/** Seals details for a payment's row. */
export function sealDetails(
  doors: Doors,
  merchantId: string,
  paymentId: string,
  details: PaymentDetails,
): Buffer {
  const sealed = doors.sealer.seal(detailsPlace(merchantId, paymentId), writeDetails(details));
  opened.set(sealed, details);
  return sealed;
}

/** The challenge of a payment: 43 characters that reveal nothing of the id behind them. */
export function challengeOf(doors: Doors, paymentId: string): string {
  return doors.sealer.coverIds('challenge', paymentId);
}

/** The payment id behind a challenge, or null when it was never given out. */
export function paymentIdOf(doors: Doors, challenge: string): string | null {
  return doors.sealer.uncoverIds('challenge', challenge)?.[0] ?? null;
}

function detailsPlace(merchantId: string, row: string) {
  return { table: 'payments', column: 'sealed_details', merchantId, row };
}
