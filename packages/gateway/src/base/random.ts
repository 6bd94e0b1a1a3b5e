// The one source of randomness and of new ids.
import { randomBytes, randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';

export interface Random {
  /** An id that sorts by time of making: rows that are listed newest first. */
  id(): string;
  /** An id without any order, for what a stranger must not guess: 122 random bits. */
  secretId(): string;
  bytes(length: number): Buffer;
  /** A fraction in [0, 1) for jitter. */
  fraction(): number;
}

export function systemRandom(): Random {
  return {
    id: () => uuidv7(),
    secretId: () => randomUUID(),
    bytes: (length) => randomBytes(length),
    fraction: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  };
}
