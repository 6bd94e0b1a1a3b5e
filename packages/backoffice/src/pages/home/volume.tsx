// How many payments there were and what they came to, over the range.
import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { ChartCard } from '../../parts/chart-card.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Money } from '../../parts/money.tsx';
import { bucketFullText, pointsOf, SERIES } from './buckets.ts';
import type { Picture } from './use-home.ts';

const StateChart = lazy(() =>
  import('./charts.tsx').then((file) => ({ default: file.StateChart })),
);
const AmountChart = lazy(() =>
  import('./charts.tsx').then((file) => ({ default: file.AmountChart })),
);

export function Volume({ picture }: { picture: Picture }): ReactNode {
  const { t } = useTranslation('home');
  const { bucket, total } = picture;
  const points = pointsOf(picture);
  const number = new Intl.NumberFormat(spoken());
  const empty = total.payments === 0 && (
    <Empty title={t('nothing_range')}>
      <p>{t('nothing_range_why')}</p>
    </Empty>
  );
  const when = (at: string): string => bucketFullText(at, bucket, spoken());
  return (
    <>
      <ChartCard
        title={t('by_state')}
        empty={empty || undefined}
        table={{
          head: [t('when'), ...SERIES.map((one) => t(`series.${one}`))],
          rows: points.map((one) => [
            when(one.at),
            ...SERIES.map((series) => number.format(one[series])),
          ]),
        }}
      >
        <Suspense fallback={<Skeleton height={264} />}>
          <StateChart points={points} bucket={bucket} label={t('by_state')} />
        </Suspense>
      </ChartCard>
      <ChartCard
        title={t('by_amount')}
        empty={empty || undefined}
        table={{
          head: [t('when'), t('amount')],
          rows: points.map((one) => [when(one.at), <Money key="sum" digits={one.amount} />]),
        }}
      >
        <Suspense fallback={<Skeleton height={264} />}>
          <AmountChart points={points} bucket={bucket} label={t('by_amount')} />
        </Suspense>
      </ChartCard>
    </>
  );
}
