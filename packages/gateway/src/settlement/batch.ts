// A batch: what is settled with a merchant for a bank on a day, as its row tells it.
import type { Day } from './calendar.ts';

export interface Batch {
  merchantId: string;
  batchId: string;
  bank: string;
  day: Day;
  state: 'collecting' | 'booked';
  items: bigint;
  /** Whole rupiah: what payments came to, our fees, what went back; and what is left, which may be less than nothing. */
  gross: bigint;
  fees: bigint;
  refunds: bigint;
  net: bigint;
  /** Epoch ms. */
  beganAt: number;
  bookedAt: number | null;
}

/** A batch that this process holds, until somebody else does. */
export interface Held {
  merchantId: string;
  batchId: string;
  bank: string;
  day: Day;
  leaseId: string;
}
