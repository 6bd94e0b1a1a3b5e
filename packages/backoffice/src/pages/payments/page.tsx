// The list of payments that people work in all day.
import '../../parts/story/story.css';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { AmountFilter, ManyFilter, OneFilter, TextFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { ReferenceBox } from '../../parts/reference-box.tsx';
import { type PaymentRow, usePaymentColumns } from './columns.tsx';
import { EmptyPayments } from './empty-payments.tsx';
import { Sum } from './sum.tsx';
import { PAYMENT_REASONS, PAYMENT_STATES } from './words.ts';
import { BankFilter } from '../../parts/bank-filter.tsx';

type Query = NonNullable<operations['listPayments']['parameters']['query']>;

const ASKED = [
  'state',
  'bank',
  'reason',
  'refunded',
  'least',
  'most',
  'customer_id',
  'token_id',
] as const;

export function PaymentsPage(): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('payments');
  const query = listQuery<Query>(search, ASKED);
  const columns = usePaymentColumns(workspace === 'all');
  return (
    <ListPage<PaymentRow>
      area="payments"
      views="payments"
      title={t('title')}
      columns={columns}
      rowId={(row) => row.payment_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/payments/$payment_id',
          params: { workspace, payment_id: row.payment_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/payments', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      concerns={(event) => event.kind === 'payment'}
      csv="payments.csv"
      filters={<Filters />}
      above={<Sum query={query} />}
      empty={<EmptyPayments />}
    />
  );
}

function Filters(): ReactNode {
  const { t } = useTranslation(['payments', 'story', 'states', 'reasons']);
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  return (
    <>
      <ReferenceBox />
      <div className="tk-pills">
        <RangePicker />
        <ManyFilter
          name="state"
          label={t('story:state')}
          choices={PAYMENT_STATES.map((value) => ({ value, label: t(`states:payment.${value}`) }))}
        />
        <AmountFilter label={t('story:amount')} />
        <OneFilter
          name="reason"
          label={t('story:reason')}
          choices={PAYMENT_REASONS.map((value) => ({ value, label: t(`reasons:${value}`) }))}
        />
        <OneFilter
          name="refunded"
          label={t('payments:refunded')}
          choices={(['none', 'part', 'all'] as const).map((value) => ({
            value,
            label: t(`payments:refunded_${value}`),
          }))}
        />
        <BankFilter />
        {workspace !== 'all' && <TextFilter name="customer_id" label={t('payments:customer_id')} />}
        {search['token_id'] !== undefined && (
          <TextFilter name="token_id" label={t('payments:token')} />
        )}
      </div>
    </>
  );
}
