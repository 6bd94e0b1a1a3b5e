// An instant, in the reader's zone, with WIB and the exact time at hand.
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { spoken } from '../app/i18n.ts';
import { gatewayNow } from '../api/clock.ts';
import { agoText, clockText, WIB, zoneName } from './instant.ts';
import { useNow } from './use-now.ts';
import { useZone } from './zone.ts';

interface TimeProps {
  /** UTC ISO; null shows a dash. */
  at: string | null;
  /**
   * `short` (the default): `26 Nov 2026, 14.03`. `ago`: `3 minutes ago`, kept true while it stands there. `full`: with
   * seconds and zone, and WIB in a second line where the reader's zone is another.
   */
  as?: 'short' | 'ago' | 'full';
  /** The instant goes by true time, which a sandbox does not move: sessions, and when somebody was seen. */
  wall?: boolean;
}

/** A `<time>` whose tooltip names the exact instant in the reader's zone and in WIB. */
export function Time({ at, as = 'short', wall = false }: TimeProps): ReactNode {
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
        {as === 'ago' ? (
          <Ago at={at} wall={wall} />
        ) : as === 'full' ? (
          here
        ) : (
          clockText(at, locale, zone)
        )}
        {as === 'full' && here !== there && <span className="tk-second-line">{there}</span>}
      </time>
    </Tooltip>
  );
}

function Ago({ at, wall }: { at: string; wall: boolean }): ReactNode {
  const read = wall ? Date.now : gatewayNow;
  const near = Math.abs(read() - Date.parse(at)) < 120_000;
  return agoText(at, useNow(near ? 1000 : 30_000, read), spoken());
}
