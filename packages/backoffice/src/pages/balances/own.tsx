// A merchant's balances: what it is owed, and every account, now or as of the end of a day.
import { TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconScale } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { dayAfter, dayText, wibDay, wibStart } from '../../parts/instant.ts';
import { useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { Page } from '../../parts/page.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { Badge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { ACCOUNT_KINDS } from './chart.ts';
import { Owed } from './owed.tsx';
import { useAccountWords } from './words.ts';

export type Balances = Answer<'listBalances'>;
type Row = Balances['accounts'][number];

const REFRESH_MS = 30_000;

export function OwnBalances(): ReactNode {
  const { t } = useTranslation('balances');
  const { workspace } = useWorkspace();
  const [{ day }] = useListSearch();
  const query = useQuery({
    queryKey: [workspace, 'balances', day],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/balances', {
          params: {
            path: { workspace },
            query: day === undefined ? {} : { before: wibStart(dayAfter(day, 1)) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={t('title')} lead={t('lead')} actions={<AsOf />}>
      {day !== undefined && (
        <p className="tk-quiet tk-balances-as-of">
          {t('as_of_said', { day: dayText(day, spoken()) })}
        </p>
      )}
      <Loaded query={query}>{(balances) => <Shown balances={balances} />}</Loaded>
    </Page>
  );
}

function AsOf(): ReactNode {
  const { t } = useTranslation('balances');
  const [search, set] = useListSearch();
  return (
    <TextInput
      type="date"
      label={t('as_of')}
      size="sm"
      className="tk-balances-day"
      max={wibDay(gatewayNow())}
      value={search['day'] ?? ''}
      onChange={(event) => set({ day: event.currentTarget.value || undefined })}
    />
  );
}

function Shown({ balances }: { balances: Balances }): ReactNode {
  const { t } = useTranslation('balances');
  if (balances.accounts.length === 0) {
    return (
      <div className="tk-card">
        <Empty icon={IconScale} title={t('empty')}>
          <p>{t('empty_why')}</p>
        </Empty>
      </div>
    );
  }
  const place = ({ kind }: Row): number => ACCOUNT_KINDS.indexOf(kind);
  const on = (side: Row['side']): Row[] =>
    balances.accounts
      .filter((one) => one.side === side)
      .toSorted((one, other) => place(one) - place(other));
  return (
    <div className="tk-stack">
      <Owed balances={balances} />
      <Accounts title={t('owing')} rows={on('credit')} />
      <Accounts title={t('held')} rows={on('debit')} />
      <Difference difference={balances.difference} />
    </div>
  );
}

function Accounts({ title, rows }: { title: string; rows: readonly Row[] }): ReactNode {
  const { t } = useTranslation('balances');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  const words = useAccountWords();
  const total = rows.reduce((sum, one) => sum + BigInt(one.balance), 0n);
  return (
    <Section title={title} beside={<Money digits={`${total}`} weight="strong" />} flush>
      <div className="tk-table-cards">
        <table className="tk-table tk-table-list tk-balances-table" aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{t('account')}</th>
              <th scope="col">{t('moved')}</th>
              <th scope="col" className="tk-right">
                {t('balance')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { name, of } = words(row);
              return (
                <tr key={row.account} className="tk-row-link">
                  <td>
                    <div>
                      <Link
                        className="tk-row-target"
                        to="/$workspace/balances/$account"
                        params={{ workspace, account: row.account }}
                        search={
                          search['day'] === undefined
                            ? {}
                            : { range: `${search['day']}..${search['day']}` }
                        }
                      >
                        {name}
                      </Link>
                      {of !== null && <span className="tk-quiet"> · {of}</span>}
                      {row.clears && (
                        <>
                          {' '}
                          <span title={t('rests_why')}>
                            <Badge tone={row.balance === '0' ? 'still' : 'wait'}>
                              {t('rests')}
                            </Badge>
                          </span>
                        </>
                      )}
                      <span className="tk-balances-why">{t(`kinds_why.${row.kind}`)}</span>
                    </div>
                  </td>
                  <td data-label={t('moved')}>
                    <Time at={row.last_moved_at} as="ago" />
                  </td>
                  <td className="tk-right" data-label={t('balance')}>
                    <Money digits={row.balance} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Difference({ difference }: Pick<Balances, 'difference'>): ReactNode {
  const { t } = useTranslation('balances');
  const holds = difference === '0';
  const Icon = holds ? IconCircleCheck : IconAlertTriangle;
  return (
    <p className={`tk-note tk-tone-${holds ? 'good' : 'bad'}`} role={holds ? undefined : 'alert'}>
      <Icon size={18} aria-hidden />
      <span>{holds ? t('sum_holds') : t('sum_broken', { amount: rupiah(difference) })}</span>
    </p>
  );
}
