// How a customer is looked up without storing who they are.
import type { Context } from '../context.ts';

/** Fingerprint of a merchant's customer id; the same customer of another merchant has another one. */
export function customerKeyOf(
  ctx: Pick<Context, 'sealer'>,
  merchantId: string,
  customerId: string,
): Buffer {
  return ctx.sealer.blindIndex('customer', merchantId, customerId);
}

/**
 * Fingerprint of a phone number of a merchant's customers, however it is written: `+62 812-345`, `62812345` and `0812345`
 * are one number.
 */
export function phoneKeyOf(
  ctx: Pick<Context, 'sealer'>,
  merchantId: string,
  phone: string,
): Buffer {
  const digits = phone.replaceAll(/\D/g, '').replace(/^(00)?62|^0/, '');
  return ctx.sealer.blindIndex('phone', merchantId, digits);
}
