// A journal of the ledger: its lines with debit and credit.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../api/types.gen.ts';
import { Money } from './money.tsx';
import { Time } from './time.tsx';

interface JournalProps {
  journal: components['schemas']['Journal'];
  /** The workspace of its merchant, where its page is; without it there is no link. */
  linkIn?: string | undefined;
}

export function Journal({ journal, linkIn }: JournalProps): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <div className="tk-journal">
      <div className="tk-journal-head">
        <span>
          {linkIn === undefined ? (
            <span className="tk-quiet">#{journal.journal_no}</span>
          ) : (
            <Link
              className="tk-link"
              to="/$workspace/balances/journals/$journal_no"
              params={{ workspace: linkIn, journal_no: `${journal.journal_no}` }}
            >
              #{journal.journal_no}
            </Link>
          )}{' '}
          <span className="tk-mono">{journal.template}</span>
        </span>
        <Time at={journal.made_at} />
      </div>
      <div
        className="tk-scroll"
        role="region"
        aria-label={`${journal.template} #${journal.journal_no}`}
        tabIndex={0}
      >
        <table className="tk-table tk-table-plain">
          <thead>
            <tr>
              <th scope="col">{t('debit')}</th>
              <th scope="col">{t('credit')}</th>
              <th scope="col" className="tk-right">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {journal.lines.map((line, index) => (
              <tr key={index}>
                <td className="tk-mono">{line.debit}</td>
                <td className="tk-mono">{line.credit}</td>
                <td className="tk-right">
                  <Money digits={line.amount} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
