// The calendar of the banks: a month with its working days, its holidays, and the day on which each day's payments are settled.
import './settlement.css';
import { ActionIcon, Button, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useSession, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { MerchantChoice } from '../../parts/merchant-choice.tsx';
import { Page } from '../../parts/page.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { useListSearch } from '../../parts/list-search.ts';
import { longDay, shortDay } from './account-name.tsx';
import { type Editing, EditHoliday, RemoveHoliday } from './edit-holiday.tsx';
import { SettlementTabs } from './tabs.tsx';

type Month = Answer<'getCalendar'>;
export type CalendarDay = Month['days'][number];

export function CalendarPage(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [search] = useListSearch();
  const [editing, setEditing] = useState<Editing>();
  const [removing, setRemoving] = useState<CalendarDay>();
  const bank = useBank();
  const { month } = search;
  const asked = {
    ...(month === undefined ? {} : { month }),
    ...(bank === undefined ? {} : { bank }),
  };
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'calendar', asked],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/calendar', {
          params: { path: { workspace }, query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  const operates = may('settlement.operate');
  return (
    <Page
      title={t('tabs.calendar')}
      lead={t('calendar_lead', { count: query.data?.working_days ?? 2 })}
      actions={
        operates && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEditing({ day: '', name: '', kind: 'other', provisional: false })}
          >
            {t('holiday_add')}
          </Button>
        )
      }
    >
      <SettlementTabs />
      <Loaded query={query}>
        {(shown) => (
          <div className="tk-stack">
            {!shown.knows_year && (
              <p className="tk-note tk-tone-unsure" role="status">
                {t('year_unknown', { year: shown.month.slice(0, 4) })}
              </p>
            )}
            <section className="tk-card tk-month">
              <MonthHead month={shown.month} />
              <WhoseTerms bank={bank} />
              <Grid month={shown} />
            </section>
            <HolidaysOf
              month={shown}
              operates={operates}
              onEdit={setEditing}
              onRemove={setRemoving}
            />
          </div>
        )}
      </Loaded>
      <EditHoliday editing={editing} onClose={() => setEditing(undefined)} />
      <RemoveHoliday day={removing} onClose={() => setRemoving(undefined)} />
    </Page>
  );
}

function monthText(month: string): string {
  return new Intl.DateTimeFormat(spoken(), {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
}

/** The month so many months later. */
function monthAfter(month: string, months: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 7);
}

function MonthHead({ month }: { month: string }): ReactNode {
  const { t } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const step = (months: number, label: string, icon: ReactNode): ReactNode => (
    <ActionIcon
      variant="default"
      aria-label={label}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/$workspace/settlement/calendar"
          params={{ workspace }}
          search={(old) => ({ ...old, month: monthAfter(month, months) })}
          replace
        />
      )}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <header className="tk-month-head">
      {step(-1, t('month_before'), <IconChevronLeft size={16} aria-hidden />)}
      <h2 className="tk-card-title" aria-live="polite">
        {monthText(month)}
      </h2>
      {step(1, t('month_after'), <IconChevronRight size={16} aria-hidden />)}
    </header>
  );
}

/** The bank whose terms the days are reckoned by; undefined in `all`, where no merchant's hold. */
function useBank(): string | undefined {
  const { workspace } = useWorkspace();
  const { banks } = useSession();
  const [{ bank }] = useListSearch();
  if (workspace === 'all') return undefined;
  return (banks.find((one) => one.bank === bank) ?? banks[0])?.bank;
}

