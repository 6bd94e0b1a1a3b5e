// SQL of what people see of a merchant's banks. Credentials are no part of it.
import type { Reading } from '../../base/reading.ts';

export interface ConnectionRow {
  bank: string;
  status: 'active' | 'inactive';
  notification_url: string | null;
  notifications_disabled_at: number | null;
  updated_at: number;
}

/** A merchant's banks that were ever activated. */
export async function readConnections(
  reading: Reading,
  merchantId: string,
): Promise<ConnectionRow[]> {
  return await reading.rows({
    name: 'backoffice-connections',
    text: `select b.bank, b.status, b.notification_url, b.notifications_disabled_at, b.updated_at
             from bank_connections b where b.merchant_id = $1`,
    values: [merchantId],
  });
}
