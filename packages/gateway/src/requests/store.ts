// SQL of requests: keeping answers, letting a claim go, and what a claim came to.
import { instant, type Db } from '../base/db.ts';
import type { Sealer } from '../base/secrets.ts';
import type { Answer } from './call.ts';

/** How a claim ended, read from the row; `begun` and `resume` are ours to run. */
export interface ClaimRow {
  outcome: string;
  status: number | null;
  answer: Buffer | null;
  claim_id: string;
}

/** How long a running call holds its Request-Id before a repeat may take it over, ms. Longer than any call runs. */
export const LEASE_MS = 40_000;

/** Life of an answer that moved no money, ms (spec 2.3: at least 24 h). */
export const KEEP_MS = 48 * 3_600_000;

/** Seals an answer for the request's row. */
export function sealAnswer(
  sealer: Sealer,
  merchantId: string,
  requestId: string,
  answer: Answer,
): Buffer {
  return sealer.seal(answerPlace(merchantId, requestId), answer.body);
}

/** Opens a kept answer. */
export function openAnswer(
  sealer: Sealer,
  merchantId: string,
  requestId: string,
  sealed: Buffer,
): Buffer {
  return sealer.open(answerPlace(merchantId, requestId), sealed);
}

function answerPlace(merchantId: string, requestId: string) {
  return { table: 'requests', column: 'answer', merchantId, row: requestId };
}

export interface KeptAnswer {
  merchantId: string;
  requestId: string;
  status: number;
  sealed: Buffer;
}

/** Keeps the answer of a running request; false when it does not run: an answer that is already there stands. */
export async function answerRequest(db: Db, answer: KeptAnswer): Promise<boolean> {
  const rows = await db.rows({
    name: 'requests-answer',
    text: `update requests r set status = $3, answer = $4
            where r.merchant_id = $1 and r.request_id = $2 and r.status is null
           returning r.request_id`,
    values: [answer.merchantId, answer.requestId, answer.status, answer.sealed],
  });
  return rows.length > 0;
}

/** The kept answer of a request, or null while it runs. */
export async function findAnswer(
  db: Db,
  merchantId: string,
  requestId: string,
): Promise<{ status: number; answer: Buffer } | null> {
  const [row] = await db.rows<{ status: number; answer: Buffer }>({
    name: 'requests-find-answer',
    text: `select r.status, r.answer from requests r
            where r.merchant_id = $1 and r.request_id = $2 and r.status is not null`,
    values: [merchantId, requestId],
  });
  return row ?? null;
}

/** A claim on a Request-Id; once it has been given back, the id may be somebody else's. */
export interface Claimed {
  merchantId: string;
  requestId: string;
  claimId: string;
}

/** Gives a Request-Id back: nothing was done under it, and a repeat may run. */
export async function releaseRequest(db: Db, claimed: Claimed): Promise<void> {
  await db.rows({
    name: 'requests-release',
    text: `delete from requests r
            where r.merchant_id = $1 and r.request_id = $2 and r.claim_id = $3 and r.status is null`,
    values: [claimed.merchantId, claimed.requestId, claimed.claimId],
  });
}

/** Ends the lease of a call that broke off, so that a repeat need not wait for it. */
export async function endLease(db: Db, claimed: Claimed, at: number): Promise<void> {
  await db.rows({
    name: 'requests-end-lease',
    text: `update requests r set lease_until = $4
            where r.merchant_id = $1 and r.request_id = $2 and r.claim_id = $3 and r.status is null`,
    values: [claimed.merchantId, claimed.requestId, claimed.claimId, instant(at)],
  });
}

/** Claims one Request-Id for a call that needs nothing else at its beginning. */
export async function claimRequest(
  db: Db,
  claim: {
    merchantId: string;
    requestId: string;
    endpoint: string;
    bodyHash: Buffer;
    claimId: string;
    keepUntil: number | null;
    at: number;
  },
): Promise<ClaimRow> {
  const [row] = await db.rows<ClaimRow>({
    name: 'requests-claim',
    text: `select outcome, status, answer, claim_id from claim_requests($1, $2, $3,
             array[$1]::uuid[], array[$4]::text[], array[$5]::text[], array[$6]::bytea[],
             array[$7]::uuid[], array[$8]::timestamptz[])`,
    values: [
      claim.merchantId,
      instant(claim.at),
      instant(claim.at + LEASE_MS),
      claim.requestId,
      claim.endpoint,
      claim.bodyHash,
      claim.claimId,
      instant(claim.keepUntil),
    ],
  });
  if (row === undefined) throw new Error('a claim always answers');
  return row;
}

/** Deletes answers that may be forgotten, at most `limit`; answers that moved money are never among them. */
export async function reapRequests(db: Db, at: number, limit: number): Promise<number> {
  const rows = await db.rows({
    name: 'requests-reap',
    text: `with old as (
             select merchant_id, request_id from requests
              where keep_until < $1 order by keep_until limit $2)
           delete from requests r using old
            where r.merchant_id = old.merchant_id and r.request_id = old.request_id
              and r.keep_until < $1
           returning r.request_id`,
    values: [instant(at), limit],
  });
  return rows.length;
}
