// What happened, line by line, oldest first, each with who, when and why.
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from './tones.ts';
import { Time } from './time.tsx';
import { lengthText } from './instant.ts';
import { spoken } from '../app/i18n.ts';

export interface Happening {
  /** Unique in its timeline. */
  key: string;
  at: string;
  icon: TablerIcon;
  tone: Tone;
  title: ReactNode;
  /** Who did it: the bank, the customer, us, a person. */
  actor?: ReactNode;
  /** How long it took, ms. */
  tookMs?: number | null;
  /** More of it: the bank's word, a reason, a link. */
  body?: ReactNode;
}

interface TimelineProps {
  happenings: readonly Happening[];
  /** What we wait for, below the newest line. */
  ahead?: ReactNode;
  label: string;
}

export function Timeline({ happenings, ahead, label }: TimelineProps): ReactNode {
  return (
    <ol className="tk-timeline" aria-label={label}>
      {happenings.map(({ key, at, icon: Icon, tone, title, actor, tookMs, body }) => (
        <li key={key} className="tk-happening">
          <span className={`tk-happening-icon tk-tone-${tone}`} aria-hidden>
            <Icon size={15} stroke={2} />
          </span>
          <div className="tk-happening-text">
            <div className="tk-happening-head">
              <span className="tk-happening-title">{title}</span>
              <span className="tk-happening-when">
                {typeof tookMs === 'number' && <span>{lengthText(tookMs, spoken())} · </span>}
                <Time at={at} as="full" />
              </span>
            </div>
            {actor && <div className="tk-happening-actor">{actor}</div>}
            {body && <div className="tk-happening-body">{body}</div>}
          </div>
        </li>
      ))}
      {ahead && (
        <li className="tk-happening tk-happening-ahead">
          <span className="tk-happening-icon" aria-hidden />
          <div className="tk-happening-text">{ahead}</div>
        </li>
      )}
    </ol>
  );
}
