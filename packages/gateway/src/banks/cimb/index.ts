// CIMB Niaga: plain SNAP BI with this bank's profile.
import type { Bank } from '../bank.ts';
import { createSnapBank } from '../snap/direct-debit.ts';
import type { SnapSettings } from '../snap/profile.ts';
import { CIMB } from './profile.ts';

/** The bank, ready for calls. Throws for a base URL or a key that is none. */
export function createCimb(settings: SnapSettings): Bank {
  return createSnapBank(CIMB, settings);
}
