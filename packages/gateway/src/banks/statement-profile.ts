// How a bank writes its daily statement: a profile that is data, read by the one reader of statement files.

/** What a line of a statement can be. `debit` and `payout_return` bring money in, `refund` and `payout` take it out. */
export const LINE_TYPES = ['debit', 'refund', 'payout', 'payout_return'] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** What we read of a line, each from the column of this name. */
export interface StatementColumns {
  /** When the bank moved the money, with its zone. */
  at: string;
  /** Whose collecting account: what the bank calls the merchant. */
  partner: string;
  type: string;
  bankReference: string;
  /** Our own reference, as we gave it to the bank. */
  reference: string;
  amount: string;
  currency: string;
}

export interface StatementProfile {
  encoding: 'utf-8';
  delimiter: string;
  /** The whole header line, in order. */
  header: readonly string[];
  columns: StatementColumns;
  /** The bank's words for the types of lines. */
  types: Readonly<Record<string, LineType>>;
  currency: string;
  /** The zone of the bank's day, as minutes before UTC and as its times end. */
  zone: { minutes: number; written: string };
  /** The last line: this word, the number of lines, then the sum of each of these types. */
  footer: { mark: string; sums: readonly LineType[] };
}
