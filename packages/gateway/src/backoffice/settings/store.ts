// SQL of a merchant's switches as people see them.
import type { Reading } from '../../base/reading.ts';

/** The switches as they are stored, and the hosts to which payments may redirect their notifications. */
export async function readSwitches(
  reading: Reading,
  merchantId: string,
): Promise<{ settings: unknown; hosts: string[] }> {
  const [row] = await reading.rows<{ settings: unknown; hosts: string[] }>({
    name: 'backoffice-switches',
    text: `select m.settings, array(select h.host from notification_hosts h
                                     where h.merchant_id = m.merchant_id order by h.host) as hosts
             from merchants m where m.merchant_id = $1`,
    values: [merchantId],
  });
  return row ?? { settings: {}, hosts: [] };
}
