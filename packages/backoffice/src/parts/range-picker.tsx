// The range of a list or a chart: presets in WIB, or two days of the calendar.
import { Button, Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { gatewayNow } from '../api/clock.ts';
import { spoken } from '../app/i18n.ts';
import { FilterPill } from './filters.tsx';
import { dayText } from './instant.ts';
import { daysOf, PRESETS } from './range.ts';
import { useListSearch } from './list-search.ts';

// The calendar is loaded when somebody opens it.
const Calendar = lazy(() => import('./calendar.tsx').then((file) => ({ default: file.Calendar })));

interface RangePickerProps {
  /** The range when the address has none; undefined for all time. */
  standard?: string;
}

/** Reads and writes `range` of the address; `instantsOf(search.range, gatewayNow())` makes the API's `from` and `to` of it. */
export function RangePicker({ standard }: RangePickerProps): ReactNode {
  const { t } = useTranslation('parts');
  const [search, set] = useListSearch();
  const range = search['range'] ?? standard;
  return (
    <FilterPill
      label={t('range')}
      chosen={range === undefined ? undefined : rangeWords(range, t)}
      onClear={() => set({ range: undefined })}
    >
      {(close) => (
        <div className="tk-range">
          <div className="tk-range-presets">
            {PRESETS.map((preset) => (
              <Button
                key={preset}
                size="compact-sm"
                variant={range === preset ? 'filled' : 'default'}
                onClick={() => {
                  set({ range: preset });
                  close();
                }}
              >
                {t(`range_${preset}`)}
              </Button>
            ))}
          </div>
          <Suspense fallback={<Skeleton height={260} width={260} />}>
            <Calendar
              days={daysOf(range, gatewayNow())}
              onChosen={({ first, last }) => {
                set({ range: `${first}..${last}` });
                close();
              }}
            />
          </Suspense>
          <p className="tk-quiet tk-small">{t('range_wib')}</p>
        </div>
      )}
    </FilterPill>
  );
}

function rangeWords(range: string, t: ReturnType<typeof useTranslation<'parts'>>['t']): string {
  const preset = PRESETS.find((one) => one === range);
  if (preset !== undefined) return t(`range_${preset}`);
  const days = daysOf(range, gatewayNow());
  if (days === undefined) return range;
  const first = dayText(days.first, spoken());
  return days.first === days.last ? first : `${first} – ${dayText(days.last, spoken())}`;
}
