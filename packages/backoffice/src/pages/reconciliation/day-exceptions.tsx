// The differences of one day, the first of them, with a way to all; and its lines of nobody.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import type { DayRow } from './day-rows.tsx';

const SHOWN = 20;

export function DayExceptions({ bank, day }: { bank: string; day: DayRow }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const query = useQuery({
    queryKey: [workspace, 'exceptions', 'day', bank, day.day],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/exceptions', {
          params: { path: { workspace }, query: { bank, day: day.day, limit: SHOWN } },
          signal,
        }),
      ),
  });
  if (day.lines === null) return null;
  return (
    <Section
      title={t('of_this_day')}
      beside={
        <Link
          className="tk-link"
          to="/$workspace/reconciliation/exceptions"
          params={{ workspace }}
          search={{ bank, day: day.day }}
        >
          {t('show_all')}
        </Link>
      }
    >
      <Loaded query={query} loading={<p className="tk-quiet">…</p>}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="tk-quiet">{t('none_of_this_day')}</p>
          ) : (
            <ul className="tk-ways">
              {rows.map((row) => (
                <li key={row.exception_id}>
                  <span className="tk-way-words">
                    <Link
                      className="tk-link"
                      to="/$workspace/reconciliation/exceptions/$exception_id"
                      params={{ workspace, exception_id: row.exception_id }}
                    >
                      {t(`types.${row.type}`)}: {t(`reasons.${row.reason}`)}
                    </Link>
                    {workspace === 'all' && (
                      <span className="tk-quiet tk-small"> {row.merchant_name}</span>
                    )}
                  </span>
                  <Money digits={row.difference} />
                  <StateBadge of="exception" state={row.state} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {day.strays !== null && day.strays > 0 && (
        <p>
          <Link
            className="tk-link"
            to="/$workspace/reconciliation/strays"
            params={{ workspace }}
            search={{ bank, day: day.day }}
          >
            {t('strays', { count: day.strays })}
          </Link>
        </p>
      )}
    </Section>
  );
}
