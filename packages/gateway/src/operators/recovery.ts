// Recovery codes: ten at a time, each good once, for who has lost the authenticator.
import type { Random } from '../base/random.ts';
import type { Sealer } from '../base/secrets.ts';

const HOW_MANY = 10;
/** Without what is misread: i, l, o, u. 32 letters, so that a byte's last five bits choose evenly. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 15;

/** New codes of 75 bits, `k3f9a-…`. */
export function drawRecoveryCodes(random: Random): string[] {
  return Array.from({ length: HOW_MANY }, () => lettersOf(random.bytes(LENGTH)));
}

/** Bytes as letters that are read out easily, five in a group. */
export function lettersOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => LETTERS[byte % 32]).join('');
  return (letters.match(/.{1,5}/g) ?? []).join('-');
}

/** Letters as they were made, however somebody has typed them. */
export function plainLetters(typed: string): string {
  return typed.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
}

/** What of a code rests in the database. */
export function recoveryHash(sealer: Sealer, operatorId: string, code: string): Buffer {
  return sealer.blindIndex('recovery code', operatorId, plainLetters(code));
}
