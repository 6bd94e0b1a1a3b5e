// Reconciliation by days: each day of a bank with how far it is, what differs, and what is to be done.
import '../../parts/story/story.css';
import './reconciliation.css';
import { Button, SegmentedControl } from '@mantine/core';
import { IconCalendarOff, IconFileImport } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Empty } from '../../parts/empty.tsx';
import { dayText } from '../../parts/instant.ts';
import { useListSearch } from '../../parts/list-search.ts';
import { Loaded } from '../../parts/detail-page.tsx';
import { Page } from '../../parts/page.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Only } from '../nothing/no-access.tsx';
import { Ages } from './ages.tsx';
import { DayRows } from './day-rows.tsx';
import { Bring } from './bring.tsx';
import { Tabs } from './tabs.tsx';

export function ReconciliationPage(): ReactNode {
  return (
    <Only may="money.view">
      <Days />
    </Only>
  );
}

function Days(): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [search, setSearch] = useListSearch();
  const { bank } = search;
  const [bringing, setBringing] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [workspace, 'reconciliation', 'days', bank],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/reconciliation/days', {
          params: {
            path: { workspace },
            query: {
              ...(bank === undefined ? {} : { bank }),
              ...(pageParam === null ? {} : { before: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Workers match within minutes, and nothing tells the page.
    refetchInterval: 30_000,
  });
  const operates = workspace === 'all' && may('settlement.operate');
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        operates && (
          <Button leftSection={<IconFileImport size={16} />} onClick={() => setBringing(true)}>
            {t('bring')}
          </Button>
        )
      }
    >
      <Tabs at="days" />
      <Ages bank={bank} />
      <Loaded query={query}>
        {({ pages }) => {
          const [first] = pages;
          const rows = pages.flatMap((one) => one.rows);
          if (first === undefined) return null;
          return (
            <>
              {first.banks.length > 1 && (
                <SegmentedControl
                  mb="md"
                  aria-label={t('bank')}
                  data={first.banks.map((value) => ({ value, label: bankName(value) }))}
                  value={first.bank}
                  onChange={(value) => setSearch({ bank: value })}
                />
              )}
              <div className="tk-card">
                {rows.length === 0 ? (
                  <Empty icon={IconCalendarOff} title={t('no_days')}>
                    <p>{t('no_days_why')}</p>
                  </Empty>
                ) : (
                  <>
                    <DayRows bank={first.bank} rows={rows} />
                    <div className="tk-day-foot">
                      {query.hasNextPage ? (
                        <Button
                          variant="default"
                          loading={query.isFetchingNextPage}
                          onClick={() => void query.fetchNextPage()}
                        >
                          {t('older')}
                        </Button>
                      ) : (
                        <p className="tk-quiet tk-small">
                          {first.first !== null &&
                            t('first_day', { day: dayText(first.first, spoken()) })}
                        </p>
                      )}
                    </div>
                  </>
                )}
              </div>
              {operates && (
                <Bring
                  bank={first.bank}
                  banks={first.banks}
                  day={rows.findLast((one) => one.state === 'missing')?.day}
                  opened={bringing}
                  onClose={() => setBringing(false)}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
