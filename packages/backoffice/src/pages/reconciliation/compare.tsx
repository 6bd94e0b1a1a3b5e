// The statement against our books: what each type of line comes to on both sides, and by how much they differ.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import type { DayRow } from './day-rows.tsx';
import { TYPES } from './words.ts';

export function Compare({ sums }: { sums: NonNullable<DayRow['sums']> }): ReactNode {
  const { t } = useTranslation('reconciliation');
  return (
    <Section title={t('compare')} flush>
      <div className="tk-scroll" role="region" aria-label={t('compare')} tabIndex={0}>
        <table className="tk-table tk-table-plain">
          <thead>
            <tr>
              <th scope="col">{t('type')}</th>
              <th scope="col" className="tk-right">
                {t('of_bank')}
              </th>
              <th scope="col" className="tk-right">
                {t('ours')}
              </th>
              <th scope="col" className="tk-right">
                {t('difference')}
              </th>
            </tr>
          </thead>
          <tbody>
            {TYPES.map((type) => (
              <tr key={type}>
                <th scope="row">{t(`types_many.${type}`)}</th>
                <td className="tk-right">
                  <Money digits={sums.bank[type]} />
                </td>
                <td className="tk-right">
                  <Money digits={sums.ours[type]} />
                </td>
                <td className="tk-right">
                  <Off off={BigInt(sums.bank[type]) - BigInt(sums.ours[type])} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="tk-quiet tk-small tk-day-foot">{t('compare_why')}</p>
    </Section>
  );
}

function Off({ off }: { off: bigint }): ReactNode {
  if (off === 0n) return <span className="tk-quiet">–</span>;
  return (
    <span className="tk-off">
      {off > 0n && '+'}
      <Money digits={`${off}`} />
    </span>
  );
}
