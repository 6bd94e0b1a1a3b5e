// The customers of a run: invented, and each of their personal data bears a mark of the run by which a leak is found.
import { createHash } from 'node:crypto';

export interface Person {
  /** The merchant's own id, which is no secret. */
  id: string;
  name: string;
  email: string;
  /** 15 digits; no other person has it. */
  phone: string;
  address: string;
  id_card: string;
}

export interface Persons {
  next(): Person;
  /** A text about an order that nobody else may read. */
  note(what: string): string;
  /** What every personal text contains at least one of. */
  canaries: readonly string[];
}

const PHONES = 10_000;

/** The same seed invents the same persons. */
export function personsOf(seed: number): Persons {
  const digest = createHash('sha256').update(`persons of ${seed}`).digest();
  const mark = `kenari${digest.readBigUInt64BE(0).toString(36)}`;
  const digits = String(100_000_000n + (digest.readBigUInt64BE(8) % 900_000_000n));
  const phones = `62${digits}`;
  let count = 0;
  return {
    canaries: [mark, phones],
    note: (what) => `${what} ${mark}`,
    next() {
      const n = (count += 1);
      return {
        id: `C-${digest.toString('hex', 16, 20)}-${n}`,
        name: `Ani ${mark} ${n}`,
        email: `${mark}.${n}@mail.example`,
        phone: `${phones}${String(n % PHONES).padStart(4, '0')}`,
        address: `Jalan ${mark} ${n}, Bandung`,
        id_card: `${mark}-${n}`,
      };
    },
  };
}
