// SQL of what people do about one payment: looking at it now, and ending it by a proof.
import { instant, type Db } from '../base/db.ts';
import type { Payment } from './payment.ts';
import { readPayment, type PaymentRow } from './row.ts';

/** Leases one payment to this caller; null when it has moved or somebody else is at it. */
export async function leasePayment(
  db: Db,
  payment: Payment,
  at: number,
  leaseUntil: number,
): Promise<Payment | null> {
  const [row] = await db.rows<PaymentRow>({
    name: 'payments-lease-one',
    text: `update payments p set lease_until = $5
            where p.merchant_id = $1 and p.payment_id = $2 and p.version = $3
              and (p.lease_until is null or p.lease_until <= $4)
           returning p.*`,
    values: [
      payment.merchantId,
      payment.paymentId,
      payment.version,
      instant(at),
      instant(leaseUntil),
    ],
  });
  return row === undefined ? null : readPayment(row);
}

/** Whether a payment was ended by the proof that this approval has let through. */
export async function wasProvedBy(
  db: Db,
  merchantId: string,
  paymentId: string,
  approvalId: string,
): Promise<boolean> {
  const rows = await db.rows({
    name: 'payments-was-proved',
    text: `select e.version from payment_events e
            where e.merchant_id = $1 and e.payment_id = $2 and e.event in ('proved_paid', 'proved_unpaid')
              and e.evidence ->> 'externalId' = $3`,
    values: [merchantId, paymentId, approvalId],
  });
  return rows.length > 0;
}
