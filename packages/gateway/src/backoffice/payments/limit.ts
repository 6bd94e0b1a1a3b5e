// Above which amount a refund needs a second pair of eyes.
import type { Merchant } from '../../merchants/merchant.ts';

/** The merchant's limit in whole rupiah; null where every refund is one person's to make. */
export function refundLimit({ settings }: Merchant): bigint | null {
  return settings.fourEyes.refundAbove;
}
