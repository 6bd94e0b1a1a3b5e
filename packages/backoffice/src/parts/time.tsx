// An instant, in the reader's zone, with WIB and the exact time at hand.
import { Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { spoken } from '../app/i18n.ts';
import { useZone } from './zone.ts';
import { agoText, clockText, WIB, zoneName } from './instant.ts';

interface TimeProps {
  /** UTC ISO; null shows a dash. */
  at: string | null;
  /**
   * `short` (the default): `26 Nov 2026, 14.03`. `ago`: `3 minutes ago`, kept true while it stands there. `full`: with
   * seconds and zone, and WIB in a second line where the reader's zone is another.
   */
  as?: 'short' | 'ago' | 'full';
}

/** A `<time>` whose tooltip names the exact instant in the reader's zone and in WIB. */
export function Time({ at, as = 'short' }: TimeProps): ReactNode {
  const zone = useZone();
  const locale = spoken();
  if (at === null) return <span className="tk-quiet">–</span>;
  const inZone = (of: string | undefined): string =>
    `${clockText(at, locale, of, 'seconds')} ${zoneName(at, locale, of)}`;
  const here = inZone(zone);
  const there = inZone(WIB);
  const exact = here === there ? here : `${here}\n${there}`;
  return (
    <Tooltip label={<span className="tk-lines">{exact}</span>}>
      <time dateTime={at} className="tk-time">
        {as === 'ago' ? <Ago at={at} /> : as === 'full' ? here : clockText(at, locale, zone)}
        {as === 'full' && here !== there && <span className="tk-second-line">{there}</span>}
      </time>
    </Tooltip>
  );
}

function Ago({ at }: { at: string }): ReactNode {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const near = Math.abs(Date.now() - Date.parse(at)) < 120_000;
    const timer = window.setInterval(() => setNow(Date.now()), near ? 1000 : 30_000);
    return () => window.clearInterval(timer);
  }, [at]);
  return agoText(at, now, spoken());
}
