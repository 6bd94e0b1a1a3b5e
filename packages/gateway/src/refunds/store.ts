// All SQL of refunds. Statements of calls are array functions, coalesced per event-loop turn.
import { coalesce } from '../base/coalesce.ts';
import { instant, perDb, pivot, type Db } from '../base/db.ts';
import type { Clock } from '../base/clock.ts';
import type { Payment } from '../payments/payment.ts';
import { readPayment, type PaymentRow } from '../payments/row.ts';
import { BROKEN_OFF_MS } from '../payments/store.ts';
import { LEASE_MS, type ClaimRow } from '../requests/store.ts';
import type { Refund, RefundState } from './refund.ts';

interface RefundRow {
  merchant_id: string;
  refund_id: string;
  payment_id: string;
  kind: Refund['kind'];
  state: RefundState;
  version: number;
  last_move: string;
  amount: bigint;
  request_id: string | null;
  sealed_reason: Buffer | null;
  bank_refund_id: string | null;
  reason: string | null;
  bank_code: string | null;
  inquiries: number;
  not_found_at: number | null;
  asked_at: number;
  due_at: number | null;
  created_at: number;
  finished_at: number | null;
}

function readRefund(row: RefundRow): Refund {
  return {
    merchantId: row.merchant_id,
    refundId: row.refund_id,
    paymentId: row.payment_id,
    kind: row.kind,
    state: row.state,
    version: row.version,
    lastMove: row.last_move,
    amount: row.amount,
    requestId: row.request_id,
    sealedReason: row.sealed_reason,
    bankRefundId: row.bank_refund_id,
    reason: row.reason,
    bankCode: row.bank_code,
    inquiries: row.inquiries,
    notFoundAt: row.not_found_at,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

/** Largest batch, and batches under way at once. */
const BATCH = { limit: 64, flights: 2 };

export interface RefundBeginning {
  merchantId: string;
  requestId: string;
  endpoint: string;
  bodyHash: Buffer;
  refundId: string;
  bank: string;
  invoiceNumber: string;
  originalRequestId: string;
  amount: bigint;
  sealedReason: Buffer | null;
  /** Payments that succeeded before this cannot be refunded any more. */
  refundableFrom: number;
  /** What of the payment may have gone back with this one, whole rupiah; null for all of it. */
  most: bigint | null;
  /** Who has it made, and what is kept of them with the first event. */
  actor: string;
  evidence: string | null;
}

export interface RefundBegun extends ClaimRow {
  /** The payment, when a refund stands under this claim. */
  payment: Payment | null;
}

/** Claims the Request-Id, takes the amount from the payment and writes the refund; see `begin.sql`. */
export const beginRefund = perDb((db: Db, clock: Clock) =>
  coalesce<RefundBeginning, RefundBegun>({
    ...BATCH,
    lane: () => '',
    run: async (items) => {
      const at = clock.now();
      const rows = await db.rows<ClaimRow & Partial<PaymentRow>>({
        name: 'refunds-begin',
        text: `select b.outcome, b.status, b.answer, b.claim_id, (b.payment).*
                 from begin_refunds($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                   $17, $18) b`,
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
            (i) => i.refundId,
            (i) => i.bank,
            (i) => i.invoiceNumber,
            (i) => i.originalRequestId,
            (i) => i.amount,
            (i) => i.sealedReason,
            (i) => instant(i.refundableFrom),
            (i) => i.most,
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
        payment: row.payment_id == null ? null : readPayment(row as PaymentRow),
      }));
    },
  }),
);

export interface RefundFinish {
  /** The refund as it was read; its version is what the move compares. */
  from: Refund;
  moveId: string;
  event: string;
  actor: string;
  evidence: string | null;
  /** The refund as it shall be; what a move may change is listed in `move.sql`. */
  to: Refund;
  journal: { template: string; debit: string; credit: string; amount: bigint } | null;
  notification: { id: string; type: string; bank: string; url: string; sealedBody: Buffer } | null;
  /** What becomes of the call's request; without an answer its Request-Id is free again. */
  request: { requestId: string; answer: { status: number; sealed: Buffer } | null } | null;
}

/** Moves a refund and writes all that belongs to the move in one commit; see `finish.sql`. */
export const finishRefundStep = perDb((db: Db, clock: Clock) =>
  coalesce<RefundFinish, { applied: boolean; refund: Refund }>({
    ...BATCH,
    lane: () => '',
    run: async (items) => {
      const rows = await db.rows<{ applied: boolean } & RefundRow>({
        name: 'refunds-finish',
        text: `select f.applied, (f.refund).*
                 from finish_refunds($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                   $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) f`,
        values: [
          items[0]?.from.merchantId,
          instant(clock.now()),
          ...pivot(items, [...MOVE_COLUMNS, ...CONSEQUENCE_COLUMNS]),
        ],
      });
      return rows.map((row) => ({ applied: row.applied, refund: readRefund(row) }));
    },
  }),
);

const MOVE_COLUMNS: readonly ((item: RefundFinish) => unknown)[] = [
  (i) => i.from.merchantId,
  (i) => i.from.refundId,
  (i) => i.from.version,
  (i) => i.moveId,
  (i) => i.event,
  (i) => i.to.state,
  (i) => i.actor,
  (i) => i.evidence,
  (i) => i.to.bankRefundId,
  (i) => i.to.reason,
  (i) => i.to.bankCode,
  (i) => i.to.inquiries,
  (i) => instant(i.to.notFoundAt),
  (i) => instant(i.to.askedAt),
  (i) => instant(i.to.dueAt),
];

const CONSEQUENCE_COLUMNS: readonly ((item: RefundFinish) => unknown)[] = [
  (i) => i.journal?.template ?? null,
  (i) => i.journal?.debit ?? null,
  (i) => i.journal?.credit ?? null,
  (i) => i.journal?.amount ?? null,
  (i) => i.notification?.id ?? null,
  (i) => i.notification?.type ?? null,
  (i) => i.notification?.bank ?? null,
  (i) => i.notification?.url ?? null,
  (i) => i.notification?.sealedBody ?? null,
  (i) => i.request?.requestId ?? null,
  (i) => i.request?.answer?.status ?? null,
  (i) => i.request?.answer?.sealed ?? null,
];

/** One refund of a merchant, or null. */
export async function findRefund(
  db: Db,
  merchantId: string,
  refundId: string,
): Promise<Refund | null> {
  const [row] = await db.rows<RefundRow>({
    name: 'refunds-find',
    text: 'select r.* from refunds r where r.merchant_id = $1 and r.refund_id = $2',
    values: [merchantId, refundId],
  });
  return row === undefined ? null : readRefund(row);
}

/** The refund that a Request-Id made, or null. */
export async function findRefundByRequest(
  db: Db,
  merchantId: string,
  requestId: string,
): Promise<Refund | null> {
  const [row] = await db.rows<RefundRow>({
    name: 'refunds-find-by-request',
    text: `select f.* from requests r
             join refunds f on f.merchant_id = r.merchant_id and f.refund_id = r.claim_id
            where r.merchant_id = $1 and r.request_id = $2 and r.endpoint like '%/payment-refund'`,
    values: [merchantId, requestId],
  });
  return row === undefined ? null : readRefund(row);
}

/** What has been given back of a payment for certain, whole rupiah. */
export async function sumRefunded(db: Db, merchantId: string, paymentId: string): Promise<bigint> {
  const [row] = await db.rows<{ sum: bigint }>({
    name: 'refunds-sum',
    text: `select coalesce(sum(r.amount), 0)::bigint as sum from refunds r
            where r.merchant_id = $1 and r.payment_id = $2 and r.kind = 'merchant' and r.state = 'succeeded'`,
    values: [merchantId, paymentId],
  });
  return row?.sum ?? 0n;
}

/** Puts the next look at an unclear refund off; no move, since nothing was learnt. */
export async function postponeRefund(
  db: Db,
  refund: Refund,
  next: { inquiries: number; notFoundAt: number | null; dueAt: number },
): Promise<void> {
  await db.rows({
    name: 'refunds-postpone',
    text: `update refunds r
              set inquiries = $4, not_found_at = $5, due_at = $6, lease_until = null
            where r.merchant_id = $1 and r.refund_id = $2 and r.version = $3`,
    values: [
      refund.merchantId,
      refund.refundId,
      refund.version,
      next.inquiries,
      instant(next.notFoundAt),
      instant(next.dueAt),
    ],
  });
}

/** Refunds that are due, each leased to this caller until `leaseUntil`. */
export async function claimDueRefunds(
  db: Db,
  at: number,
  leaseUntil: number,
  limit: number,
): Promise<Refund[]> {
  const due = await db.rows<{ merchant_id: string; refund_id: string }>({
    name: 'refunds-due',
    // In the order of the flows' locks, see `lease.sql`.
    text: `select d.merchant_id, d.refund_id
             from (select r.merchant_id, r.refund_id from refunds r
                    where r.due_at <= $1 and (r.lease_until is null or r.lease_until <= $1)
                    order by r.due_at limit $2) d
            order by d.merchant_id, d.refund_id`,
    values: [instant(at), limit],
  });
  if (due.length === 0) return [];
  const rows = await db.rows<RefundRow>({
    name: 'refunds-lease',
    text: 'select l.* from lease_refunds($1, $2, $3, $4, $5) l',
    values: [
      due[0]?.merchant_id,
      instant(at),
      instant(leaseUntil),
      ...pivot(due, [(row) => row.merchant_id, (row) => row.refund_id]),
    ],
  });
  return rows.map(readRefund);
}

/** Begins the return of late money that is due, each case by one caller; see `begin-late.sql`. */
export async function beginLateRefunds(
  db: Db,
  at: number,
  limit: number,
  newId: () => string,
): Promise<Refund[]> {
  const due = await db.rows<{ merchant_id: string; payment_id: string }>({
    name: 'refunds-late-due',
    text: `select l.merchant_id, l.payment_id from late_money l
            where l.due_at <= $1 order by l.due_at limit $2`,
    values: [instant(at), limit],
  });
  if (due.length === 0) return [];
  const rows = await db.rows<RefundRow>({
    name: 'refunds-begin-late',
    text: 'select b.* from begin_late_refunds($1, $2, $3, $4, $5, $6) b',
    values: [
      due[0]?.merchant_id,
      instant(at),
      instant(at + BROKEN_OFF_MS),
      ...pivot(due, [(row) => row.merchant_id, (row) => row.payment_id, newId]),
    ],
  });
  return rows.map(readRefund);
}

/** Age in ms of the oldest refund that is unclear at `at`, or 0. */
export async function oldestUnclearRefund(db: Db, at: number): Promise<number> {
  const [row] = await db.rows<{ since: number | null }>({
    name: 'refunds-oldest-unclear',
    text: `select min(r.created_at) as since from refunds r
            where r.due_at is not null and r.state = 'unclear'`,
    values: [],
  });
  return row?.since == null ? 0 : Math.max(0, at - row.since);
}
