// The rows of our database that several topics look at, read once, by the references that the outside knows them by.
import type { Snapshot } from './snapshot.ts';

/** A payment as its row says it. */
export interface PaymentRow {
  ref: string;
  clientId: string;
  requestId: string;
  bank: string;
  token: string;
  state: string;
  version: number;
  lastMove: string;
  amount: bigint;
  refunded: bigint;
  invoice: string;
  reason: string | null;
  tries: number;
  resends: number;
  notified: number;
  due: boolean;
  /** Whether a notification of it has somewhere to go. */
  hasUrl: boolean;
  /** Nothing ever left for the bank, and the merchant was told so: its Request-Id is free again. Set by the events. */
  silent: boolean;
  fee: bigint;
  /** How its net is divided, as the row has it: JSON, or null. */
  splits: unknown;
  /** Business ms. */
  createdAt: number;
  finishedAt: number | null;
  lateFoundAt: number | null;
  /** What the ledger says, whole rupiah; set by the journals. */
  booked: bigint;
  charged: bigint;
  suspended: bigint;
  lateMoney: bigint | null;
}

export interface RefundRow {
  ref: string;
  paymentRef: string;
  clientId: string;
  requestId: string | null;
  kind: string;
  state: string;
  version: number;
  lastMove: string;
  amount: bigint;
  finishedAt: number | null;
  due: boolean;
  /** People have found that the bank never made it. */
  isReversed: boolean;
  /** The merchant wants to be told of refunds, and has said where. */
  isTold: boolean;
  silent: boolean;
  /** What the ledger says: taken from the merchant, given back by the bank, given back to the merchant. */
  requested: bigint;
  booked: bigint;
  givenUp: bigint;
  returned: bigint;
}

export interface TokenRow {
  ref: string;
  clientId: string;
  state: string;
  version: number;
  lastMove: string;
  due: boolean;
  wasActive: boolean;
}

/** What was booked under one template for one subject. */
export interface Booked {
  /** Of so many journals, and the number of the first in its merchant's chain. */
  journals: number;
  no: bigint;
  lines: { debit: string; credit: string; amount: bigint }[];
  /** Somebody has asked for it: nothing may be booked for what nobody knows. */
  isKnown: boolean;
}

export interface Rows {
  /** Journals of what is neither a payment's nor a refund's, by template and subject; see {@link bookedFor}. */
  booked: Map<string, Booked>;
  payments: Map<string, PaymentRow>;
  refunds: Map<string, RefundRow>;
  tokens: Map<string, TokenRow>;
  /** By Client-Id and Request-Id; several when an attempt never left for the bank. */
  ofRequest: Map<string, PaymentRow[]>;
  refundsOfRequest: Map<string, RefundRow[]>;
  refundsOfPayment: Map<string, RefundRow[]>;
}

/** What is booked under a template for a subject, in sum by `debit>credit`; it counts as asked for. */
export function bookedFor(rows: Rows, template: string, ref: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const booked = rows.booked.get(`${template} ${ref}`);
  if (booked === undefined) return sums;
  booked.isKnown = true;
  for (const { debit, credit, amount } of booked.lines) {
    const way = `${debit}>${credit}`;
    sums.set(way, (sums.get(way) ?? 0n) + amount);
  }
  return sums;
}

/** How a request is named everywhere: Request-Ids are a merchant's own. */
export function requestKey(clientId: string, requestId: string): string {
  return `${clientId}\n${requestId}`;
}

export async function readRows(snapshot: Snapshot): Promise<Rows> {
  const rows: Rows = {
    booked: new Map(),
    payments: new Map(),
    refunds: new Map(),
    tokens: new Map(),
    ofRequest: new Map(),
    refundsOfRequest: new Map(),
    refundsOfPayment: new Map(),
  };
  await readPayments(snapshot, rows);
  await readRefunds(snapshot, rows);
  await snapshot.each<TokenRow>(
    `select replace(t.token_id::text, '-', '') as ref, m.client_id as "clientId", t.state, t.version,
            t.last_move as "lastMove", t.due_at is not null as due
       from tokens t join merchants m on m.merchant_id = t.merchant_id`,
    (row) => rows.tokens.set(row.ref, { ...row, wasActive: false }),
  );
  return rows;
}

