// The drawings of the home page, with the library that draws them: in a file of its own, since it is heavy.
import '@mantine/charts/styles.layer.css';
import { BarChart, LineChart } from '@mantine/charts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { lengthText } from '../../parts/instant.ts';
import { rupiah, shortRupiah } from '../../parts/rupiah.ts';
import { bucketFullText, bucketText, SERIES, type Point } from './buckets.ts';
import type { Picture } from './use-home.ts';

interface ChartProps {
  points: readonly Point[];
  bucket: Picture['bucket'];
  /** Said to who cannot see it; the numbers stand in the card's table. */
  label: string;
}

/** Room for the uppermost name of the axis, which stands on its line. */
const TOP = { left: 0, right: 4, top: 10 } as const;
/** As high as the drawing beside it is without its legend, so that both stand on one line. */
const WITHOUT_LEGEND = 220;
const EVENLY = { minTickGap: 14, interval: 'equidistantPreserveStart' } as const;

const QUIET = {
  h: 264,
  tickLine: 'none',
  gridAxis: 'x',
  strokeDasharray: '0',
  barProps: { isAnimationActive: false, maxBarSize: 44 },
  barChartProps: { accessibilityLayer: false, margin: TOP },
} as const;

export function StateChart({ points, bucket, label }: ChartProps): ReactNode {
  const { t } = useTranslation('home');
  return (
    <div role="img" aria-label={label}>
      <BarChart
        {...QUIET}
        type="stacked"
        data={[...points]}
        dataKey="at"
        series={SERIES.map((name) => ({
          name,
          label: t(`series.${name}`),
          color: `var(--tk-chart-${name})`,
        }))}
        xAxisProps={{
          tickFormatter: (at: string) => bucketText(at, bucket, spoken()),
          ...EVENLY,
        }}
        yAxisProps={{ allowDecimals: false, width: 36 }}
        tooltipProps={{ labelFormatter: (at) => bucketFullText(textOf(at), bucket, spoken()) }}
        withLegend
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
      />
    </div>
  );
}

export function AmountChart({ points, bucket, label }: ChartProps): ReactNode {
  const { t } = useTranslation('home');
  const locale = spoken() === 'id-ID' ? 'id' : 'en';
  const exact = new Map(points.map((one) => [one.thousands, one.amount]));
  return (
    <div role="img" aria-label={label}>
      <BarChart
        {...QUIET}
        h={WITHOUT_LEGEND}
        data={[...points]}
        dataKey="at"
        series={[{ name: 'thousands', label: t('volume'), color: 'var(--tk-chart-succeeded)' }]}
        xAxisProps={{
          tickFormatter: (at: string) => bucketText(at, bucket, spoken()),
          ...EVENLY,
        }}
        yAxisProps={{
          width: 64,
          tickFormatter: (thousands: number) => shortRupiah(`${thousands}000`, locale),
        }}
        valueFormatter={(thousands) => rupiah(exact.get(thousands) ?? `${thousands}000`)}
        tooltipProps={{ labelFormatter: (at) => bucketFullText(textOf(at), bucket, spoken()) }}
      />
    </div>
  );
}

interface LatencyChartProps {
  points: Picture['latency'];
  bucket: Picture['bucket'];
  label: string;
}

export function LatencyChart({ points, bucket, label }: LatencyChartProps): ReactNode {
  const { t } = useTranslation('home');
  return (
    <div role="img" aria-label={label}>
      <LineChart
        h={220}
        data={points}
        dataKey="at"
        curveType="monotone"
        tickLine="none"
        gridAxis="x"
        strokeDasharray="0"
        withDots={points.length < 32}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false, margin: { ...TOP, right: 12 } }}
        series={[
          { name: 'p50_ms', label: t('p50'), color: 'var(--tk-chart-succeeded)' },
          {
            name: 'p95_ms',
            label: t('p95'),
            color: 'var(--tk-chart-open)',
            strokeDasharray: '5 4',
          },
        ]}
        xAxisProps={{
          tickFormatter: (at: string) => bucketText(at, bucket, spoken()),
          ...EVENLY,
        }}
        yAxisProps={{ width: 64 }}
        valueFormatter={(ms) => lengthText(ms, spoken())}
        tooltipProps={{ labelFormatter: (at) => bucketFullText(textOf(at), bucket, spoken()) }}
        withLegend
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
      />
    </div>
  );
}

/** The library hands its labels on as nodes; ours are texts. */
function textOf(label: ReactNode): string {
  return typeof label === 'string' ? label : new Date(0).toISOString();
}
