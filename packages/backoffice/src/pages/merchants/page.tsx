// Merchants of the gateway: found by name or Client-Id, made, suspended, resumed. For people of the gateway.
import './merchants.css';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingStore, IconPlus, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useSession, useWorkspace } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { Page } from '../../parts/page.tsx';
import { NoAccess } from '../nothing/no-access.tsx';
import { MakeMerchant } from './make-merchant.tsx';
import { MerchantRows } from './rows.tsx';
import { LoadMore } from '../../parts/load-more.tsx';

export type Merchant = Answer<'listMerchants'>['rows'][number];

export function MerchantsPage(): ReactNode {
  const { workspaces } = useSession();
  return workspaces.some((one) => one.workspace === 'all') ? <Merchants /> : <NoAccess />;
}

function Merchants(): ReactNode {
  const { t } = useTranslation('merchants');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [workspace, 'merchants', q],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/merchants', {
          params: {
            query: {
              limit: 50,
              ...(q === '' ? {} : { q }),
              ...(pageParam === null ? {} : { after: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('merchants.change') && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            {t('make')}
          </Button>
        )
      }
    >
      <div className="tk-list">
        <TextInput
          className="tk-merchants-search"
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className="tk-list-frame">
          {rows === undefined && query.error !== null && (
            <PageError error={query.error} retry={() => void query.refetch()} />
          )}
          {rows?.length === 0 &&
            (q === '' ? (
              <Empty icon={IconBuildingStore} title={t('none')}>
                <p>{t('none_why')}</p>
              </Empty>
            ) : (
              <Empty icon={IconSearch} title={t('no_match')} />
            ))}
          {rows !== undefined && rows.length > 0 && <MerchantRows rows={rows} />}
          <LoadMore query={query} />
        </div>
      </div>
      <MakeMerchant opened={making} onClose={() => setMaking(false)} />
    </Page>
  );
}
