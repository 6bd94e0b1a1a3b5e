// What the measured calls ask for: references that are there, spread over the whole history, taken from the database itself.
import type pg from 'pg';
import { createSealer } from '../../packages/gateway/src/base/secrets.ts';

export interface Samples {
  now: number;
  payments: { id: string; invoice: string; request: string; bankId: string | null }[];
  tokens: string[];
  refunds: { id: string; request: string; bankId: string }[];
  notifications: string[];
  calls: string[];
  approvals: string[];
}

const DAY_MS = 86_400_000;
const COUNT = 40;

/** Samples of one merchant, by its Client-Id; the bodies of its notifications are sealed, so that they open. */
export async function takeSamples(
  client: pg.Client,
  clientId: string,
  keys: { masterKey: Buffer; indexKey: Buffer },
): Promise<Samples> {
  const { rows: found } = await client.query<{ merchant_id: string; newest: Date }>(
    `select m.merchant_id, (select max(p.created_at) from payments p where p.merchant_id = m.merchant_id) as newest
       from merchants m where m.client_id = $1`,
    [clientId],
  );
  const [merchant] = found;
  if (merchant === undefined) throw new Error(`${clientId} was not loaded`);
  const now = new Date(merchant.newest).getTime();
  const times = (days: number) =>
    Array.from({ length: COUNT }, (_, n) =>
      new Date(now - (days * DAY_MS * (n + 0.5)) / COUNT).toISOString(),
    );
  async function at<R extends pg.QueryResultRow>(text: string, days = 88): Promise<R[]> {
    return (await client.query<R>(text, [merchant?.merchant_id, times(days)])).rows;
  }
  const near = (table: string, columns: string, time = 'created_at') =>
    `select r.* from unnest($2::timestamptz[]) as t (at) cross join lateral (
       select ${columns} from ${table} x where x.merchant_id = $1 and x.${time} >= t.at order by x.${time} limit 1) r`;
  const notifications = await at<{ id: string }>(near('notifications', 'x.notification_id as id'));
  await sealBodies(client, merchant.merchant_id, notifications, keys);
  const tokens = await client.query<{ id: string }>(
    `select t.token_id as id from tokens t where t.merchant_id = $1 order by t.token_id limit $2`,
    [merchant.merchant_id, COUNT],
  );
  return {
    now,
    payments: await at(
      near(
        'payments',
        'x.payment_id as id, x.invoice_number as invoice, x.request_id as request, x.bank_payment_id as "bankId"',
      ),
    ),
    tokens: tokens.rows.map(({ id }) => id),
    refunds: await at(
      near('refunds', 'x.refund_id as id, x.request_id as request, x.bank_refund_id as "bankId"'),
    ),
    notifications: notifications.map(({ id }) => id),
    calls: (await at<{ id: string }>(near('api_calls', 'x.call_id as id', 'at'), 6)).map(
      ({ id }) => id,
    ),
    approvals: (await at<{ id: string }>(near('approvals', 'x.approval_id as id', 'asked_at'))).map(
      ({ id }) => id,
    ),
  };
}

/** Bodies are loaded as filling, since only these are ever opened. */
async function sealBodies(
  client: pg.Client,
  merchantId: string,
  rows: readonly { id: string }[],
  { masterKey, indexKey }: { masterKey: Buffer; indexKey: Buffer },
): Promise<void> {
  const sealer = createSealer([masterKey], indexKey);
  const body = JSON.stringify({
    order: { amount: 90_000 },
    customer: { id: 'C-000001', name: 'Budi' },
    pad: 'x'.repeat(400),
  });
  for (const { id } of rows) {
    const sealed = sealer.seal(
      { table: 'notifications', column: 'body', merchantId, row: id },
      body,
    );
    await client.query(
      'update notifications set body = $3 where merchant_id = $1 and notification_id = $2',
      [merchantId, id, sealed],
    );
  }
}
