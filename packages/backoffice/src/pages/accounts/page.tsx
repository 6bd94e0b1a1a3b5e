// The list of bank accounts: a merchant's own, or those of every merchant.
import { Button } from '@mantine/core';
import { IconPlus, IconWallet } from '@tabler/icons-react';
import { linkOptions } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { ManyFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { Only } from '../nothing/no-access.tsx';
import { type Account, ACCOUNT_STATES } from './account.ts';
import { AddAccount } from './add-account.tsx';
import { useAccountColumns } from './columns.tsx';

type Query = NonNullable<operations['listBankAccounts']['parameters']['query']>;

export function AccountsPage(): ReactNode {
  return (
    <Only may="accounts.view">
      <Accounts />
    </Only>
  );
}

function Accounts(): ReactNode {
  const { t } = useTranslation('accounts');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [search] = useListSearch();
  const [adding, setAdding] = useState(false);
  useRememberedList('accounts');
  const all = workspace === 'all';
  const adds = may('accounts.change') && !all;
  const query = listQuery<Query>(search, ['status']);
  const columns = useAccountColumns(all);
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <>
      <ListPage<Account>
        area="accounts"
        title={t('title')}
        lead={t(all ? 'lead_all' : 'lead')}
        columns={columns}
        rowId={(row) => `${row.client_id} ${row.account_id}`}
        rowLink={(row) =>
          linkOptions({
            to: '/$workspace/accounts/$account_id',
            params: { workspace: row.client_id, account_id: row.account_id },
          })
        }
        query={query}
        load={(page, signal) =>
          ask(
            api.GET('/backoffice/api/{workspace}/bank-accounts', {
              params: { path: { workspace }, query: { ...query, ...page } },
              signal,
            }),
          )
        }
        concerns={(event) => event.kind === 'approval'}
        actions={adds && add}
        filters={
          <ManyFilter
            name="status"
            label={t('state')}
            choices={ACCOUNT_STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          />
        }
        empty={
          <Empty icon={IconWallet} title={t('empty')} action={adds && add}>
            <p>{t(all ? 'empty_all' : adds ? 'empty_why' : 'empty_look')}</p>
          </Empty>
        }
      />
      {adds && <AddAccount opened={adding} onClose={() => setAdding(false)} />}
    </>
  );
}
