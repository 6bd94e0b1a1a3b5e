// SQL of the record of calls: written in batches, forgotten in small ones.
import { instant, pivot, type Db } from '../base/db.ts';
import type { KeptCall } from './call.ts';

export interface CallToWrite extends Omit<KeptCall, 'bodies'> {
  merchantId: string;
  callId: string;
  /** Business time at which its answer had left, epoch ms. */
  at: number;
  sealedBodies: Buffer;
}

/** Writes calls; one that is there already stays as it is. */
export async function insertCalls(db: Db, calls: readonly CallToWrite[]): Promise<void> {
  if (calls.length === 0) return;
  await db.rows({
    name: 'calls-insert',
    text: `insert into api_calls
             (merchant_id, call_id, at, method, path, endpoint, request_id, status, code, message, field,
              signature, string_to_sign, replayed, took_ms, address, sealed_bodies, subject_kind, subject_id)
           select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                                $7::text[], $8::smallint[], $9::text[], $10::text[], $11::text[], $12::text[],
                                $13::text[], $14::boolean[], $15::integer[], $16::text[], $17::bytea[],
                                $18::text[], $19::uuid[])
           on conflict do nothing`,
    values: pivot(calls, [
      (c) => c.merchantId,
      (c) => c.callId,
      (c) => instant(c.at),
      (c) => c.method,
      (c) => c.path,
      (c) => c.endpoint,
      (c) => c.requestId,
      (c) => c.status,
      (c) => c.code,
      (c) => c.message,
      (c) => c.field,
      (c) => c.signature,
      (c) => c.stringToSign,
      (c) => c.replayed,
      (c) => c.tookMs,
      (c) => c.address,
      (c) => c.sealedBodies,
      (c) => c.subject?.kind ?? null,
      (c) => c.subject?.id ?? null,
    ]),
  });
}

export interface KeyUse {
  merchantId: string;
  keyId: string;
  at: number;
}

/** Notes that keys were used; nothing is written for one that was noted within the minute. */
export async function touchKeys(db: Db, uses: readonly KeyUse[]): Promise<void> {
  await db.rows({
    name: 'calls-touch-keys',
    text: `update merchant_keys k set last_used_at = i.at
             from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as i (merchant_id, key_id, at)
            where k.merchant_id = i.merchant_id and k.key_id = i.key_id
              and (k.last_used_at is null or k.last_used_at < i.at - interval '1 minute')`,
    values: pivot(uses, [(u) => u.merchantId, (u) => u.keyId, (u) => instant(u.at)]),
  });
}

/** Forgets up to `limit` calls that are older, of whichever merchant; answers how many there were. */
export async function deleteOldCalls(db: Db, before: number, limit: number): Promise<number> {
  const rows = await db.rows({
    name: 'calls-delete-old',
    text: `delete from api_calls c
            using (select a.merchant_id, a.call_id from api_calls a
                    where a.at < $1 order by a.at, a.call_id limit $2) old
            where c.merchant_id = old.merchant_id and c.call_id = old.call_id
           returning 1`,
    values: [instant(before), limit],
  });
  return rows.length;
}
