// One batch: its totals, what became of each account, and every line.
import '../../parts/story/story.css';
import './settlement.css';
import { Button } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { Money } from '../../parts/money.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { longDay } from './account-name.tsx';
import { Accounts, Totals } from './batch-parts.tsx';
import { LinesTable, useLines } from './lines.tsx';

type Whole = Answer<'getBatch'>;

export function BatchPage(): ReactNode {
  const { batch_id: batchId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'batch', batchId],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/batches/{batch_id}', {
          params: { path: { workspace, batch_id: batchId } },
          signal,
        }),
      ),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['settlement', 'story']);
  const { workspace } = useWorkspace();
  const { batch, accounts } = whole;
  return (
    <DetailPage
      title={`${longDay(batch.day)} · ${bankName(batch.bank)}`}
      back={<BackToList area="settlement/batches">{t('settlement:tabs.batches')}</BackToList>}
      heading={<Money digits={batch.net} weight="strong" />}
      state={<StateBadge of="batch" state={batch.state} size="lg" />}
      ids={
        <span className="tk-id">
          {t('settlement:batch')}{' '}
          <CopyText text={batch.batch_id.replaceAll('-', '')} what={t('settlement:batch')} />
        </span>
      }
      actions={<Acts batch={batch} />}
      side={
        <>
          <Section title={t('settlement:totals')}>
            <Totals batch={batch} />
          </Section>
          <Section title={t('story:facts')}>
            <Facts
              of={[
                [t('settlement:day'), longDay(batch.day)],
                [t('story:merchant'), workspace === 'all' ? batch.merchant_name : undefined],
                [t('story:bank'), bankName(batch.bank)],
                [t('settlement:items'), batch.items],
                [t('settlement:began_at'), <Time key="began" at={batch.began_at} as="full" />],
                [
                  t('settlement:booked_at'),
                  batch.booked_at === null ? undefined : (
                    <Time key="booked" at={batch.booked_at} as="full" />
                  ),
                ],
              ]}
            />
          </Section>
        </>
      }
    >
      <Section title={t('settlement:accounts')} flush={accounts.length > 0}>
        {accounts.length === 0 ? (
          <p className="tk-quiet">{t('settlement:accounts_later')}</p>
        ) : (
          <Accounts accounts={accounts} />
        )}
      </Section>
      <Lines batchId={batch.batch_id} />
    </DetailPage>
  );
}

function Acts({ batch }: Pick<Whole, 'batch'>): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const { workspace } = useWorkspace();
  const may = useMay();
  const path = `/backoffice/api/${encodeURIComponent(workspace)}/settlement/batches/${batch.batch_id}`;
  return (
    <>
      {may('export') && (
        <Button
          component="a"
          href={`${path}/lines.csv`}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('parts:csv')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} aria-hidden />}
        renderRoot={(props) => (
          <Link
            {...props}
            to="/$workspace/settlement/statement"
            params={{ workspace: batch.client_id }}
            search={{ day: batch.day }}
          />
        )}
      >
        {t('settlement:statement_open')}
      </Button>
    </>
  );
}

function Lines({ batchId }: { batchId: string }): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const { lines, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useLines(
    batchId,
    100,
  );
  return (
    <Section title={t('settlement:lines')} flush={lines !== undefined && lines.length > 0}>
      {lines === undefined && error !== null && (
        <PageError error={error} retry={() => void refetch()} />
      )}
      {lines?.length === 0 && <p className="tk-quiet">{t('settlement:lines_none')}</p>}
      {lines !== undefined && lines.length > 0 && <LinesTable lines={lines} />}
      {hasNextPage && (
        <div className="tk-list-older">
          <Button
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('parts:load_more')}
          </Button>
        </div>
      )}
    </Section>
  );
}
