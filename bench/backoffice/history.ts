// The history that is loaded: merchants of very different size, their customers, and what became of each payment. The same
// every time, but for its end, which is now.
import { createHash } from 'node:crypto';

export const DAY_MS = 86_400_000;
/** How far back it goes. */
export const DAYS = 90;

export interface Sized {
  name: string;
  clientId: string;
  /** Of all payments. */
  share: number;
  /** Whether it wants notifications. */
  notified: boolean;
}

export const MERCHANTS: readonly Sized[] = [
  { name: 'Toko Besar', clientId: 'MCH-BENCH-1', share: 0.5, notified: true },
  { name: 'Pasar Raya', clientId: 'MCH-BENCH-2', share: 0.35, notified: false },
  { name: 'Warung Kita', clientId: 'MCH-BENCH-3', share: 0.1, notified: true },
  { name: 'Kedai Kopi', clientId: 'MCH-BENCH-4', share: 0.04, notified: true },
  { name: 'Kios Pulsa', clientId: 'MCH-BENCH-5', share: 0.009, notified: true },
  { name: 'Lapak Baru', clientId: 'MCH-BENCH-6', share: 0.001, notified: true },
];

/** Payments of one customer, on average. */
const PAYMENTS_PER_CUSTOMER = 20;
const MOST_CUSTOMERS = 100_000;

export function customersOf(payments: number): number {
  return Math.min(Math.max(Math.floor(payments / PAYMENTS_PER_CUSTOMER), 5), MOST_CUSTOMERS);
}

/** What becomes of a payment; the numbers are those of `kind` in sql.ts. */
export const KIND = {
  paid: 0,
  paidByOtp: 1,
  declined: 2,
  expired: 3,
  unclear: 4,
  open: 5,
} as const;

export interface Drawn {
  kind: number;
  createdAt: number;
  /** When its last event was. */
  lastAt: number;
  amount: number;
  customer: number;
  /** How long the bank took, ms. */
  tookMs: number;
  /** Which reason, for what was declined. */
  reason: number;
  /** Given back, whole rupiah; 0 for nothing. */
  refund: number;
}

/** A stretch of one merchant's payments, in the order of time. */
export interface Stretch {
  merchant: number;
  /** Number of the first payment of the merchant in it. */
  first: number;
  count: number;
  from: number;
  to: number;
}

/** All of it in stretches of at most `most` payments, day by day, merchants in turn: as it would have been written. */
export function* stretches(payments: number, now: number, most: number): Generator<Stretch> {
  const totals = MERCHANTS.map(({ share }) => Math.max(Math.round(payments * share), 10));
  for (let day = 0; day < DAYS; day += 1) {
    const [from, to] = [now - (DAYS - day) * DAY_MS, now - (DAYS - day - 1) * DAY_MS];
    for (const [merchant, total] of totals.entries()) {
      const [first, end] = [
        Math.floor((total * day) / DAYS),
        Math.floor((total * (day + 1)) / DAYS),
      ];
      const step = (to - from) / Math.max(end - first, 1);
      for (let at = first; at < end; at += most) {
        const count = Math.min(most, end - at);
        const begins = from + (at - first) * step;
        yield { merchant, first: at, count, from: begins, to: begins + count * step };
      }
    }
  }
}

const OPEN_MS = 60_000;

/** What became of payment `n` of a stretch. `chance` is in [0, 1). */
export function draw(
  stretch: Stretch,
  n: number,
  customers: number,
  now: number,
  chance: () => number,
): Drawn {
  const step = (stretch.to - stretch.from) / stretch.count;
  const createdAt = Math.floor(stretch.from + (n + chance() * 0.9) * step);
  const tookMs = Math.round(60 + 90 * -Math.log(1 - chance() * 0.9999));
  const kind = now - createdAt < OPEN_MS ? KIND.open : kindOf(chance());
  const amount = 1000 * Math.round(10 + 400 * chance() ** 3) + Math.floor(chance() * 1000);
  const isPaid = kind === KIND.paid || kind === KIND.paidByOtp;
  const slow = kind === KIND.paid || kind === KIND.declined || kind === KIND.unclear ? 0 : 45_000;
  return {
    kind,
    createdAt,
    lastAt: createdAt + tookMs + (kind === KIND.open ? 0 : slow),
    amount,
    customer: Math.floor(customers * chance() ** 2),
    tookMs,
    reason: Math.floor(chance() * 4),
    refund: isPaid && chance() < 0.01 ? (chance() < 0.5 ? amount : Math.ceil(amount / 3)) : 0,
  };
}

function kindOf(chance: number): number {
  if (chance < 0.7) return KIND.paid;
  if (chance < 0.83) return KIND.paidByOtp;
  if (chance < 0.95) return KIND.declined;
  return chance < 0.9998 ? KIND.expired : KIND.unclear;
}

/** An id like those of the gateway: the time first, so that what is made together lies together. */
export function idAt(at: number, chance: () => number, into: Buffer, offset: number): void {
  into.writeUIntBE(at, offset, 6);
  into.writeUInt32BE(Math.floor(chance() * 2 ** 32), offset + 6);
  into.writeUInt32BE(Math.floor(chance() * 2 ** 32), offset + 10);
  into.writeUInt16BE(Math.floor(chance() * 2 ** 16), offset + 14);
  into[offset + 6] = ((into[offset + 6] ?? 0) & 0x0f) | 0x70;
  into[offset + 8] = ((into[offset + 8] ?? 0) & 0x3f) | 0x80;
}

export function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The books of a merchant while they are loaded: its chain, as `post_journals` makes it. */
export function createChain(merchantId: string) {
  let hash: Buffer = Buffer.alloc(32);
  const chain = {
    journals: 0,
    paid: 0,
    refunded: 0,
    hash: () => hash,
    /** The next link. */
    link(
      template: 'paymentSucceeded' | 'refundSucceeded',
      subject: string,
      at: number,
      amount: number,
    ): Buffer {
      chain.journals += 1;
      const [debit, credit] =
        template === 'paymentSucceeded'
          ? ['bank_receivable:cimb', 'merchant_payable']
          : ['merchant_payable', 'bank_receivable:cimb'];
      if (template === 'paymentSucceeded') chain.paid += amount;
      else chain.refunded += amount;
      const text = `${merchantId}|${chain.journals}|${template}|${subject}|${at}000|${debit}>${credit}:${amount}`;
      hash = createHash('sha256').update(hash).update(text).digest();
      return hash;
    },
  };
  return chain;
}

/** A small generator (mulberry32): the same seed gives the same chances. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
