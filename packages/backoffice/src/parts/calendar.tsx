// Two days of a calendar. In a file of its own, since it is heavy and seldom needed.
import '@mantine/dates/styles.layer.css';
import 'dayjs/locale/id';
import { DatePicker } from '@mantine/dates';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gatewayNow } from '../api/clock.ts';
import { spoken } from '../app/i18n.ts';
import { wibDay } from './instant.ts';
import type { Days } from './range.ts';

interface CalendarProps {
  days: Days | undefined;
  /** When both ends are chosen. */
  onChosen: (days: Days) => void;
}

export function Calendar({ days, onChosen }: CalendarProps): ReactNode {
  const { t } = useTranslation('parts');
  const [ends, setEnds] = useState<[string | null, string | null]>([
    days?.first ?? null,
    days?.last ?? null,
  ]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      value={ends}
      maxDate={wibDay(gatewayNow())}
      locale={spoken() === 'id-ID' ? 'id' : 'en'}
      firstDayOfWeek={1}
      hideOutsideDates
      ariaLabels={{
        previousMonth: t('month_before'),
        nextMonth: t('month_after'),
        previousYear: t('year_before'),
        nextYear: t('year_after'),
        monthLevelControl: t('month_choose'),
        yearLevelControl: t('year_choose'),
      }}
      onChange={(next) => {
        setEnds(next);
        const [first, last] = next;
        if (first !== null && last !== null) onChosen({ first, last });
      }}
    />
  );
}
