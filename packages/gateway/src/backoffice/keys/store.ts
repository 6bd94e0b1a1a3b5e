// SQL of what people see of keys: when each is valid and was used, never the key.
import type { Reading } from '../../base/reading.ts';

export interface KeySeen {
  key_id: string;
  valid_from: number;
  valid_until: number | null;
  last_used_at: number | null;
}

/** A merchant's keys, newest first. */
export async function readKeys(reading: Reading, merchantId: string): Promise<KeySeen[]> {
  return await reading.rows({
    name: 'backoffice-keys',
    text: `select k.key_id, k.valid_from, k.valid_until, k.last_used_at from merchant_keys k
            where k.merchant_id = $1 order by k.valid_from desc, k.key_id desc`,
    values: [merchantId],
  });
}
