// The list of banks: one line each. Paths, settings, forms and fields that name a bank are read from here.
import type { Bank } from './bank.ts';
import { createCimb } from './cimb/index.ts';
import { CIMB } from './cimb/profile.ts';
import { CIMB_STATEMENTS } from './cimb/statement-profile.ts';
import type { SnapSettings } from './snap/profile.ts';
import type { StatementProfile } from './statement-profile.ts';

const BANKS: Readonly<Record<string, (settings: SnapSettings) => Bank>> = {
  cimb: createCimb,
};

/** Every bank's slug, in the order of the list. */
export const BANK_SLUGS: readonly string[] = Object.keys(BANKS);

/** The banks by slug, each with its own settings. Throws for a base URL or a key that is none. */
export function createBanks(settingsOf: (slug: string) => SnapSettings): ReadonlyMap<string, Bank> {
  return new Map(Object.entries(BANKS).map(([slug, create]) => [slug, create(settingsOf(slug))]));
}

/** What people call each bank. */
export const BANK_NAMES: ReadonlyMap<string, Pick<Bank, 'name'>> = new Map([[CIMB.slug, CIMB]]);

/** How each bank writes its daily statement; null for one that gives none. */
export const STATEMENT_PROFILES: ReadonlyMap<string, StatementProfile | null> = new Map(
  Object.entries({ cimb: CIMB_STATEMENTS }),
);
