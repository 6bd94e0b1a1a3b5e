// Batches: what was settled, latest day first.
import '../../parts/story/story.css';
import { Button, TextInput } from '@mantine/core';
import { IconCash } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import { type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { components, operations } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { BankFilter } from '../../parts/bank-filter.tsx';
import { Empty } from '../../parts/empty.tsx';
import { FilterPill, OneFilter, TextFilter } from '../../parts/filters.tsx';
import { dayText } from '../../parts/instant.ts';
import { useRememberedList } from '../../parts/list-back.tsx';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { DayOf } from './account-name.tsx';
import { SettlementTabs } from './tabs.tsx';
import { minus } from './sums.ts';
import { BATCH_STATES } from './words.ts';

export type BatchRow = components['schemas']['BatchRow'];
type Query = NonNullable<operations['listBatches']['parameters']['query']>;

export function BatchesPage(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('settlement/batches');
  const query = listQuery<Query>(search, ['bank', 'day', 'state', 'client_id']);
  const columns = useColumns(workspace === 'all');
  return (
    <ListPage<BatchRow>
      area="batches"
      title={t('tabs.batches')}
      before={<SettlementTabs />}
      columns={columns}
      rowId={(row) => row.batch_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/settlement/batches/$batch_id',
          params: { workspace, batch_id: row.batch_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/settlement/batches', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      filters={<Filters />}
      empty={
        <Empty icon={IconCash} title={t('batches_none')}>
          <p>{t('batches_none_why')}</p>
        </Empty>
      }
    />
  );
}

function useColumns(all: boolean): Column<BatchRow>[] {
  const { t } = useTranslation(['settlement', 'story']);
  const sum = (name: 'gross' | 'net'): Column<BatchRow> => ({
    key: name,
    label: t(`settlement:sums.${name}`),
    align: 'right',
    cell: (row) => <Money digits={row[name]} />,
  });
  const off = (name: 'fees' | 'refunds'): Column<BatchRow> => ({
    key: name,
    label: t(`settlement:sums.${name}`),
    align: 'right',
    cell: (row) => <Money digits={row[name] === '0' ? null : minus(row[name])} />,
  });
  return [
    { key: 'day', label: t('settlement:day'), cell: (row) => <DayOf day={row.day} /> },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: BatchRow) => row.merchant_name,
          },
        ]
      : []),
    { key: 'bank', label: t('story:bank'), cell: (row) => bankName(row.bank) },
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => <StateBadge of="batch" state={row.state} />,
    },
    {
      key: 'items',
      label: t('settlement:items'),
      align: 'right',
      cell: (row) => row.items,
    },
    sum('gross'),
    off('fees'),
    off('refunds'),
    sum('net'),
    {
      key: 'ordered',
      label: t('settlement:ordered'),
      align: 'right',
      cell: (row) => <Money digits={row.ordered === '0' ? null : row.ordered} />,
    },
    {
      key: 'payouts',
      label: t('settlement:tabs.payouts'),
      cell: (row) =>
        row.payout_states.length === 0 ? (
          <span className="tk-quiet">–</span>
        ) : (
          <span className="tk-badges">
            {row.payout_states.map((state) => (
              <StateBadge key={state} of="payout" state={state} />
            ))}
          </span>
        ),
    },
    {
      key: 'booked',
      label: t('settlement:booked_at'),
      extra: true,
      cell: (row) => <Time at={row.booked_at} />,
    },
  ];
}

function Filters(): ReactNode {
  const { t } = useTranslation(['settlement', 'story', 'states']);
  const { workspace } = useWorkspace();
  return (
    <div className="tk-pills">
      <DayFilter />
      <OneFilter
        name="state"
        label={t('story:state')}
        choices={BATCH_STATES.map((value) => ({ value, label: t(`states:batch.${value}`) }))}
      />
      <BankFilter />
      {workspace === 'all' && <TextFilter name="client_id" label={t('settlement:client_id')} />}
    </div>
  );
}

/** One day of WIB. */
function DayFilter(): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const [search, set] = useListSearch();
  const { day } = search;
  const submit = (event: FormEvent<HTMLFormElement>, close: () => void): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('day');
    set({ day: typeof typed === 'string' && typed !== '' ? typed : undefined });
    close();
  };
  return (
    <FilterPill
      label={t('settlement:day')}
      chosen={day === undefined ? undefined : dayText(day, spoken())}
      onClear={() => set({ day: undefined })}
    >
      {(close) => (
        <form className="tk-pill-form" onSubmit={(event) => submit(event, close)}>
          <TextInput
            type="date"
            name="day"
            aria-label={t('settlement:day')}
            defaultValue={day ?? ''}
          />
          <Button type="submit">{t('parts:apply')}</Button>
        </form>
      )}
    </FilterPill>
  );
}
