// Days as rows: the date, how far the day is, what is open, and by how much it differs.
import { IconChevronRight, IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import type { components } from '../../api/types.gen.ts';
import { spoken } from '../../app/i18n.ts';
import { dayText } from '../../parts/instant.ts';
import { Money } from '../../parts/money.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { REASONS, TYPES } from './words.ts';

export type DayRow = components['schemas']['DayRow'];

export function DayRows({ bank, rows }: { bank: string; rows: readonly DayRow[] }): ReactNode {
  const { workspace } = useWorkspace();
  return (
    <ul className="tk-day-rows">
      {rows.map((row) => (
        <li key={row.day}>
          <Link
            className="tk-day-row"
            to="/$workspace/reconciliation/days/$bank/$day"
            params={{ workspace, bank, day: row.day }}
          >
            <span className="tk-day-name">
              <span className="tk-day-date">{dayText(row.day, spoken())}</span>
              <span className="tk-quiet tk-small">{weekday(row.day)}</span>
            </span>
            <span>
              <StateBadge of="day" state={row.state} />
            </span>
            <span className="tk-day-words">
              <Matched row={row} />
              <OpenOnes row={row} />
            </span>
            <span className="tk-day-sum">
              <Off row={row} />
            </span>
            <IconChevronRight size={18} aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function weekday(day: string): string {
  const words = new Intl.DateTimeFormat(spoken(), { weekday: 'long', timeZone: 'UTC' });
  return words.format(new Date(`${day}T00:00:00Z`));
}

/** How many of its lines are matched. */
export function Matched({ row }: { row: DayRow }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const number = new Intl.NumberFormat(spoken());
  if (row.lines === null) return null;
  if (row.lines === 0) return <span className="tk-quiet">{t('no_lines')}</span>;
  return (
    <span className="tk-quiet">
      {row.matched === null
        ? t('lines', { count: row.lines })
        : t('matched_of', {
            matched: number.format(row.matched),
            lines: number.format(row.lines),
          })}
    </span>
  );
}

/** What is open of the day, by why. */
export function OpenOnes({ row }: { row: DayRow }): ReactNode {
  const { t } = useTranslation('reconciliation');
  return (
    <>
      {REASONS.map(
        (reason) =>
          row.open[reason] > 0 && (
            <Badge key={reason} tone="unsure">
              {row.open[reason]} · {t(`reasons.${reason}`)}
            </Badge>
          ),
      )}
      {row.strays !== null && row.strays > 0 && (
        <Badge tone="unsure">{t('strays', { count: row.strays })}</Badge>
      )}
      {row.refused !== null && row.refused > 0 && row.lines === null && (
        <Badge tone="bad">{t('refused', { count: row.refused })}</Badge>
      )}
      {row.resolved > 0 && (
        <span className="tk-quiet tk-small">{t('resolved', { count: row.resolved })}</span>
      )}
    </>
  );
}

/** What the bank's side and ours differ by, of all types that differ: each by itself, so that nothing hides in a sum. */
export function offOf({ sums }: Pick<DayRow, 'sums'>): bigint | null {
  if (sums === null) return null;
  return TYPES.reduce((sum, type) => {
    const one = BigInt(sums.bank[type]) - BigInt(sums.ours[type]);
    return sum + (one < 0n ? -one : one);
  }, 0n);
}

function Off({ row }: { row: DayRow }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const off = offOf(row);
  if (off === null)
    return row.lines === null ? null : <span className="tk-quiet">{t('matching')}</span>;
  if (off > 0n) {
    return (
      <span>
        <span className="tk-quiet tk-small">{t('differ_by')} </span>
        <span className="tk-off">
          <Money digits={`${off}`} />
        </span>
      </span>
    );
  }
  return (
    <span className="tk-quiet tk-agrees">
      <IconCheck size={14} aria-hidden /> {t('agrees')}
    </span>
  );
}
