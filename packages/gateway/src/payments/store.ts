// All SQL of payments. Hot statements are array functions, coalesced per event-loop turn.
import { coalesce } from '../base/coalesce.ts';
import { instant, perDb, pivot, type Db } from '../base/db.ts';
import type { Clock } from '../base/clock.ts';
import { LEASE_MS, type ClaimRow } from '../requests/store.ts';
import { splitJson } from '../splits/json.ts';
import type { Split } from '../splits/split.ts';
import type { Payment } from './payment.ts';
import { readPayment, type PaymentRow } from './row.ts';

/** A call that broke off between asking the bank and writing its answer is looked at this long after it began, ms. */
export const BROKEN_OFF_MS = 30_000;

/** Largest batch, and batches under way at once: two, so that one fills while the other commits. */
const BATCH = { limit: 128, flights: 2 };

export interface PaymentBeginning {
  merchantId: string;
  requestId: string;
  endpoint: string;
  bodyHash: Buffer;
  paymentId: string;
  bank: string;
  tokenId: string;
  customerKey: Buffer;
  amount: bigint;
  invoiceNumber: string;
  sealedDetails: Buffer;
  notificationUrl: string | null;
  fee: bigint;
  split: Split | null;
}

export interface PaymentBegun extends ClaimRow {
  sealed_access: Buffer | null;
}

/** Claims the Request-Id and writes the payment; see `begin.sql`. */
export const beginPayment = perDb((db: Db, clock: Clock) =>
  coalesce<PaymentBeginning, PaymentBegun>({
    ...BATCH,
    lane: () => '',
    run: (items) => {
      const at = clock.now();
      return db.rows<PaymentBegun>({
        name: 'payments-begin',
        text: `select outcome, status, answer, claim_id, sealed_access
                 from begin_payments($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                   $17, $18)`,
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
            (i) => i.paymentId,
            (i) => i.bank,
            (i) => i.tokenId,
            (i) => i.customerKey,
            (i) => i.amount,
            (i) => i.invoiceNumber,
            (i) => i.sealedDetails,
            (i) => i.notificationUrl,
            (i) => i.fee,
            (i) => (i.split === null ? null : JSON.stringify(splitJson(i.split))),
          ]),
        ],
      });
    },
  }),
);

export interface OtpStepBeginning {
  merchantId: string;
  requestId: string;
  endpoint: string;
  bodyHash: Buffer;
  claimId: string;
  keepUntil: number | null;
  paymentId: string;
  bank: string;
  step: 'validate' | 'resend';
  resendWithinMs: number;
  resendPauseMs: number;
  maxResends: number;
}

export interface OtpStepBegun extends ClaimRow {
  payment: Payment | null;
  sealed_access: Buffer | null;
}

type OtpStepRow = ClaimRow & Partial<PaymentRow> & { sealed_access: Buffer | null };

/** Claims the Request-Id and counts the step before the bank is asked; see `begin-otp.sql`. */
export const beginOtpStep = perDb((db: Db, clock: Clock) =>
  coalesce<OtpStepBeginning, OtpStepBegun>({
    ...BATCH,
    // The bank's OTP rules are parameters of the call, so that a batch is of one bank.
    lane: (item) => item.bank,
    run: async (items) => {
      const at = clock.now();
      const rows = await db.rows<OtpStepRow>({
        name: 'payments-begin-otp',
        text: `select s.outcome, s.status, s.answer, s.claim_id, s.sealed_access, (s.payment).*
                 from begin_otp_steps($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                   $14 * interval '1 ms', $15 * interval '1 ms', $16) s`,
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
            (i) => i.paymentId,
            (i) => i.bank,
            (i) => i.step,
          ]),
          items[0]?.resendWithinMs,
          items[0]?.resendPauseMs,
          items[0]?.maxResends,
        ],
      });
      return rows.map((row) => ({
        ...claimOf(row),
        sealed_access: row.sealed_access,
        payment: row.payment_id == null ? null : readPayment(row as PaymentRow),
      }));
    },
  }),
);

function claimOf(row: ClaimRow): ClaimRow {
  return {
    outcome: row.outcome,
    status: row.status,
    answer: row.answer,
    claim_id: row.claim_id,
  };
}

