// Statement files as the simulated bank writes them, made by a test from what it wants to stand in them.
import { randomBytes } from 'node:crypto';

export const HEADER = 'date_time,partner_id,type,bank_reference,partner_reference,amount,currency';

export interface Movement {
  type?: 'DEBIT' | 'REFUND' | 'PAYOUT' | 'PAYOUT_RETURN';
  /** Our reference. */
  reference: string;
  amount: bigint | number;
  partner?: string;
  bankReference?: string;
  /** Time of the day, `13:05:59`. */
  time?: string;
  /** Another day than the file's. */
  day?: string;
}

/** A line as the bank writes it. */
export function statementLine(day: string, one: Movement): string {
  return [
    `${one.day ?? day}T${one.time ?? '12:00:00'}+07:00`,
    one.partner ?? 'KEY-1',
    one.type ?? 'DEBIT',
    one.bankReference ?? randomBytes(8).toString('hex'),
    one.reference,
    `${one.amount}.00`,
    'IDR',
  ].join(',');
}

/** A whole file, its last line as it must be. */
export function statementFile(day: string, movements: readonly Movement[], end = '\r\n'): string {
  const sums = ['DEBIT', 'REFUND', 'PAYOUT', 'PAYOUT_RETURN'].map((type) =>
    movements
      .filter((one) => (one.type ?? 'DEBIT') === type)
      .reduce((sum, { amount }) => sum + BigInt(amount), 0n),
  );
  const total = ['TOTAL', movements.length, ...sums.map((sum) => `${sum}.00`)].join(',');
  return [HEADER, ...movements.map((one) => statementLine(day, one)), total, ''].join(end);
}

/** A file that may be opened again and again, in pieces of this size. */
export function opened(content: string | Buffer, size = 65_536): () => AsyncIterable<Buffer> {
  const bytes = Buffer.from(content);
  return async function* pieces() {
    for (let n = 0; n < bytes.length; n += size) yield bytes.subarray(n, n + size);
  };
}
