// What the filtered payments come to: how many, how much, and how far back it was looked.
import { Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.tsx';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { Money } from '../../parts/money.tsx';
import { Time } from '../../parts/time.tsx';

const QUIET_MS = 2500;

interface SumProps {
  query: NonNullable<operations['sumPayments']['parameters']['query']>;
}

export function Sum({ query }: SumProps): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const queries = useQueryClient();
  const queryKey = [workspace, 'payments', 'sum', query];
  const sum = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/payments/sum', {
          params: { path: { workspace }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (event.kind !== 'payment' || timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey });
    }, QUIET_MS);
  });
  // The list below says what is wrong; a sum that is missing needs no words of its own.
  if (sum.error !== null) return null;
  if (sum.data === undefined) return <Skeleton height={18} width={220} my={2} />;
  const { count, amount, searched_to: searchedTo } = sum.data;
  if (count === 0 && searchedTo === null) return null;
  return (
    <p className="tk-sum">
      <span>
        {t('sum', { count, formatted: count.toLocaleString(spoken()) })} ·{' '}
        <Money digits={amount} weight="strong" />
      </span>
      {searchedTo !== null && (
        <span className="tk-quiet tk-small">
          {t('sum_to')} <Time at={searchedTo} />
        </span>
      )}
    </p>
  );
}
