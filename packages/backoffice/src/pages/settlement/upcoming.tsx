// What comes next: what waits to be settled, for each merchant and bank, when it is due, and why something stays.
import { IconAlertTriangle, IconCircleCheck, IconLoader2 } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Money } from '../../parts/money.tsx';
import { Page } from '../../parts/page.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { AccountName, DayOf } from './account-name.tsx';
import { PreviewCard } from './preview-card.tsx';
import { RunDay } from './run-day.tsx';
import { minus } from './sums.ts';
import { SettlementTabs } from './tabs.tsx';
import { LoadMore } from '../../parts/load-more.tsx';

type Upcoming = Answer<'listUpcoming'>;
type Row = Upcoming['rows'][number];

export function UpcomingPage(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const may = useMay();
  const query = useInfiniteQuery({
    queryKey: [workspace, 'settlement', 'upcoming'],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/upcoming', {
          params: {
            path: { workspace },
            query: { limit: 50, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const newest = query.data?.pages[0];
  return (
    <Page
      title={t('tabs.upcoming')}
      lead={
        newest === undefined ? (
          t('upcoming_lead')
        ) : (
          <>
            {t('next_run')} <Time at={newest.next_run.at} />.
          </>
        )
      }
      actions={may('settlement.operate') && newest !== undefined && <RunDay today={newest.today} />}
    >
      <SettlementTabs />
      <Loaded query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return (
            <div className="tk-stack">
              {rows.length === 0 && <Nothing />}
              {rows.map((row) => (
                <Waiting
                  key={`${row.client_id} ${row.bank}`}
                  row={row}
                  next={pages[0]?.next_run.day ?? ''}
                />
              ))}
              <LoadMore query={query} />
              {workspace !== 'all' && <PreviewCard />}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Nothing(): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-card">
      <Empty icon={IconCircleCheck} title={t('nothing_waits')}>
        <p>{t('nothing_waits_why')}</p>
      </Empty>
    </div>
  );
}

function Waiting({ row, next }: { row: Row; next: string }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const name = bankName(row.bank);
  const soon = row.due
    .filter(({ day }) => day <= next)
    .reduce((sum, { net }) => sum + BigInt(net), 0n);
  const left = row.carried.reduce((sum, { balance }) => sum + BigInt(balance), 0n);
  return (
    <Section
      title={
        workspace === 'all' ? (
          <>
            <Link
              className="tk-link"
              to="/$workspace/settlement"
              params={{ workspace: row.client_id }}
            >
              {row.merchant_name}
            </Link>{' '}
            · {name}
          </>
        ) : (
          name
        )
      }
      beside={
        <Link
          className="tk-link tk-small"
          to="/$workspace/settlement/terms"
          params={{ workspace: row.client_id }}
        >
          {t('agreed', { count: row.working_days })}
        </Link>
      }
    >
      <div className="tk-stack">
        {row.stopped_by !== null && (
          <div className="tk-note tk-tone-bad" role="alert">
            <IconAlertTriangle size={18} aria-hidden />
            <p>{t(`stopped.${row.stopped_by}`)}</p>
          </div>
        )}
        {row.collecting !== null && <Collecting batch={row.collecting} />}
        <dl className="tk-figures">
          <Figure name={t('figures.next')} digits={`${soon}`} note={t('figures.next_why')} />
          <Figure name={t('figures.unseen')} digits={row.unseen} note={t('figures.unseen_why')} />
          <Figure name={t('figures.left')} digits={`${left}`} note={t('figures.left_why')} />
        </dl>
        {row.due.length > 0 && <Due row={row} next={next} />}
        {row.carried.length > 0 && <Carried row={row} />}
      </div>
    </Section>
  );
}

function Collecting({ batch }: { batch: NonNullable<Row['collecting']> }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  return (
    <div className="tk-note tk-tone-wait">
      <IconLoader2 size={18} aria-hidden />
      <p>
        {t('collecting')}{' '}
        <Link
          className="tk-link"
          to="/$workspace/settlement/batches/$batch_id"
          params={{ workspace, batch_id: batch.batch_id }}
        >
          {t('batch_open')}
        </Link>
      </p>
    </div>
  );
}

function Figure(props: { name: string; digits: string; note: string }): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <Money digits={props.digits} weight="strong" />
        <span className="tk-quiet tk-small">{props.note}</span>
      </dd>
    </div>
  );
}

function Due({ row, next }: { row: Row; next: string }): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-scroll" role="region" aria-label={t('due')} tabIndex={0}>
      <table className="tk-table tk-table-plain">
        <thead>
          <tr>
            <th scope="col">{t('due')}</th>
            <th scope="col" className="tk-right">
              {t('items')}
            </th>
            {(['gross', 'fees', 'refunds', 'net'] as const).map((one) => (
              <th key={one} scope="col" className="tk-right">
                {t(`sums.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row.due.map((one) => (
            <tr key={one.day}>
              <td>
                <DayOf day={one.day} />
                {one.day < next && <span className="tk-second-line">{t('with_next')}</span>}
              </td>
              <td className="tk-right">{one.items}</td>
              <td className="tk-right">
                <Money digits={one.gross} />
              </td>
              <td className="tk-right">
                <Money digits={minus(one.fees)} />
              </td>
              <td className="tk-right">
                <Money digits={minus(one.refunds)} />
              </td>
              <td className="tk-right">
                <Money digits={one.net} weight="strong" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Carried({ row }: { row: Row }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  return (
    <div>
      <h3 className="tk-small-title">{t('carried_title')}</h3>
      <ul className="tk-balances">
        {row.carried.map((one) => (
          <li key={one.account}>
            <AccountName of={one} />
            <Money digits={one.balance} weight="strong" />
            <span className="tk-quiet">
              {t(`unpaid.${one.why}`)}{' '}
              {one.why === 'held' && (
                <Link
                  className="tk-link"
                  to="/$workspace/settlement/payouts"
                  params={{ workspace }}
                  search={{ held: 'yes' }}
                >
                  {t('held_see')}
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
