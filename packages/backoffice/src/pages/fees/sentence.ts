// A tariff told as a sentence: `Rp2.500 + 0,7% of the amount, at least Rp1.000, at most Rp10.000`.
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { rupiah } from '../../parts/rupiah.ts';
import { percentText, type Terms } from './terms.ts';

export function useSentence(): (terms: Terms) => string {
  const { t } = useTranslation('fees');
  return ({ fixed, basis_points: points, minimum, maximum }) => {
    const parts = [
      ...(BigInt(fixed) === 0n ? [] : [rupiah(fixed)]),
      ...(points === 0 ? [] : [t('percent', { percent: percentText(points, spoken()) })]),
    ];
    const bounds = [
      ...(BigInt(minimum) === 0n ? [] : [t('at_least', { sum: rupiah(minimum) })]),
      ...(maximum === null ? [] : [t('at_most', { sum: rupiah(maximum) })]),
    ];
    return [parts.length === 0 ? t('free') : parts.join(' + '), ...bounds].join(', ');
  };
}