export interface PaymentFinish {
  /** The payment as it was read; its version is what the move compares. */
  from: Payment;
  moveId: string;
  event: string;
  actor: string;
  evidence: string | null;
  /** The payment as it shall be; what a move may change is listed in `move.sql`. */
  to: Payment;
  journal: { template: string; debit: string; credit: string; amount: bigint } | null;
  notification: { id: string; type: string; url: string; sealedBody: Buffer } | null;
  /** What becomes of the request of the call that waits: its kept answer, or its release where there is none. */
  request: { requestId: string; answer: { status: number; sealed: Buffer } | null } | null;
}

export interface PaymentFinished {
  applied: boolean;
  payment: Payment;
}

/** Moves a payment and writes all that belongs to the move in one commit; see `finish.sql`. */
export const finishPaymentStep = perDb((db: Db, clock: Clock) =>
  coalesce<PaymentFinish, PaymentFinished>({
    ...BATCH,
    lane: () => '',
    run: async (items) => {
      const rows = await db.rows<{ applied: boolean } & Partial<PaymentRow>>({
        name: 'payments-finish',
        text: `select f.applied, (f.standing).*
                 from finish_payments($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                   $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34) f`,
        values: [
          items[0]?.from.merchantId,
          instant(clock.now()),
          ...pivot(items, [...MOVE_COLUMNS, ...CONSEQUENCE_COLUMNS]),
        ],
      });
      return rows.map((row, n) => {
        const item = items[n];
        const payment =
          row.applied && item !== undefined
            ? { ...item.to, version: item.from.version + 1, lastMove: item.moveId }
            : readPayment(row as PaymentRow);
        return { applied: row.applied, payment };
      });
    },
  }),
);

const MOVE_COLUMNS: readonly ((item: PaymentFinish) => unknown)[] = [
  (i) => i.from.merchantId,
  (i) => i.from.paymentId,
  (i) => i.from.version,
  (i) => i.moveId,
  (i) => i.event,
  (i) => i.to.state,
  (i) => i.actor,
  (i) => i.evidence,
  (i) => i.to.bankPaymentId,
  (i) => i.to.reason,
  (i) => i.to.bankCode,
  (i) => instant(i.to.otpSentAt),
  (i) => instant(i.to.otpExpiresAt),
  (i) => i.to.otpTries,
  (i) => i.to.otpResends,
  (i) => i.to.inquiries,
  (i) => instant(i.to.notFoundAt),
  (i) => instant(i.to.askedAt),
  (i) => instant(i.to.dueAt),
  (i) => i.to.notified,
];

const CONSEQUENCE_COLUMNS: readonly ((item: PaymentFinish) => unknown)[] = [
  (i) => i.journal?.template ?? null,
  (i) => i.journal?.debit ?? null,
  (i) => i.journal?.credit ?? null,
  (i) => i.journal?.amount ?? null,
  (i) => i.notification?.id ?? null,
  (i) => i.notification?.type ?? null,
  (i) => i.from.bank,
  (i) => i.notification?.url ?? null,
  (i) => i.notification?.sealedBody ?? null,
  (i) => i.request?.requestId ?? null,
  (i) => i.request?.answer?.status ?? null,
  (i) => i.request?.answer?.sealed ?? null,
];

/** One payment of a merchant, or null. */
export async function findPayment(
  db: Db,
  merchantId: string,
  paymentId: string,
): Promise<Payment | null> {
  const [row] = await db.rows<PaymentRow>({
    name: 'payments-find',
    text: 'select p.* from payments p where p.merchant_id = $1 and p.payment_id = $2',
    values: [merchantId, paymentId],
  });
  return row === undefined ? null : readPayment(row);
}

/** The payment that a Request-Id made, or else the newest with the invoice number; null when neither is known. */
export async function findPaymentByReference(
  db: Db,
  merchantId: string,
  reference: string,
): Promise<Payment | null> {
  const [row] = await db.rows<PaymentRow>({
    name: 'payments-find-by-reference',
    text: `(select 1 as rank, p.* from requests r
              join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.claim_id
             where r.merchant_id = $1 and r.request_id = $2 and r.endpoint like '%/payment')
           union all
           (select 2, p.* from payments p
             where p.merchant_id = $1 and p.invoice_number = $2
               and p.state in ('created', 'awaiting_otp', 'confirming', 'unclear', 'succeeded'))
           union all
           (select 3, p.* from payments p
             where p.merchant_id = $1 and p.invoice_number = $2 and p.state in ('failed', 'expired')
               -- What never left us has come to no end: its repeat may yet succeed.
               and p.reason is distinct from 'bank_unavailable'
             order by p.payment_id desc limit 1)
           order by rank limit 1`,
    values: [merchantId, reference],
  });
  return row === undefined ? null : readPayment(row);
}

