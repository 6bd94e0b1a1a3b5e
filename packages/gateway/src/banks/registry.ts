// The list of banks: one line each. Paths, forms and fields that name a bank are read from here.
import type { Bank } from './bank.ts';
import { createCimb } from './cimb/index.ts';
import type { SnapSettings } from './snap/profile.ts';

export interface BanksSettings {
  cimb: SnapSettings;
}

/** The banks by slug. Throws for a base URL or a key that is none. */
export function createBanks(settings: BanksSettings): ReadonlyMap<string, Bank> {
  const banks = [createCimb(settings.cimb)];
  return new Map(banks.map((bank) => [bank.slug, bank]));
}
