// The queue of differences with the banks: what is open first, by how long it has waited.
import '../../parts/story/story.css';
import './reconciliation.css';
import { IconArrowsExchange } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { components, operations } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { BankFilter } from '../../parts/bank-filter.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ManyFilter, OneFilter, TextFilter } from '../../parts/filters.tsx';
import { dayText } from '../../parts/instant.ts';
import { useRememberedList } from '../../parts/list-back.tsx';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Only } from '../nothing/no-access.tsx';
import { Ages } from './ages.tsx';
import { Tabs } from './tabs.tsx';
import { AGES, EXCEPTION_STATES, REASONS, TYPES } from './words.ts';

type Row = components['schemas']['ExceptionRow'];
type Query = NonNullable<operations['listExceptions']['parameters']['query']>;

export function ExceptionsPage(): ReactNode {
  return (
    <Only may="money.view">
      <Exceptions />
    </Only>
  );
}

function Exceptions(): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('reconciliation/exceptions');
  const query = listQuery<Query>(search, ['state', 'reason', 'type', 'age', 'bank', 'day']);
  const columns = useColumns(workspace === 'all');
  return (
    <ListPage<Row>
      area="exceptions"
      title={t('exceptions')}
      columns={columns}
      rowId={(row) => row.exception_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/reconciliation/exceptions/$exception_id',
          params: { workspace, exception_id: row.exception_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/exceptions', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      csv="exceptions.csv"
      before={
        <>
          <Tabs at="exceptions" />
          <Ages bank={search['bank']} />
        </>
      }
      filters={<Filters />}
      empty={
        <Empty icon={IconArrowsExchange} title={t('empty')}>
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function useColumns(all: boolean): Column<Row>[] {
  const { t } = useTranslation('reconciliation');
  return [
    { key: 'reason', label: t('reason'), cell: (row) => t(`reasons.${row.reason}`) },
    ...(all
      ? [{ key: 'merchant', label: t('merchant'), cell: (row: Row) => row.merchant_name }]
      : []),
    {
      key: 'state',
      label: t('state'),
      cell: (row) => <StateBadge of="exception" state={row.state} />,
    },
    { key: 'type', label: t('type'), cell: (row) => t(`types.${row.type}`) },
    { key: 'day', label: t('day'), cell: (row) => dayText(row.day, spoken()) },
    {
      key: 'bank_amount',
      label: t('of_bank'),
      align: 'right',
      cell: (row) => <Money digits={row.amount} />,
    },
    {
      key: 'our_amount',
      label: t('of_ours'),
      align: 'right',
      cell: (row) => <Money digits={row.expected} />,
    },
    {
      key: 'difference',
      label: t('difference'),
      align: 'right',
      cell: (row) => <Money digits={row.difference} weight="strong" />,
    },
    { key: 'opened', label: t('opened'), cell: (row) => <Time at={row.opened_at} as="ago" /> },
    {
      key: 'resolution',
      label: t('resolution'),
      extra: true,
      cell: (row) =>
        row.resolution === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          t(`resolutions.${row.resolution}`)
        ),
    },
    {
      key: 'in_suspense',
      label: t('in_suspense'),
      align: 'right',
      extra: true,
      cell: (row) => <Money digits={row.in_suspense} />,
    },
    { key: 'bank', label: t('bank'), extra: true, cell: (row) => bankName(row.bank) },
    {
      key: 'exception_id',
      label: t('exception_id'),
      extra: true,
      cell: (row) => <span className="tk-mono">{row.exception_id}</span>,
    },
  ];
}

function Filters(): ReactNode {
  const { t } = useTranslation(['reconciliation', 'states']);
  return (
    <div className="tk-pills">
      <RangePicker />
      <OneFilter
        name="state"
        label={t('reconciliation:state')}
        choices={EXCEPTION_STATES.map((value) => ({
          value,
          label: t(`states:exception.${value}`),
        }))}
      />
      <ManyFilter
        name="reason"
        label={t('reconciliation:reason')}
        choices={REASONS.map((value) => ({ value, label: t(`reconciliation:reasons.${value}`) }))}
      />
      <ManyFilter
        name="type"
        label={t('reconciliation:type')}
        choices={TYPES.map((value) => ({ value, label: t(`reconciliation:types.${value}`) }))}
      />
      <OneFilter
        name="age"
        label={t('reconciliation:age')}
        choices={AGES.map((value) => ({ value, label: t(`reconciliation:age_names.${value}`) }))}
      />
      <TextFilter name="day" label={t('reconciliation:day')} />
      <BankFilter />
    </div>
  );
}
