// Payouts: money on its way to the merchants' bank accounts, newest first.
import '../../parts/story/story.css';
import { IconCash } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { components, operations } from '../../api/types.gen.ts';
import { BankFilter } from '../../parts/bank-filter.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ManyFilter, OneFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { Money } from '../../parts/money.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { AccountName, DayOf } from './account-name.tsx';
import { SettlementTabs } from './tabs.tsx';
import { PAYOUT_STATES } from './words.ts';

type PayoutRow = components['schemas']['PayoutRow'];
type Query = NonNullable<operations['listPayouts']['parameters']['query']>;

export function PayoutsPage(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('settlement/payouts');
  const query = listQuery<Query>(search, ['state', 'bank', 'held']);
  const columns = useColumns(workspace === 'all');
  return (
    <ListPage<PayoutRow>
      area="payouts"
      title={t('tabs.payouts')}
      before={<SettlementTabs />}
      columns={columns}
      rowId={(row) => row.payout_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/settlement/payouts/$payout_id',
          params: { workspace, payout_id: row.payout_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/settlement/payouts', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      filters={<Filters />}
      empty={
        <Empty icon={IconCash} title={t('payouts_none')}>
          <p>{t('payouts_none_why')}</p>
        </Empty>
      }
    />
  );
}

function useColumns(all: boolean): Column<PayoutRow>[] {
  const { t } = useTranslation(['settlement', 'story']);
  return [
    {
      key: 'amount',
      label: t('story:amount'),
      align: 'right',
      cell: (row) => <Money digits={row.amount} />,
    },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: PayoutRow) => row.merchant_name,
          },
        ]
      : []),
    { key: 'account', label: t('settlement:account'), cell: (row) => <AccountName of={row} /> },
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => (
        <span className="tk-badges">
          <StateBadge of="payout" state={row.state} />
          {row.held && <Badge tone="unsure">{t('settlement:held')}</Badge>}
        </span>
      ),
    },
    {
      key: 'reason',
      label: t('story:reason'),
      cell: (row) =>
        row.reason === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <span className="tk-clip">{row.reason}</span>
        ),
    },
    { key: 'day', label: t('settlement:settled_day'), cell: (row) => <DayOf day={row.day} /> },
    { key: 'bank', label: t('settlement:paid_by'), cell: (row) => bankName(row.bank) },
    {
      key: 'changed',
      label: t('settlement:changed_at'),
      cell: (row) => <Time at={row.changed_at} />,
    },
    {
      key: 'reference',
      label: t('settlement:reference'),
      extra: true,
      cell: (row) => <CopyText text={row.reference} what={t('settlement:reference')} short />,
    },
  ];
}

function Filters(): ReactNode {
  const { t } = useTranslation(['settlement', 'story', 'states']);
  return (
    <div className="tk-pills">
      <RangePicker />
      <ManyFilter
        name="state"
        label={t('story:state')}
        choices={PAYOUT_STATES.map((value) => ({ value, label: t(`states:payout.${value}`) }))}
      />
      <OneFilter
        name="held"
        label={t('settlement:held')}
        choices={[{ value: 'yes', label: t('settlement:held_only') }]}
      />
      <BankFilter />
    </div>
  );
}
