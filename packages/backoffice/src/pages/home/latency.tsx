// How long the bank takes to answer, by operation.
import { Select, Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { ChartCard } from '../../parts/chart-card.tsx';
import { Empty } from '../../parts/empty.tsx';
import { lengthText } from '../../parts/instant.ts';
import { bucketFullText } from './buckets.ts';
import type { Picture } from './use-home.ts';

const LatencyChart = lazy(() =>
  import('./charts.tsx').then((file) => ({ default: file.LatencyChart })),
);

export function Latency({ picture }: { picture: Picture }): ReactNode {
  const { t, i18n } = useTranslation('home');
  const [chosen, setChosen] = useState<string>();
  const { latency, bucket } = picture;
  const calls = new Map<string, number>();
  for (const one of latency) {
    calls.set(one.operation, (calls.get(one.operation) ?? 0) + one.calls);
  }
  const operations = [...calls].toSorted((a, b) => b[1] - a[1]).map(([operation]) => operation);
  const operation =
    [chosen, 'pay'].find((one) => one !== undefined && operations.includes(one)) ??
    operations[0] ??
    '';
  const points = latency.filter((one) => one.operation === operation);
  const word = (one: string): string =>
    i18n.exists(`operations.${one}`, { ns: 'home' }) ? t(`operations.${one as 'pay'}`) : one;
  return (
    <ChartCard
      title={t('latency')}
      empty={points.length === 0 ? <Empty title={t('latency_none')} /> : undefined}
      table={{
        head: [t('when'), t('operation'), t('calls'), t('p50'), t('p95')],
        rows: latency.map((one) => [
          bucketFullText(one.at, bucket, spoken()),
          word(one.operation),
          new Intl.NumberFormat(spoken()).format(one.calls),
          lengthText(one.p50_ms, spoken()),
          lengthText(one.p95_ms, spoken()),
        ]),
      }}
    >
      <div className="tk-stack">
        <div className="tk-latency-head">
          <p className="tk-quiet tk-small">{t('latency_why')}</p>
          <Select
            aria-label={t('operation')}
            size="xs"
            w={220}
            allowDeselect={false}
            data={operations.map((one) => ({ value: one, label: word(one) }))}
            value={operation}
            onChange={(next) => setChosen(next ?? undefined)}
          />
        </div>
        <Suspense fallback={<Skeleton height={220} />}>
          <LatencyChart
            points={points}
            bucket={bucket}
            label={`${t('latency')}: ${word(operation)}`}
          />
        </Suspense>
      </div>
    </ChartCard>
  );
}