async function readPayments(snapshot: Snapshot, rows: Rows): Promise<void> {
  await snapshot.each<
    Omit<PaymentRow, 'amount' | 'refunded' | 'fee' | 'lateFoundAt'> & {
      amount: string;
      refunded: string;
      fee: string;
    }
  >(
    `select replace(p.payment_id::text, '-', '') as ref, m.client_id as "clientId", p.request_id as "requestId",
            p.bank, replace(p.token_id::text, '-', '') as token, p.state, p.version, p.last_move as "lastMove",
            p.amount, p.refunded, p.fee, p.invoice_number as invoice, p.reason, p.otp_tries as tries,
            p.otp_resends as resends, p.notified, p.due_at is not null as due, p.splits,
            (extract(epoch from p.created_at) * 1000)::float8 as "createdAt",
            (extract(epoch from p.finished_at) * 1000)::float8 as "finishedAt",
            coalesce(p.notification_url, c.notification_url) is not null as "hasUrl"
       from payments p
       join merchants m on m.merchant_id = p.merchant_id
       left join bank_connections c on c.merchant_id = p.merchant_id and c.bank = p.bank`,
    (read) => {
      const row: PaymentRow = {
        ...read,
        amount: BigInt(read.amount),
        refunded: BigInt(read.refunded),
        fee: BigInt(read.fee),
        silent: false,
        booked: 0n,
        charged: 0n,
        suspended: 0n,
        lateMoney: null,
        lateFoundAt: null,
      };
      rows.payments.set(row.ref, row);
      add(rows.ofRequest, requestKey(row.clientId, row.requestId), row);
    },
  );
  await snapshot.each<{ ref: string; amount: string; found: number }>(
    `select replace(payment_id::text, '-', '') as ref, amount,
            (extract(epoch from found_at) * 1000)::float8 as found from late_money`,
    ({ ref, amount, found }) => {
      const row = rows.payments.get(ref);
      if (row === undefined) return;
      row.lateMoney = BigInt(amount);
      row.lateFoundAt = found;
    },
  );
}

async function readRefunds(snapshot: Snapshot, rows: Rows): Promise<void> {
  await snapshot.each<Omit<RefundRow, 'amount'> & { amount: string }>(
    `select replace(r.refund_id::text, '-', '') as ref, replace(r.payment_id::text, '-', '') as "paymentRef",
            m.client_id as "clientId", r.request_id as "requestId", r.kind, r.state, r.version,
            r.last_move as "lastMove", r.amount, r.due_at is not null as due,
            (extract(epoch from r.finished_at) * 1000)::float8 as "finishedAt",
            exists (select from exceptions e
                     where e.merchant_id = r.merchant_id and e.subject_id = r.refund_id
                       and e.resolution = 'refund_reversed') as "isReversed",
            coalesce(m.settings->>'notifyRefunds' = 'true', false) and c.notification_url is not null as "isTold"
       from refunds r
       join merchants m on m.merchant_id = r.merchant_id
       join payments p on p.merchant_id = r.merchant_id and p.payment_id = r.payment_id
       left join bank_connections c on c.merchant_id = p.merchant_id and c.bank = p.bank`,
    (read) => {
      const amount = BigInt(read.amount);
      const row: RefundRow = {
        ...read,
        amount,
        silent: false,
        requested: 0n,
        booked: 0n,
        givenUp: 0n,
        returned: 0n,
      };
      rows.refunds.set(row.ref, row);
      add(rows.refundsOfPayment, row.paymentRef, row);
      if (row.requestId !== null) {
        add(rows.refundsOfRequest, requestKey(row.clientId, row.requestId), row);
      }
    },
  );
}

function add<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
