// How long open differences have waited: a tile for each age, which leads to them.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Money } from '../../parts/money.tsx';

export function Ages({ bank }: { bank: string | undefined }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [workspace, 'exceptions', 'ages', bank],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/exceptions/ages', {
          params: { path: { workspace }, query: bank === undefined ? {} : { bank } },
          signal,
        }),
      ),
  });
  if (data === undefined) return <div className="tk-ages tk-ages-loading" aria-hidden />;
  const number = new Intl.NumberFormat(spoken());
  return (
    <>
      <ul className="tk-ages" aria-label={t('ages')}>
        {data.rows.map(({ age, count, rupiah }) => (
          <li key={age}>
            <Link
              className={`tk-card tk-age${count === 0 ? '' : ` tk-age-${age}`}`}
              to="/$workspace/reconciliation/exceptions"
              params={{ workspace }}
              search={{ state: 'open', age, ...(bank === undefined ? {} : { bank }) }}
            >
              <span className="tk-quiet">{t(`age_names.${age}`)}</span>
              <span className="tk-figure">{number.format(count)}</span>
              <span className="tk-small">
                {count === 0 ? (
                  <span className="tk-quiet">{t('nothing_open')}</span>
                ) : (
                  <Money digits={rupiah} weight="quiet" />
                )}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {data.more && <p className="tk-quiet tk-small">{t('age_more')}</p>}
    </>
  );
}