/** By whose terms the days are reckoned, and the way to others'. */
function WhoseTerms({ bank }: { bank: string | undefined }): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const { banks } = useSession();
  const { name, workspace } = useWorkspace();
  const [, set] = useListSearch();
  const [choosing, setChoosing] = useState(false);
  if (bank === undefined) {
    return (
      <div className="tk-month-terms">
        <span>{t('settlement:calendar_everybody')}</span>
        <Button variant="default" size="compact-md" onClick={() => setChoosing(true)}>
          {t('parts:choose_merchant')}
        </Button>
        <Dialog
          opened={choosing}
          onClose={() => setChoosing(false)}
          title={t('parts:choose_merchant')}
        >
          <MerchantChoice />
        </Dialog>
      </div>
    );
  }
  return (
    <div className="tk-month-terms">
      <Link className="tk-link" to="/$workspace/settlement/terms" params={{ workspace }}>
        {t('settlement:calendar_of', { name })}
      </Link>
      <Select
        aria-label={t('settlement:preview_bank')}
        size="sm"
        data={banks.map((one) => ({ value: one.bank, label: one.name }))}
        value={bank}
        allowDeselect={false}
        onChange={(value) => set({ bank: value ?? undefined })}
      />
    </div>
  );
}

/** Weeks from Monday on; null for what is not of the month. */
function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0] === undefined ? 0 : (new Date(days[0].day).getUTCDay() + 6) % 7;
  const cells = [...Array.from({ length: first }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, n) => cells[week * 7 + n] ?? null),
  );
}

function Grid({ month }: { month: Month }): ReactNode {
  const weekdays = Array.from({ length: 7 }, (_, n) =>
    new Intl.DateTimeFormat(spoken(), { weekday: 'short', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, 0, 1 + n)),
    ),
  );
  return (
    <table className="tk-month-grid">
      <caption className="tk-hidden">{monthText(month.month)}</caption>
      <thead>
        <tr>
          {weekdays.map((one) => (
            <th key={one} scope="col">
              {one}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month.days).map((week, n) => (
          <tr key={n}>
            {week.map((one, at) =>
              one === null ? (
                <td key={at} className="tk-day-none" />
              ) : (
                <Cell key={one.day} of={one} today={month.today} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ of, today }: { of: CalendarDay; today: string }): ReactNode {
  const { t } = useTranslation('settlement');
  const looks = [of.working ? 'tk-day-works' : 'tk-day-rests', of.day === today && 'tk-day-today'];
  return (
    <td
      className={looks.filter(Boolean).join(' ')}
      aria-current={of.day === today ? 'date' : undefined}
    >
      <span className="tk-day-no">{Number(of.day.slice(8))}</span>
      {of.holiday !== null && (
        <span className="tk-day-name">
          {of.holiday.name}
          {of.holiday.provisional && ` (${t('provisional')})`}
        </span>
      )}
      {of.settled_on !== null && (
        <span className="tk-day-due">{t('settled_on', { day: shortDay(of.settled_on) })}</span>
      )}
    </td>
  );
}

interface HolidaysProps {
  month: Month;
  operates: boolean;
  onEdit: (of: Editing) => void;
  onRemove: (of: CalendarDay) => void;
}

function HolidaysOf({ month, operates, onEdit, onRemove }: HolidaysProps): ReactNode {
  const { t } = useTranslation('settlement');
  const holidays = month.days.filter(({ holiday }) => holiday !== null);
  return (
    <Section title={t('holidays', { month: monthText(month.month) })}>
      {holidays.length === 0 && <p className="tk-quiet">{t('holidays_none')}</p>}
      <ul className="tk-balances">
        {holidays.map((one) => (
          <li key={one.day}>
            <span>
              <strong>{one.holiday?.name}</strong>
              <span className="tk-second-line">{longDay(one.day)}</span>
            </span>
            <span className="tk-badges">
              {one.holiday && <Badge tone="still">{t(`holiday_kinds.${one.holiday.kind}`)}</Badge>}
              {one.holiday?.provisional && <Badge tone="unsure">{t('provisional')}</Badge>}
            </span>
            {operates && one.holiday && (
              <span className="tk-file-acts">
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('holiday_edit_of', { name: one.holiday.name })}
                  onClick={() => one.holiday && onEdit({ day: one.day, ...one.holiday })}
                >
                  {t('holiday_edit')}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t('holiday_remove_of', { name: one.holiday.name })}
                  onClick={() => onRemove(one)}
                >
                  {t('holiday_remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
