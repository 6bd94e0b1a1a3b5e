// All SQL of tokens. Statements of calls are array functions, coalesced per event-loop turn.
import { coalesce } from '../base/coalesce.ts';
import { instant, perDb, pivot, type Db } from '../base/db.ts';
import type { Clock } from '../base/clock.ts';
import { LEASE_MS, type ClaimRow } from '../requests/store.ts';
import type { Token, TokenState } from './token.ts';

interface TokenRow {
  merchant_id: string;
  token_id: string;
  bank: string;
  state: TokenState;
  version: number;
  last_move: string;
  customer_key: Buffer;
  sealed_details: Buffer;
  sealed_access: Buffer | null;
  account_tail: string | null;
  reason: string | null;
  bank_code: string | null;
  notified: number;
  attempts: number;
  due_at: number | null;
  created_at: number;
  changed_at: number;
}

function readToken(row: TokenRow): Token {
  return {
    merchantId: row.merchant_id,
    tokenId: row.token_id,
    bank: row.bank,
    state: row.state,
    version: row.version,
    lastMove: row.last_move,
    customerKey: row.customer_key,
    sealedDetails: row.sealed_details,
    sealedAccess: row.sealed_access,
    accountTail: row.account_tail,
    reason: row.reason,
    bankCode: row.bank_code,
    notified: row.notified,
    attempts: row.attempts,
    dueAt: row.due_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

/** A deletion that broke off between asking the bank and writing its answer is taken up this long after it began, ms. */
const BROKEN_OFF_MS = 30_000;

/** Largest batch, and batches under way at once. */
const BATCH = { limit: 128, flights: 2 };

interface Claim {
  merchantId: string;
  requestId: string;
  endpoint: string;
  bodyHash: Buffer;
  keepUntil: number | null;
}

export interface TokenBeginning extends Claim {
  tokenId: string;
  bank: string;
  customerKey: Buffer;
  /** Blind index of the account's phone number. */
  phoneKey: Buffer;
  sealedDetails: Buffer;
  dueAt: number;
}

/** Claims the Request-Id and writes the token; see `begin.sql`. */
export const beginToken = perDb((db: Db, clock: Clock) =>
  coalesce<TokenBeginning, ClaimRow>({
    ...BATCH,
    lane: () => '',
    run: (items) => {
      const at = clock.now();
      return db.rows<ClaimRow>({
        name: 'tokens-begin',
        text: `select outcome, status, answer, claim_id
                 from begin_tokens($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        values: [
          items[0]?.merchantId,
          instant(at),
          instant(at + LEASE_MS),
          ...pivot(items, [
            (i) => i.merchantId,
            (i) => i.requestId,
            (i) => i.endpoint,
            (i) => i.bodyHash,
            (i) => i.tokenId,
            (i) => instant(i.keepUntil),
            (i) => i.bank,
            (i) => i.customerKey,
            (i) => i.sealedDetails,
            (i) => instant(i.dueAt),
            (i) => i.phoneKey,
          ]),
        ],
      });
    },
  }),
);

export interface DeletionBeginning extends Claim {
  claimId: string;
  tokenId: string;
  bank: string;
  customerKey: Buffer;
  /** Who asks for it, and what is kept of them with the event. */
  actor: string;
  evidence: string | null;
}

export interface DeletionBegun extends ClaimRow {
  /** The token, when this very claim asked for its deletion. */
  token: Token | null;
}

/** Claims the Request-Id and takes the token out of use; see `begin-delete.sql`. */
export const beginDeletion = perDb((db: Db, clock: Clock) =>
  coalesce<DeletionBeginning, DeletionBegun>({
    ...BATCH,
    lane: () => '',
    run: async (items) => {
      const at = clock.now();
      const rows = await db.rows<ClaimRow & Partial<TokenRow>>({
        name: 'tokens-begin-delete',
        text: `select d.outcome, d.status, d.answer, d.claim_id, (d.token).*
                 from begin_token_deletions($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                   $15) d`,
        values: [
          items[0]?.merchantId,
          instant(at),
          instant(at + LEASE_MS),
          instant(at + BROKEN_OFF_MS),
          ...pivot(items, [
            (i) => i.merchantId,
            (i) => i.requestId,
            (i) => i.endpoint,
            (i) => i.bodyHash,
            (i) => i.claimId,
            (i) => instant(i.keepUntil),
            (i) => i.tokenId,
            (i) => i.bank,
            (i) => i.customerKey,
            (i) => i.actor,
            (i) => i.evidence,
          ]),
        ],
      });
      return rows.map((row) => ({
        outcome: row.outcome,
        status: row.status,
        answer: row.answer,
        claim_id: row.claim_id,
        token: row.token_id == null ? null : readToken(row as TokenRow),
      }));
    },
  }),
);

export interface TokenFinish {
  /** The token as it was read; its version is what the move compares. */
  from: Token;
  moveId: string;
  event: string;
  actor: string;
  evidence: string | null;
  /** The token as it shall be; what a move may change is listed in `move.sql`. */
  to: Token;
  /** New details and access; null leaves what is there. */
  sealedDetails: Buffer | null;
  sealedAccess: Buffer | null;
  notification: { id: string; type: string; url: string; sealedBody: Buffer } | null;
  /** What becomes of the call's request; without an answer its Request-Id is free again. */
  request: { requestId: string; answer: { status: number; sealed: Buffer } | null } | null;
}

/** Moves a token and writes all that belongs to the move in one commit; see `finish.sql`. */
export const finishTokenStep = perDb((db: Db, clock: Clock) =>
  coalesce<TokenFinish, { applied: boolean; token: Token }>({
    ...BATCH,
    lane: () => '',
    run: async (items) => {
      const rows = await db.rows<{ applied: boolean } & TokenRow>({
        name: 'tokens-finish',
        text: `select f.applied, (f.token).*
                 from finish_tokens($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                   $18, $19, $20, $21, $22, $23, $24, $25, $26) f`,
        values: [
          items[0]?.from.merchantId,
          instant(clock.now()),
          ...pivot(items, [
            (i) => i.from.merchantId,
            (i) => i.from.tokenId,
            (i) => i.from.version,
            (i) => i.moveId,
            (i) => i.event,
            (i) => i.to.state,
            (i) => i.actor,
            (i) => i.evidence,
            (i) => i.sealedDetails,
            (i) => i.sealedAccess,
            (i) => i.to.accountTail,
            (i) => i.to.reason,
            (i) => i.to.bankCode,
            (i) => i.to.attempts,
            (i) => instant(i.to.dueAt),
            (i) => i.to.notified,
            (i) => i.notification?.id ?? null,
            (i) => i.notification?.type ?? null,
            (i) => i.from.bank,
            (i) => i.notification?.url ?? null,
            (i) => i.notification?.sealedBody ?? null,
            (i) => i.request?.requestId ?? null,
            (i) => i.request?.answer?.status ?? null,
            (i) => i.request?.answer?.sealed ?? null,
          ]),
        ],
      });
      return rows.map((row) => ({ applied: row.applied, token: readToken(row) }));
    },
  }),
);

/** One token of a merchant, or null. */
export async function findToken(
  db: Db,
  merchantId: string,
  tokenId: string,
): Promise<Token | null> {
  const [row] = await db.rows<TokenRow>({
    name: 'tokens-find',
    text: 'select t.* from tokens t where t.merchant_id = $1 and t.token_id = $2',
    values: [merchantId, tokenId],
  });
  return row === undefined ? null : readToken(row);
}

/** A customer's active tokens at a bank, oldest first, at most `limit`. */
export async function findActiveTokens(
  db: Db,
  merchantId: string,
  bank: string,
  customerKey: Buffer,
  limit: number,
): Promise<Token[]> {
  const rows = await db.rows<TokenRow>({
    name: 'tokens-find-active',
    text: `select t.* from tokens t
            where t.merchant_id = $1 and t.customer_key = $2 and t.state = 'active' and t.bank = $3
            order by t.created_at, t.token_id limit $4`,
    values: [merchantId, customerKey, bank, limit],
  });
  return rows.map(readToken);
}

/** Keeps access to the account, new or renewed; no move, since nothing about the token has changed. */
export async function keepAccess(
  db: Db,
  merchantId: string,
  tokenId: string,
  sealed: Buffer,
): Promise<void> {
  await db.rows({
    name: 'tokens-keep-access',
    text: 'update tokens t set sealed_access = $3 where t.merchant_id = $1 and t.token_id = $2',
    values: [merchantId, tokenId, sealed],
  });
}

/** Leases a pending token to this caller; null when it has moved or somebody else is at it. */
export async function leaseToken(
  db: Db,
  token: Token,
  at: number,
  leaseUntil: number,
): Promise<Token | null> {
  const [row] = await db.rows<TokenRow>({
    name: 'tokens-lease',
    text: `update tokens t set lease_until = $5
            where t.merchant_id = $1 and t.token_id = $2 and t.version = $3
              and (t.lease_until is null or t.lease_until <= $4)
           returning t.*`,
    values: [token.merchantId, token.tokenId, token.version, instant(at), instant(leaseUntil)],
  });
  return row === undefined ? null : readToken(row);
}

/** Puts the next look at a token off and ends its lease; no move, since nothing was learnt. */
export async function postponeToken(
  db: Db,
  token: Token,
  next: { attempts: number; dueAt: number },
): Promise<void> {
  await db.rows({
    name: 'tokens-postpone',
    text: `update tokens t set attempts = $4, due_at = $5, lease_until = null
            where t.merchant_id = $1 and t.token_id = $2 and t.version = $3`,
    values: [token.merchantId, token.tokenId, token.version, next.attempts, instant(next.dueAt)],
  });
}

/** Tokens that are due, each leased to this caller until `leaseUntil`. */
export async function claimDueTokens(
  db: Db,
  at: number,
  leaseUntil: number,
  limit: number,
): Promise<Token[]> {
  const due = await db.rows<{ merchant_id: string; token_id: string }>({
    name: 'tokens-due',
    // In the order of the flows' locks, see `lease.sql`.
    text: `select d.merchant_id, d.token_id
             from (select t.merchant_id, t.token_id from tokens t
                    where t.due_at <= $1 and (t.lease_until is null or t.lease_until <= $1)
                    order by t.due_at limit $2) d
            order by d.merchant_id, d.token_id`,
    values: [instant(at), limit],
  });
  if (due.length === 0) return [];
  const rows = await db.rows<TokenRow>({
    name: 'tokens-lease-due',
    text: 'select l.* from lease_tokens($1, $2, $3, $4, $5) l',
    values: [
      due[0]?.merchant_id,
      instant(at),
      instant(leaseUntil),
      ...pivot(due, [(row) => row.merchant_id, (row) => row.token_id]),
    ],
  });
  return rows.map(readToken);
}
