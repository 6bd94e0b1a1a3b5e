// What needs, or had, a second pair of eyes: what waits first, then everything, newest first.
import './approvals.css';
import { IconChecklist } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { OneFilter } from '../../parts/filters.tsx';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { type Approval, STATES } from './approval.ts';
import { Summary } from './summary.tsx';
import { Waiting } from './waiting.tsx';
import { Only } from '../nothing/no-access.tsx';

type Query = NonNullable<operations['listApprovals']['parameters']['query']>;

export function ApprovalsPage(): ReactNode {
  return (
    <Only may="approvals.view">
      <Approvals />
    </Only>
  );
}

function Approvals(): ReactNode {
  const { t } = useTranslation('approvals');
  const { t: states } = useTranslation('states');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  const query = listQuery<Query>(search, ['state']);
  return (
    <ListPage<Approval>
      area="approvals"
      title={t('title')}
      lead={t('lead')}
      columns={useColumns()}
      rowId={(one) => one.approval_id}
      rowLink={(one) =>
        linkOptions({
          to: '/$workspace/approvals/$approval_id',
          params: { workspace, approval_id: one.approval_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/approvals', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      concerns={(event) => event.kind === 'approval'}
      before={<Waiting />}
      filters={
        <>
          <RangePicker />
          <OneFilter
            name="state"
            label={t('state')}
            choices={STATES.map((value) => ({ value, label: states(`approval.${value}`) }))}
          />
        </>
      }
      empty={
        <Empty icon={IconChecklist} title={t('empty')}>
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function useColumns(): readonly Column<Approval>[] {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  return [
    { key: 'what', label: t('what'), cell: (one) => <Summary approval={one} /> },
    {
      key: 'state',
      label: t('state'),
      cell: ({ state }) => <StateBadge of="approval" state={state} />,
    },
    { key: 'asked_by', label: t('asked_by'), cell: (one) => one.asked_by.name },
    { key: 'asked_at', label: t('asked_at'), cell: (one) => <Time at={one.asked_at} /> },
    {
      key: 'decided_by',
      label: t('decided_by'),
      cell: (one) => one.decided_by?.name ?? <span className="tk-quiet">–</span>,
    },
    {
      key: 'decided_at',
      label: t('decided_at'),
      extra: true,
      cell: (one) => <Time at={one.decided_at} />,
    },
    {
      key: 'merchant',
      label: t('merchant'),
      extra: workspace !== 'all',
      cell: (one) => one.merchant_name ?? t('gateway'),
    },
  ];
}
