// The journals that move an account, newest first, page by page.
import { Button, Skeleton } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { Time } from '../../parts/time.tsx';
import { Change } from './change.tsx';
import { SubjectLink } from './subject-link.tsx';
import { useTemplateWords } from './words.ts';

type Query = NonNullable<operations['listMovements']['parameters']['query']>;

interface MovementsProps {
  account: string;
  query: Query;
}

export function Movements({ account, query }: MovementsProps): ReactNode {
  const { t } = useTranslation('balances');
  const { t: parts } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const templates = useTemplateWords();
  const found = useInfiniteQuery({
    queryKey: [workspace, 'balances', 'movements', account, query],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/balances/{account}/movements', {
          params: {
            path: { workspace, account },
            query: { ...query, limit: 50, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows);
  return (
    <Section title={t('movements')} flush>
      {rows === undefined && found.error !== null && (
        <PageError error={found.error} retry={() => void found.refetch()} />
      )}
      {rows === undefined && found.error === null && <Skeleton height={160} m={20} />}
      {rows?.length === 0 && (
        <Empty icon={IconListDetails} title={t('movements_none')}>
          <p>{t('movements_none_why')}</p>
        </Empty>
      )}
      {rows !== undefined && rows.length > 0 && (
        <div className="tk-table-cards">
          <table className="tk-table tk-table-list tk-movements" aria-label={t('movements')}>
            <thead>
              <tr>
                <th scope="col">{t('what')}</th>
                <th scope="col">{t('about')}</th>
                <th scope="col">{t('when')}</th>
                <th scope="col" className="tk-right">
                  {t('change')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.journal_no} className="tk-row-link">
                  <td>
                    <Link
                      className="tk-row-target"
                      to="/$workspace/balances/journals/$journal_no"
                      params={{ workspace, journal_no: `${row.journal_no}` }}
                    >
                      {templates(row.template)}
                    </Link>{' '}
                    <span className="tk-quiet tk-small">#{row.journal_no}</span>
                  </td>
                  <td data-label={t('about')}>
                    <SubjectLink subject={{ ...row.subject, name: null }} />
                  </td>
                  <td data-label={t('when')}>
                    <Time at={row.made_at} />
                  </td>
                  <td className="tk-right" data-label={t('change')}>
                    <Change digits={row.change} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.hasNextPage && (
        <div className="tk-list-older">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {parts('load_older')}
          </Button>
        </div>
      )}
    </Section>
  );
}
