// The bank's durable book: a state in memory that only changes together with its journal.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { apply } from './apply.ts';
import { openJournal } from './journal.ts';
import type { BookRecord } from './records.ts';
import { emptyState } from './state.ts';
import type { BookState } from './state.ts';

export interface Book {
  readonly state: Readonly<BookState>;
  /**
   * Writes records that stand or fall together. The state shows them at once; an answer must first
   * await `settled`.
   */
  write(...records: BookRecord[]): void;
  /**
   * When all that was written is durable; undefined when it already is. Rejects when the disk
   * refuses.
   */
  settled(): Promise<void> | undefined;
  /** A fresh bank reference: 12 digits, never given before. */
  nextReference(): string;
  close(): Promise<void>;
}

/** Opens the book in a folder (made when missing) and rebuilds its state from the journal. */
export async function openBook(folder: string, options: { fsync: boolean }): Promise<Book> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const state = emptyState();
  const journal = await openJournal(
    join(folder, 'journal.jsonl'),
    (line) => {
      for (const record of JSON.parse(line) as BookRecord[]) apply(state, record);
    },
    options,
  );
  return {
    state,
    write(...records) {
      journal.append(JSON.stringify(records));
      for (const record of records) apply(state, record);
    },
    settled: () => journal.settled(),
    nextReference() {
      state.lastReference += 1;
      return String(state.lastReference).padStart(12, '0');
    },
    close: () => journal.close(),
  };
}
