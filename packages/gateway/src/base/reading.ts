// The door for reading what people look at: a pool of its own, under a role that sees the named merchants alone.
import type { Query } from './db.ts';

/** Reads within one scope. Every statement also names its merchants itself: this is the second wall. */
export interface Reading {
  /** One statement in a read-only transaction. Throws `database_unavailable` as {@link Db} does. */
  rows<R>(query: Query): Promise<R[]>;
  /** Several statements in one snapshot. */
  together<T>(work: (reading: Pick<Reading, 'rows'>) => Promise<T>): Promise<T>;
  /** A long result in batches from a cursor, without holding more than one batch in memory. */
  stream<R>(query: Query, batch: number): AsyncIterable<R[]>;
}

export interface ReadingDoor {
  /** What only these merchants' rows are visible to; null for all. */
  of(merchantIds: readonly string[] | null): Reading;
  close(): Promise<void>;
}
