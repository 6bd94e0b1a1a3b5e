// A bank account of a merchant as people tell it from others, and a day of WIB.
import type { ReactNode } from 'react';
import { spoken } from '../../app/i18n.ts';
import { dayText } from '../../parts/instant.ts';
import { tailText } from '../../parts/story/worded.ts';

interface AccountNameProps {
  of: { account: string; bank_name: string | null; number_tail: string | null };
}

/** `BCA •••• 0001`, with its settlement id below. */
export function AccountName({ of }: AccountNameProps): ReactNode {
  const { account, bank_name: bank, number_tail: tail } = of;
  if (bank === null) return <span className="tk-mono">{account}</span>;
  return (
    <span className="tk-account-name">
      <span>
        {bank} <span className="tk-quiet">{tailText(tail)}</span>
      </span>
      <span className="tk-mono tk-small tk-quiet">{account}</span>
    </span>
  );
}

/** `26 Nov 2026`: a day of WIB has no other zone. */
export function DayOf({ day }: { day: string | null }): ReactNode {
  if (day === null) return <span className="tk-quiet">–</span>;
  return (
    <time className="tk-time" dateTime={day}>
      {dayText(day, spoken())}
    </time>
  );
}

/** With the day of the week: `Thursday, 26 November 2026`. */
export function longDay(day: string): string {
  return new Intl.DateTimeFormat(spoken(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}

/** Without the year, where it is plain: `26 Nov`. */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat(spoken(), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
}
