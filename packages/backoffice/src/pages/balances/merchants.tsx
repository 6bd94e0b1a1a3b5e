// Balances of every merchant by kind of account, for people of the gateway.
import { IconBuildingStore } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { OneFilter } from '../../parts/filters.tsx';
import { useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { Page } from '../../parts/page.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { ACCOUNT_KINDS, type AccountKind } from './chart.ts';
import { LoadMore } from '../../parts/load-more.tsx';

type Row = Answer<'listMerchantBalances'>['rows'][number];
type Sums = Row['balances'];

const REFRESH_MS = 60_000;

export function MerchantBalances(): ReactNode {
  const { t } = useTranslation('balances');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  const kind = ACCOUNT_KINDS.find((one) => one === search['kind']);
  const query = useInfiniteQuery({
    queryKey: [workspace, 'merchant-balances', kind],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/merchant-balances', {
          params: {
            path: { workspace },
            query: {
              limit: 50,
              ...(kind === undefined ? {} : { kind }),
              ...(pageParam === null ? {} : { after: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const totals = query.data?.pages[0]?.totals;
  const shown = ACCOUNT_KINDS.filter(
    (one) =>
      (kind === undefined || one === kind) &&
      (one === kind ||
        totals?.some((sum) => sum.kind === one) === true ||
        rows?.some((row) => row.balances.some((sum) => sum.kind === one)) === true),
  );
  return (
    <Page title={t('title')} lead={t('lead_all')}>
      <div className="tk-list">
        <div className="tk-pills">
          <OneFilter
            name="kind"
            label={t('kind')}
            choices={ACCOUNT_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
        </div>
        {totals === null && <p className="tk-quiet">{t('totals_none')}</p>}
        <div className="tk-list-frame">
          {rows === undefined && query.error !== null && (
            <PageError error={query.error} retry={() => void query.refetch()} />
          )}
          {rows?.length === 0 && <Empty icon={IconBuildingStore} title={t('merchants_none')} />}
          {rows !== undefined && rows.length > 0 && (
            <Rows rows={rows} kinds={shown} totals={totals ?? null} />
          )}
          <LoadMore query={query} />
        </div>
      </div>
    </Page>
  );
}

interface RowsProps {
  rows: readonly Row[];
  kinds: readonly AccountKind[];
  totals: Sums | null;
}

function Rows({ rows, kinds, totals }: RowsProps): ReactNode {
  const { t } = useTranslation('balances');
  return (
    <div className="tk-list-scroll" role="region" aria-label={t('title')} tabIndex={0}>
      <table className="tk-table tk-table-list">
        <thead>
          <tr>
            <th scope="col">{t('merchant')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col" className="tk-right">
                {t(`kinds.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {totals !== null && (
            <tr className="tk-balances-total">
              <td>{t('totals')}</td>
              <Cells kinds={kinds} sums={totals} />
            </tr>
          )}
          {rows.map((row) => (
            <tr key={row.client_id} className="tk-row-link">
              <td>
                <Link
                  className="tk-row-target"
                  to="/$workspace/balances"
                  params={{ workspace: row.client_id }}
                >
                  {row.merchant_name}
                </Link>
              </td>
              <Cells kinds={kinds} sums={row.balances} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cells({ kinds, sums }: { kinds: readonly AccountKind[]; sums: Sums }): ReactNode {
  const { t } = useTranslation('balances');
  return kinds.map((kind) => {
    const sum = sums.find((one) => one.kind === kind);
    return (
      <td key={kind} className="tk-right" data-label={t(`kinds.${kind}`)}>
        {sum === undefined || sum.balance === '0' ? (
          <span className="tk-quiet">–</span>
        ) : (
          <Money digits={sum.balance} />
        )}
      </td>
    );
  });
}
