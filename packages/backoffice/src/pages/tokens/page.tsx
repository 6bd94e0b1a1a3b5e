// The list of tokens: accounts that customers have bound.
import '../../parts/story/story.css';
import { IconLink } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { ManyFilter, TextFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { BankFilter } from '../../parts/bank-filter.tsx';
import { ReferenceBox } from '../../parts/reference-box.tsx';
import { type TokenRow, useTokenColumns } from './columns.tsx';
import { TOKEN_STATES } from './words.ts';

type Query = NonNullable<operations['listTokens']['parameters']['query']>;

export function TokensPage(): ReactNode {
  const { t } = useTranslation('tokens');
  const { workspace } = useWorkspace();
  const [search] = useListSearch();
  useRememberedList('tokens');
  const query = listQuery<Query>(search, ['state', 'bank', 'customer_id']);
  const columns = useTokenColumns(workspace === 'all');
  return (
    <ListPage<TokenRow>
      area="tokens"
      views="tokens"
      title={t('title')}
      columns={columns}
      rowId={(row) => row.token_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/tokens/$token_id',
          params: { workspace, token_id: row.token_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/tokens', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      concerns={(event) => event.kind === 'token'}
      csv="tokens.csv"
      filters={<Filters />}
      empty={
        <Empty icon={IconLink} title={t('empty')}>
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function Filters(): ReactNode {
  const { t } = useTranslation(['payments', 'story', 'states']);
  const { workspace } = useWorkspace();
  return (
    <>
      <ReferenceBox />
      <div className="tk-pills">
        <RangePicker />
        <ManyFilter
          name="state"
          label={t('story:state')}
          choices={TOKEN_STATES.map((value) => ({ value, label: t(`states:token.${value}`) }))}
        />
        {workspace !== 'all' && <TextFilter name="customer_id" label={t('payments:customer_id')} />}
        <BankFilter />
      </div>
    </>
  );
}
