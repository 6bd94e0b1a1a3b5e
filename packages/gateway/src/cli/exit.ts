// What a command's end means to the shell that ran it.
import { CommanderError } from 'commander';
import { ConfigRefused } from '../base/config.ts';
import { MigrationRefused } from '../base/migrate.ts';
import { Refusal } from '../base/refusal.ts';
import { NotDone } from '../merchants/not-done.ts';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  settings: 3,
  signature: 4,
  network: 5,
  notFound: 6,
  interrupted: 130,
} as const;

/** Ends a command with this code; a message is said on standard error. */
export class Ended extends Error {
  override name = 'Ended';
  readonly code: number;

  constructor(code: number, message = '') {
    super(message);
    this.code = code;
  }
}

/** The exit code of whatever a command threw, and what to say about it. */
export function endingOf(error: unknown): { code: number; words: string } {
  if (error instanceof Ended) return { code: error.code, words: error.message };
  if (error instanceof CommanderError) {
    return { code: error.exitCode === 0 ? EXIT.ok : EXIT.usage, words: '' }; // it has said so itself
  }
  if (error instanceof ConfigRefused) return { code: EXIT.settings, words: error.message };
  if (error instanceof NotDone || error instanceof MigrationRefused) {
    return { code: EXIT.failed, words: error.message };
  }
  if (error instanceof Refusal && error.code === 'database_unavailable') {
    return { code: EXIT.network, words: 'the database cannot be reached: see DATABASE_URL' };
  }
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (/^E(CONN|HOST|NET|TIMEDOUT|NOTFOUND|AI_)/.test(code ?? '')) {
    return { code: EXIT.network, words: message || String(code) };
  }
  return { code: EXIT.failed, words: message === '' ? String(stack) : message };
}
