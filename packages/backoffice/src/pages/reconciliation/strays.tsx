// Lines of a bank's statements that are nobody's, and how they find their merchant. For people of the gateway.
import '../../parts/story/story.css';
import './reconciliation.css';
import { Button, SegmentedControl } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useSession } from '../../api/session.ts';
import type { components } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Loaded } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { dayText } from '../../parts/instant.ts';
import { useListSearch } from '../../parts/list-search.ts';
import { MerchantSelect } from '../../parts/merchant-select.tsx';
import { Money } from '../../parts/money.tsx';
import { Page } from '../../parts/page.tsx';
import { Time } from '../../parts/time.tsx';
import { NoAccess, Only } from '../nothing/no-access.tsx';
import { Tabs } from './tabs.tsx';

type Stray = components['schemas']['StrayRow'];

export function StraysPage(): ReactNode {
  const { workspaces } = useSession();
  const ofGateway = workspaces.some((one) => one.workspace === 'all');
  return ofGateway ? (
    <Only may="money.view">
      <Strays />
    </Only>
  ) : (
    <NoAccess />
  );
}

function Strays(): ReactNode {
  const { t } = useTranslation('reconciliation');
  const [search, setSearch] = useListSearch();
  const state = search['state'] === 'found' ? 'found' : 'open';
  const { bank, day } = search;
  const query = useInfiniteQuery({
    queryKey: ['all', 'strays', state, bank, day],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/reconciliation/strays', {
          params: {
            query: {
              state,
              ...(bank === undefined ? {} : { bank }),
              ...(day === undefined ? {} : { day }),
              ...(pageParam === null ? {} : { after: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return (
    <Page title={t('strays')} lead={t('strays_lead')}>
      <Tabs at="strays" />
      <SegmentedControl
        mb="md"
        aria-label={t('state')}
        data={[
          { value: 'open', label: t('strays_open') },
          { value: 'found', label: t('strays_found') },
        ]}
        value={state}
        onChange={(value) => setSearch({ state: value === 'found' ? value : undefined })}
      />
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return (
            <div className="tk-card">
              {rows.length === 0 ? (
                <Empty icon={IconUserQuestion} title={t('strays_none')}>
                  <p>{t('strays_none_why')}</p>
                </Empty>
              ) : (
                <Rows bank={pages[0]?.bank ?? ''} rows={rows} />
              )}
              {query.hasNextPage && (
                <div className="tk-day-foot">
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t('load_more')}
                  </Button>
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Rows({ bank, rows }: { bank: string; rows: readonly Stray[] }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const may = useMay();
  const [giving, setGiving] = useState<Stray>();
  return (
    <>
      <div className="tk-scroll" role="region" aria-label={t('strays')} tabIndex={0}>
        <table className="tk-table tk-table-plain">
          <thead>
            <tr>
              <th scope="col">{t('partner')}</th>
              <th scope="col">{t('line')}</th>
              <th scope="col">{t('type')}</th>
              <th scope="col" className="tk-right">
                {t('amount')}
              </th>
              <th scope="col">{t('time')}</th>
              <th scope="col">{t('merchant')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.statement_id} ${row.line}`}>
                <th scope="row">
                  <span className="tk-mono">{row.partner}</span>
                  <br />
                  <span className="tk-quiet tk-small">{t(`stray_reasons.${row.reason}`)}</span>
                </th>
                <td>{t('line_of', { line: row.line, day: dayText(row.day, spoken()) })}</td>
                <td>{t(`types.${row.type}`)}</td>
                <td className="tk-right">
                  <Money digits={row.amount} />
                </td>
                <td>
                  <Time at={row.at} />
                </td>
                <td>
                  {row.found !== null ? (
                    <>
                      {row.found.merchant_name}{' '}
                      <span className="tk-quiet tk-small">
                        {t('found_at')} <Time at={row.found.at} as="ago" />
                      </span>
                    </>
                  ) : row.reason === 'unknown_partner' && may('settlement.operate') ? (
                    <Button variant="default" size="compact-sm" onClick={() => setGiving(row)}>
                      {t('assign')}
                    </Button>
                  ) : (
                    <span className="tk-quiet">–</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Give bank={bank} stray={giving} onClose={() => setGiving(undefined)} />
    </>
  );
}

interface GiveProps {
  bank: string;
  stray: Stray | undefined;
  onClose: () => void;
}

function Give({ bank, stray, onClose }: GiveProps): ReactNode {
  const { t } = useTranslation('reconciliation');
  const [clientId, setClientId] = useState<string | null>(null);
  const partner = stray?.partner ?? '';
  return (
    <ConfirmAct
      opened={stray !== undefined}
      onClose={onClose}
      title={t('assign_title', { partner })}
      confirm={t('assign')}
      said={t('assign_said')}
      ready={clientId !== null}
      act={(reason) => {
        if (clientId === null) throw new Error('it is not ready');
        return ask(
          api.POST('/backoffice/api/reconciliation/partners', {
            body: { bank, partner, client_id: clientId, reason },
          }),
        );
      }}
      onDone={() => setClientId(null)}
    >
      <p>{t('assign_what')}</p>
      <MerchantSelect label={t('assign_to')} value={clientId} onChange={setClientId} />
    </ConfirmAct>
  );
}
