// The list of refunds.
import '../../parts/story/story.css';
import { IconArrowBackUp } from '@tabler/icons-react';
import { Link, linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { AmountFilter, ManyFilter, OneFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { BankFilter } from '../../parts/bank-filter.tsx';
import { ReferenceBox } from '../../parts/reference-box.tsx';
import { type RefundRow, useRefundColumns } from './columns.tsx';
import { REFUND_KINDS, REFUND_STATES } from './words.ts';

type Query = NonNullable<operations['listRefunds']['parameters']['query']>;

export function RefundsPage(): ReactNode {
  const { t } = useTranslation('refunds');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('refunds');
  const query = listQuery<Query>(search, ['state', 'kind', 'bank', 'least', 'most']);
  const columns = useRefundColumns(workspace === 'all');
  return (
    <ListPage<RefundRow>
      area="refunds"
      views="refunds"
      title={t('title')}
      columns={columns}
      rowId={(row) => row.refund_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/refunds/$refund_id',
          params: { workspace, refund_id: row.refund_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/refunds', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      concerns={(event) => event.kind === 'refund'}
      csv="refunds.csv"
      filters={<Filters />}
      empty={
        <Empty
          icon={IconArrowBackUp}
          title={t('empty')}
          action={
            <Link
              className="tk-link"
              to="/$workspace/payments"
              params={{ workspace }}
              search={{ state: 'succeeded' }}
            >
              {t('empty_do')}
            </Link>
          }
        >
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function Filters(): ReactNode {
  const { t } = useTranslation(['refunds', 'story', 'states']);
  return (
    <>
      <ReferenceBox />
      <div className="tk-pills">
        <RangePicker />
        <ManyFilter
          name="state"
          label={t('story:state')}
          choices={REFUND_STATES.map((value) => ({ value, label: t(`states:refund.${value}`) }))}
        />
        <OneFilter
          name="kind"
          label={t('refunds:kind')}
          choices={REFUND_KINDS.map((value) => ({ value, label: t(`refunds:kinds.${value}`) }))}
        />
        <AmountFilter label={t('story:amount')} />
        <BankFilter />
      </div>
    </>
  );
}