/** Whether the bank ever left an OTP of a payment without a believable word. */
export async function hasUnclearTry(
  db: Db,
  { merchantId, paymentId }: Pick<Payment, 'merchantId' | 'paymentId'>,
): Promise<boolean> {
  const [row] = await db.rows<{ unclear: boolean }>({
    name: 'payments-has-unclear-try',
    text: `select exists (
             select 1 from payment_events e
              where e.merchant_id = $1 and e.payment_id = $2 and e.event = 'bank_unclear'
                and e.version > (
                  select min(s.version) from payment_events s
                   where s.merchant_id = $1 and s.payment_id = $2 and s.event = 'otp_submitted')
           ) as unclear`,
    values: [merchantId, paymentId],
  });
  return row?.unclear ?? false;
}

/** Puts the next look at an unclear payment off; no move, since nothing was learnt. */
export async function postponePayment(
  db: Db,
  payment: Payment,
  next: { inquiries: number; notFoundAt: number | null; dueAt: number | null },
): Promise<void> {
  await db.rows({
    name: 'payments-postpone',
    text: `update payments p
              set inquiries = $4, not_found_at = $5, due_at = $6, lease_until = null
            where p.merchant_id = $1 and p.payment_id = $2 and p.version = $3`,
    values: [
      payment.merchantId,
      payment.paymentId,
      payment.version,
      next.inquiries,
      instant(next.notFoundAt),
      instant(next.dueAt),
    ],
  });
}

/** Payments that are due, each leased to this caller until `leaseUntil`; pairs are read first, then leased by condition. */
export async function claimDuePayments(
  db: Db,
  at: number,
  leaseUntil: number,
  limit: number,
): Promise<Payment[]> {
  const due = await db.rows<{ merchant_id: string; payment_id: string }>({
    name: 'payments-due',
    // In the order of the flows' locks, see `lease.sql`.
    text: `select d.merchant_id, d.payment_id
             from (select p.merchant_id, p.payment_id from payments p
                    where p.due_at <= $1 and (p.lease_until is null or p.lease_until <= $1)
                    order by p.due_at limit $2) d
            order by d.merchant_id, d.payment_id`,
    values: [instant(at), limit],
  });
  if (due.length === 0) return [];
  const rows = await db.rows<PaymentRow>({
    name: 'payments-lease',
    text: 'select l.* from lease_payments($1, $2, $3, $4, $5) l',
    values: [
      due[0]?.merchant_id,
      instant(at),
      instant(leaseUntil),
      ...pivot(due, [(row) => row.merchant_id, (row) => row.payment_id]),
    ],
  });
  return rows.map(readPayment);
}

/** Notes money that came after a final no and books it into suspense; false when it is known already. */
export async function noteLateMoney(
  db: Db,
  payment: Payment,
  at: number,
  evidence: string,
  journal: { debit: string; credit: string },
): Promise<boolean> {
  const [row] = await db.rows<{ noted: boolean }>({
    name: 'payments-note-late',
    text: 'select note_late_money($1, $2, $1, $3, $4, $5, $6, $7) as noted',
    values: [
      payment.merchantId,
      instant(at),
      payment.paymentId,
      payment.amount,
      evidence,
      journal.debit,
      journal.credit,
    ],
  });
  return row?.noted === true;
}

/** Age in ms of the oldest payment that is unclear at `at`, or 0. */
export async function oldestUnclearPayment(db: Db, at: number): Promise<number> {
  const [row] = await db.rows<{ asked_at: number | null }>({
    name: 'payments-oldest-unclear',
    text: `select min(p.asked_at) as asked_at from payments p
            where p.due_at is not null and p.state = 'unclear'`,
    values: [],
  });
  return row?.asked_at == null ? 0 : Math.max(0, at - row.asked_at);
}
