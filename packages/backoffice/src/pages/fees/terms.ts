// Terms of a fee as people write them: percent from basis points and back, exactly. Pure.
import type { components, operations } from '../../api/types.gen.ts';

export type Terms = components['schemas']['FeeTerms'];
export type Tariff = components['schemas']['TariffRow'];
export type BankFees =
  operations['listFees']['responses'][200]['content']['application/json']['banks'][number];

/** `70` → `0,7` in Indonesian, `0.7` in English. */
export function percentText(basisPoints: number, locale: string): string {
  const whole = Math.floor(basisPoints / 100);
  const rest = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  if (rest === '') return `${whole}`;
  return `${whole}${locale.startsWith('id') ? ',' : '.'}${rest}`;
}

/** What somebody typed as percent (`0,7`, `0.70`), in basis points; undefined when it is none. */
export function readPercent(typed: string): number | undefined {
  const [, whole, , rest = ''] = /^(\d{1,3})([.,](\d{1,2}))?\s?%?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const points = Number(whole) * 100 + Number(rest.padEnd(2, '0'));
  return points <= 10_000 ? points : undefined;
}

/** Whether two terms say the same. */
export function sameTerms(one: Terms, other: Terms | null): boolean {
  if (other === null) return false;
  return (
    BigInt(one.fixed) === BigInt(other.fixed) &&
    one.basis_points === other.basis_points &&
    BigInt(one.minimum) === BigInt(other.minimum) &&
    (one.maximum === null ? null : BigInt(one.maximum)) ===
      (other.maximum === null ? null : BigInt(other.maximum))
  );
}

/** The tariff that holds at an instant, epoch ms. */
export function tariffAt({ tariffs }: BankFees, at: number): Tariff | undefined {
  // The one that begins last comes first.
  return tariffs.find(
    ({ standing, valid_from: from }) =>
      standing !== 'withdrawn' && standing !== 'replaced' && Date.parse(from) <= at,
  );
}
