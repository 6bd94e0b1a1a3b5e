// A token of an account in DOKU's words: 32 hexadecimal characters, and an account number that shows its tail alone.
import { referenceOf } from '../../base/reference.ts';
import type { Token } from '../../tokens/token.ts';

/** The wire's `debit_card.token_id`. */
export function tokenWord(token: Pick<Token, 'tokenId'>): string {
  return referenceOf(token.tokenId);
}

/** `XXXXXXXX2800` (DOKU guide 2). */
export function accountWord(accountTail: string | null): string {
  return `XXXXXXXX${accountTail ?? 'XXXX'}`;
}
