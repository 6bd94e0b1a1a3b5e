// What other terms move: the days whose payments are settled on another day, and the balances that are paid out or stay.
import './settlement.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { Money } from '../../parts/money.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { shortDay } from './account-name.tsx';

export type Effect = components['schemas']['TermsEffect'];

export function TermsMove({ effect }: { effect: Effect }): ReactNode {
  const { t } = useTranslation('settlement');
  const { days, paid, stays } = effect;
  const moves = days.some(({ before, after }) => before !== after);
  const said = (
    [
      ['paid', paid],
      ['stays', stays],
    ] as const
  ).filter(([, { accounts }]) => accounts > 0);
  return (
    <div className="tk-stack">
      {moves ? <Days days={days} /> : <p>{t('terms.moves_none')}</p>}
      {said.map(([which, { accounts, amount }]) => (
        <p key={which}>{t(`terms.${which}`, { count: accounts, sum: rupiah(amount) })}</p>
      ))}
    </div>
  );
}

function Days({ days }: Pick<Effect, 'days'>): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-scroll" role="region" aria-label={t('terms.moves')} tabIndex={0}>
      <table className="tk-table tk-table-plain tk-terms-moves">
        <thead>
          <tr>
            <th scope="col">{t('terms.of_day')}</th>
            <th scope="col" className="tk-right">
              {t('figures.unseen')}
            </th>
            <th scope="col">{t('terms.settled')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <tr key={one.day}>
              <td>
                <Day day={one.day} />
              </td>
              <td className="tk-right">
                <Money digits={one.unseen} />
              </td>
              <td>
                <span className="tk-quiet">
                  <Day day={one.before} />
                </span>
                {' → '}
                <strong>
                  <Day day={one.after} />
                </strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** All of them lie within weeks of today. */
function Day({ day }: { day: string | null }): ReactNode {
  return day === null ? '–' : <time dateTime={day}>{shortDay(day)}</time>;
}
