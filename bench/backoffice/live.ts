// How long it takes until somebody who looks is told of a payment that has just been written.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Sealer } from '../../packages/gateway/src/base/secrets.ts';
import { sealDetails } from '../../packages/gateway/src/payments/view.ts';
import { percentiles, type Figure, type Limits } from './measure.ts';
import { signIn } from './people.ts';

/** A process looks once a second for what others have written. */
export const LIVE_LIMITS: Limits = { mostMs: 2000, mostTimes: null };
const GIVE_UP_MS = 10_000;
const PAYMENTS = 40;

/** Writes payments one by one, by the function that the API calls, and waits for each to be told to somebody of the gateway. */
export async function measureLive(
  origin: string,
  databaseUrl: string,
  sealer: Sealer,
): Promise<Figure> {
  const visitor = await signIn(origin, 'gateway');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ merchant_id: string; token_id: string }>(TOKEN);
  const { merchant_id: merchantId, token_id: tokenId } = rows[0] ?? {};
  if (merchantId === undefined) throw new Error('there is no active token to pay with');
  const ending = new AbortController();
  const waiting = new Map<string, () => void>();
  const taken: number[] = [];
  let failure: string | null = null;
  try {
    await visitor.listen('/all/live', ending.signal, (data) => {
      const { payment_id: id } = JSON.parse(data) as { payment_id?: string };
      if (id !== undefined) waiting.get(id)?.();
    });
    for (let n = 0; n < PAYMENTS; n += 1) {
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<boolean>();
      waiting.set(id, () => resolve(true));
      const details = sealDetails({ sealer }, merchantId, id, DETAILS);
      await client.query(BEGIN, [id, details, merchantId, tokenId]);
      const began = performance.now();
      const late = setTimeout(() => resolve(false), GIVE_UP_MS);
      const isTold = await promise;
      clearTimeout(late);
      if (isTold) taken.push(performance.now() - began);
      else failure ??= 'a payment was not told of';
    }
  } finally {
    ending.abort();
    await client.end();
    await visitor.close();
  }
  return { ...percentiles(taken), failure };
}

const DETAILS = { customer: { id: 'C-000001' }, otpLifeMs: 300_000 };

const TOKEN = `
select t.merchant_id, t.token_id
  from merchants m join tokens t on t.merchant_id = m.merchant_id and t.state = 'active'
 where m.client_id = 'MCH-BENCH-1' order by t.token_id limit 1`;

const BEGIN = `
select b.outcome
  from (select t.merchant_id, t.token_id, t.customer_key from tokens t where t.merchant_id = $3 and t.token_id = $4) t
 cross join lateral begin_payments(t.merchant_id, date_trunc('milliseconds', now()), now() + interval '40 s',
   now() + interval '2 days', array[t.merchant_id], array['LIVE-' || $1::text], array['cimb/payment'],
   array['\\x00'::bytea], array[$1::uuid], array['cimb'], array[t.token_id], array[t.customer_key], array[90000::bigint],
   array['LIVE-' || $1::text], array[$2::bytea], array[null::text], array[0::bigint],
   array[null::jsonb]) b`;
