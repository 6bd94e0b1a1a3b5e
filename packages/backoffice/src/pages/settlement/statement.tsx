// The statement of a merchant and a day: a document that a finance clerk prints and hands to an auditor.
import './settlement.css';
import './statement.css';
import { Button } from '@mantine/core';
import {
  IconCalendarOff,
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconPrinter,
} from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Loaded } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { clockText, WIB } from '../../parts/instant.ts';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { longDay } from './account-name.tsx';
import { Accounts, Totals } from './batch-parts.tsx';
import { LinesTable, useLines } from './lines.tsx';
import { SettlementTabs } from './tabs.tsx';

type Statement = Answer<'getStatement'>;

/** Lines of a batch on paper; what is more is in the file. */
const PRINTED = 500;

export function StatementPage(): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <OneMerchant title={t('tabs.statement')} tabs={<SettlementTabs />}>
      <OfDay />
    </OneMerchant>
  );
}

function OfDay(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const { day } = useSearch({ from: '/signed-in/$workspace/settlement/statement' });
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'statement', day ?? 'latest'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/statement', {
          params: { path: { workspace }, query: day === undefined ? {} : { day } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title={t('tabs.statement')}
      actions={query.data !== undefined && <Acts statement={query.data} />}
    >
      <SettlementTabs />
      <Loaded query={query}>{(statement) => <Paper statement={statement} />}</Loaded>
    </Page>
  );
}

function Acts({ statement }: { statement: Statement }): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const { workspace } = useWorkspace();
  const may = useMay();
  const { day, before, next, batches } = statement;
  const path = `/backoffice/api/${encodeURIComponent(workspace)}/settlement/statement.csv`;
  return (
    <>
      <Step to={before} label={t('settlement:day_before')}>
        <IconChevronLeft size={16} aria-hidden />
      </Step>
      <Step to={next} label={t('settlement:day_after')}>
        <IconChevronRight size={16} aria-hidden />
      </Step>
      {may('export') && batches.length > 0 && (
        <Button
          component="a"
          href={`${path}?day=${day}`}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('parts:csv')}
        </Button>
      )}
      <Button
        leftSection={<IconPrinter size={16} aria-hidden />}
        disabled={batches.length === 0}
        onClick={() => window.print()}
      >
        {t('settlement:print')}
      </Button>
    </>
  );
}

/** To another day on which something was settled. */
function Step(props: { to: string | null; label: string; children: ReactNode }): ReactNode {
  const { to, label, children } = props;
  const { workspace } = useWorkspace();
  if (to === null) {
    return (
      <Button variant="default" aria-label={label} disabled>
        {children}
      </Button>
    );
  }
  return (
    <Button
      variant="default"
      aria-label={label}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/$workspace/settlement/statement"
          params={{ workspace }}
          search={{ day: to }}
          replace
        />
      )}
    >
      {children}
    </Button>
  );
}

function Paper({ statement }: { statement: Statement }): ReactNode {
  const { t } = useTranslation('settlement');
  const { day, batches } = statement;
  return (
    <article className="tk-card tk-paper" aria-label={t('statement_of', { day: longDay(day) })}>
      <header className="tk-paper-head">
        <div>
          <h2>{t('statement_title')}</h2>
          <p className="tk-paper-day">{longDay(day)}</p>
        </div>
        <dl className="tk-paper-facts">
          <div>
            <dt>{t('merchant')}</dt>
            <dd>{statement.merchant_name}</dd>
          </div>
          <div>
            <dt>{t('client_id')}</dt>
            <dd className="tk-mono">{statement.client_id}</dd>
          </div>
          <div>
            <dt>{t('zone')}</dt>
            <dd>{statement.zone}</dd>
          </div>
          <div>
            <dt>{t('made_at')}</dt>
            <dd>{clockText(statement.made_at, spoken(), WIB, 'seconds')} WIB</dd>
          </div>
        </dl>
      </header>
      {batches.length === 0 && (
        <Empty icon={IconCalendarOff} title={t('statement_none')}>
          <p>{t('statement_none_why')}</p>
        </Empty>
      )}
      {batches.map((one) => (
        <OfBatch key={one.batch.batch_id} of={one} />
      ))}
      {batches.length > 0 && <p className="tk-paper-foot">{t('statement_foot')}</p>}
    </article>
  );
}

function OfBatch({ of: { batch, accounts } }: { of: Statement['batches'][number] }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const { lines, hasNextPage } = useLines(batch.batch_id, PRINTED);
  return (
    <section className="tk-paper-batch">
      <h3>{bankName(batch.bank)}</h3>
      <p className="tk-quiet tk-small">
        {t('batch')}{' '}
        <Link
          className="tk-link tk-mono"
          to="/$workspace/settlement/batches/$batch_id"
          params={{ workspace, batch_id: batch.batch_id }}
        >
          {batch.batch_id.replaceAll('-', '')}
        </Link>
        {' · '}
        {t('run_items', { count: batch.items })}
      </p>
      <Totals batch={batch} />
      <h4>{t('accounts')}</h4>
      <Accounts accounts={accounts} />
      <h4>{t('lines')}</h4>
      {lines !== undefined && <LinesTable lines={lines} zone={WIB} />}
      {hasNextPage && <p className="tk-quiet">{t('lines_more', { count: PRINTED })}</p>}
    </section>
  );
}
