// Terms of settlement in a sentence.
import { useTranslation } from 'react-i18next';
import { rupiah } from '../../parts/rupiah.ts';
import type { Terms } from './terms-typed.ts';

/** `T+2 working days, balances below Rp50.000 are carried over`. */
export function useTermsSentence(): (terms: Terms) => string {
  const { t } = useTranslation('settlement');
  return ({ working_days: days, minimum }) =>
    [
      t('agreed', { count: days }),
      BigInt(minimum) === 0n ? t('terms.no_minimum') : t('terms.minimum', { sum: rupiah(minimum) }),
    ].join(', ');
}
