// The calls of the API, newest first.
import { IconListDetails, IconRepeat } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { components, operations } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OneFilter, TextFilter } from '../../parts/filters.tsx';
import { lengthText } from '../../parts/instant.ts';
import { type Column, ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { Status } from './status.tsx';
import { Only } from '../nothing/no-access.tsx';

type Call = components['schemas']['CallRow'];
type Query = NonNullable<operations['listCalls']['parameters']['query']>;

const OUTCOMES = ['ok', 'refused', 'failed'] as const;
const ENDPOINTS = [
  'token',
  'tokens',
  'token-delete',
  'payment',
  'payment/validate',
  'payment-otp',
  'payment-refund',
  'orders-status',
] as const;
const SIGNATURES = ['right', 'wrong', 'unknown'] as const;

export function RequestsPage(): ReactNode {
  return (
    <Only may="requests.view">
      <Requests />
    </Only>
  );
}

function Requests(): ReactNode {
  const { t } = useTranslation('requests');
  const { t: states } = useTranslation('states');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  const query = listQuery<Query>(search, [
    'outcome',
    'code',
    'endpoint',
    'signature',
    'request_id',
  ]);
  return (
    <ListPage<Call>
      area="requests"
      views="requests"
      title={t('title')}
      lead={t('lead')}
      columns={useColumns()}
      rowId={(call) => call.call_id}
      rowLink={(call) =>
        linkOptions({
          to: '/$workspace/requests/$call_id',
          params: { workspace, call_id: call.call_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/requests', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      // Every call that changes something is heard of by what it changed.
      concerns={() => true}
      filters={
        <>
          <RangePicker />
          <OneFilter
            name="outcome"
            label={t('outcome')}
            choices={OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
          />
          <OneFilter
            name="signature"
            label={t('signature')}
            choices={SIGNATURES.map((value) => ({ value, label: states(`signature.${value}`) }))}
          />
          <TextFilter name="code" label={t('code')} />
          <OneFilter
            name="endpoint"
            label={t('endpoint')}
            choices={ENDPOINTS.map((value) => ({ value, label: t(`endpoints.${value}`) }))}
          />
          <TextFilter name="request_id" label={t('request_id')} />
        </>
      }
      empty={
        <Empty icon={IconListDetails} title={t('empty')}>
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function useColumns(): readonly Column<Call>[] {
  const { t } = useTranslation('requests');
  const { workspace } = useWorkspace();
  return [
    {
      key: 'call',
      label: t('call'),
      cell: ({ method, path }) => (
        <span className="tk-mono">
          <span className="tk-quiet">{method}</span> {path}
        </span>
      ),
    },
    {
      key: 'status',
      label: t('status'),
      cell: ({ status, replayed }) => (
        <span className="tk-together">
          <Status status={status} />
          {replayed && (
            <Badge tone="still" icon={IconRepeat}>
              {t('replayed')}
            </Badge>
          )}
        </span>
      ),
    },
    {
      key: 'code',
      label: t('code'),
      cell: ({ code }) =>
        code === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <span className="tk-mono">{code}</span>
        ),
    },
    {
      key: 'signature',
      label: t('signature'),
      cell: ({ signature }) => <StateBadge of="signature" state={signature} />,
    },
    { key: 'at', label: t('at'), cell: ({ at }) => <Time at={at} /> },
    {
      key: 'took',
      label: t('took'),
      align: 'right',
      cell: ({ took_ms }) => lengthText(took_ms, spoken()),
    },
    {
      key: 'request_id',
      label: t('request_id'),
      cell: ({ request_id }) =>
        request_id === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <CopyText text={request_id} what={t('request_id')} short />
        ),
    },
    {
      key: 'merchant',
      label: t('merchant'),
      extra: workspace !== 'all',
      cell: ({ merchant_name }) => merchant_name,
    },
    {
      key: 'address',
      label: t('address'),
      extra: true,
      cell: ({ address }) => <span className="tk-mono">{address ?? '–'}</span>,
    },
  ];
}
