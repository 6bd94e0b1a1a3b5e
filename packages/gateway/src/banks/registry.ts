// The list of banks: one line each. Paths, settings, forms and fields that name a bank are read from here.
import type { Bank } from './bank.ts';
import { createCimb } from './cimb/index.ts';
import type { SnapSettings } from './snap/profile.ts';

const BANKS: Readonly<Record<string, (settings: SnapSettings) => Bank>> = {
  cimb: createCimb,
};

/** Every bank's slug, in the order of the list. */
export const BANK_SLUGS: readonly string[] = Object.keys(BANKS);

/** The banks by slug, each with its own settings. Throws for a base URL or a key that is none. */
export function createBanks(settingsOf: (slug: string) => SnapSettings): ReadonlyMap<string, Bank> {
  return new Map(Object.entries(BANKS).map(([slug, create]) => [slug, create(settingsOf(slug))]));
}
