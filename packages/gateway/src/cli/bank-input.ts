// A bank as an operator types it.
import { BANK_SLUGS } from '../banks/registry.ts';
import { EXIT, Ended } from './exit.ts';

/** Ends the command when there is no such bank. */
export function mustBeBank(bank: string): void {
  if (BANK_SLUGS.includes(bank)) return;
  throw new Ended(EXIT.usage, `there is no bank ${bank}: it is one of ${BANK_SLUGS.join(', ')}`);
}
