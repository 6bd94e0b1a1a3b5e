// The audit: every act of every person, newest first, with before and after a click away.
import './audit.css';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { OneFilter, TextFilter } from '../../parts/filters.tsx';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { Time } from '../../parts/time.tsx';
import { EntryDetails } from './entry-details.tsx';
import { PersonFilter } from './person-filter.tsx';
import { Verify } from './verify.tsx';
import { useActChoices, useActWords } from './acts.ts';
import { Only } from '../nothing/no-access.tsx';

export type Entry = Answer<'listAudit'>['rows'][number];
type Query = NonNullable<operations['listAudit']['parameters']['query']>;

export function AuditPage(): ReactNode {
  return (
    <Only may="audit.view">
      <Entries />
    </Only>
  );
}

function Entries(): ReactNode {
  const { t } = useTranslation('audit');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [search] = useListSearch();
  const [shown, setShown] = useState<Entry>();
  const query = listQuery<Query>(search, ['act', 'operator_id', 'subject']);
  return (
    <>
      <ListPage<Entry>
        area="audit"
        title={t('title')}
        lead={t('lead')}
        columns={useColumns(setShown)}
        rowId={({ client_id, entry_no }) => `${client_id ?? ''}-${entry_no}`}
        query={query}
        load={(page, signal) =>
          ask(
            api.GET('/backoffice/api/{workspace}/audit', {
              params: { path: { workspace }, query: { ...query, ...page } },
              signal,
            }),
          )
        }
        csv="audit.csv"
        csvFor="audit.view"
        actions={<Verify />}
        filters={
          <>
            <RangePicker />
            <OneFilter name="act" label={t('act')} choices={useActChoices()} />
            {may('team.view') && <PersonFilter />}
            <TextFilter name="subject" label={t('subject')} />
          </>
        }
        empty={
          <Empty icon={IconHistory} title={t('empty')}>
            <p>{t('empty_why')}</p>
          </Empty>
        }
      />
      <EntryDetails entry={shown} onClose={() => setShown(undefined)} />
    </>
  );
}

function useColumns(show: (entry: Entry) => void): readonly Column<Entry>[] {
  const { t } = useTranslation('audit');
  const { t: shell } = useTranslation('shell');
  const { workspace } = useWorkspace();
  const words = useActWords();
  return [
    {
      key: 'act',
      label: t('act'),
      cell: (entry) => (
        <Button
          className="tk-audit-act"
          variant="transparent"
          size="compact-sm"
          aria-label={`${words(entry.act)}: ${t('details_of', { no: entry.entry_no })}`}
          onClick={() => show(entry)}
        >
          {words(entry.act)}
        </Button>
      ),
    },
    {
      key: 'subject',
      label: t('subject'),
      cell: ({ subject }) => <span className="tk-audit-subject tk-mono">{subject}</span>,
    },
    {
      key: 'person',
      label: t('person'),
      cell: ({ person, by }) =>
        person?.name ?? <span className="tk-quiet">{t(`by.${by as 'cli'}`)}</span>,
    },
    { key: 'at', label: t('at'), cell: ({ at }) => <Time at={at} /> },
    {
      key: 'reason',
      label: t('reason'),
      cell: ({ reason }) =>
        reason === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <span className="tk-audit-reason">{reason}</span>
        ),
    },
    {
      key: 'role',
      label: t('role'),
      extra: true,
      cell: ({ role }) => (role === null ? '–' : shell(`roles.${role as 'admin'}`)),
    },
    {
      key: 'address',
      label: t('address'),
      extra: true,
      cell: ({ address }) => <span className="tk-mono">{address ?? '–'}</span>,
    },
    {
      key: 'merchant',
      label: t('merchant'),
      extra: workspace !== 'all',
      cell: ({ client_id }) => <span className="tk-mono">{client_id ?? '–'}</span>,
    },
    { key: 'entry', label: t('entry'), align: 'right', cell: ({ entry_no }) => entry_no },
    {
      key: 'hash',
      label: t('hash'),
      extra: true,
      cell: ({ hash }) => <span className="tk-mono">{hash.slice(0, 12)}…</span>,
    },
  ];
}
