// The button behind the last row of a list that has more.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage(): Promise<unknown>;
}

/** Nothing when the list is whole. */
export function LoadMore({ query }: { query: Paged }): ReactNode {
  const { t } = useTranslation('parts');
  if (!query.hasNextPage) return null;
  return (
    <div className="tk-list-older">
      <Button
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {t('load_more')}
      </Button>
    </div>
  );
}
