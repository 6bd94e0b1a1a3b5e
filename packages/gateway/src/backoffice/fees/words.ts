// Tariffs in the words of the Back Office: their terms, how they stand, and what an amount costs by them.
import type { z } from 'zod';
import type { MadeTariff } from '../../fees/store.ts';
import { feeOf, type Tariff } from '../../fees/tariff.ts';
import type { PersonName } from '../../operators/store-people.ts';
import type { FeeTerms, listFees } from '../contract/fees.ts';
import { iso } from '../paging/iso.ts';
import { personOrNull } from '../people/named.ts';

export type TermsWords = z.output<typeof FeeTerms>;
type TariffWords = z.input<(typeof listFees)['answer']>['banks'][number]['tariffs'][number];

/** A tariff without its time and place. */
export type Terms = Pick<Tariff, 'fixed' | 'basisPoints' | 'minimum' | 'maximum'>;

/** What is asked of a second person, as it rests with the request. */
export interface AskedFees {
  what: 'add' | 'withdraw';
  bank: string;
  /** The tariff that would be withdrawn; empty where one is added. */
  fee_id: string;
  valid_from: string;
  terms: TermsWords;
  /** The tariff that is in force at that time otherwise; null where nothing is agreed. */
  instead: string | null;
  before: TermsWords | null;
  /** What some amounts cost before and after. */
  costs: { amount: string; before: string; after: string }[];
}

/** Amounts by which people judge a tariff. */
export const SAMPLES = [10_000n, 50_000n, 100_000n, 1_000_000n, 10_000_000n];

/** Terms of a call or of a request, as the flows speak of them. */
export function termsOf({ fixed, basis_points: points, minimum, maximum }: TermsWords): Terms {
  return {
    fixed: BigInt(fixed),
    basisPoints: BigInt(points),
    minimum: BigInt(minimum),
    maximum: maximum === null ? null : BigInt(maximum),
  };
}

/** And the other way round. */
export function termsWords({ fixed, basisPoints, minimum, maximum }: Terms): TermsWords {
  return {
    fixed: `${fixed}`,
    basis_points: Number(basisPoints),
    minimum: `${minimum}`,
    maximum: maximum === null ? null : `${maximum}`,
  };
}

/** What the samples cost by what was and by what would be. */
export function costsOf(before: Terms | null, after: Terms | null): AskedFees['costs'] {
  return SAMPLES.map((amount) => ({
    amount: `${amount}`,
    before: `${costOf(before, amount)}`,
    after: `${costOf(after, amount)}`,
  }));
}

/** What an amount costs; without terms nothing. */
export function costOf(terms: Terms | null, amount: bigint): bigint {
  return terms === null ? 0n : feeOf(terms, amount);
}

/** The tariffs of one bank as rows, the one that begins last first; `made` is in the order in which they begin. */
export function rowsOf(
  made: readonly MadeTariff[],
  now: number,
  names: ReadonlyMap<string, PersonName>,
): TariffWords[] {
  const standing = made.filter(({ withdrawnAt }) => withdrawnAt === null);
  return made
    .map((one) => {
      const next = standing[standing.indexOf(one) + 1];
      const until = one.withdrawnAt === null ? (next?.validFrom ?? null) : null;
      return {
        fee_id: one.feeId,
        bank: one.bank,
        terms: termsWords(one),
        valid_from: iso(one.validFrom),
        until: iso(until),
        standing: standingOf(one, until, now),
        made_at: iso(one.madeAt),
        made_by: personOrNull(names, one.madeBy),
        approved_by: personOrNull(names, one.approvedBy),
        approval_id: one.approvalId,
        withdrawn_at: iso(one.withdrawnAt),
      };
    })
    .toReversed();
}

function standingOf(
  { withdrawnAt, validFrom }: MadeTariff,
  until: number | null,
  now: number,
): TariffWords['standing'] {
  if (withdrawnAt !== null) return 'withdrawn';
  if (until === validFrom) return 'replaced';
  if (validFrom > now) return 'to_come';
  return until !== null && until <= now ? 'past' : 'in_force';
}
