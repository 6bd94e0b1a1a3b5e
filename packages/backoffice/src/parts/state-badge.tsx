// A state as a word with its icon: colour only repeats what they say.
import { IconCornerUpLeft, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StateKind, Tone } from './tones.ts';
import { toneOf } from './tones.ts';

interface StateBadgeProps {
  /** What it is the state of; chooses words, tones and icons. */
  of: StateKind;
  state: string;
  size?: 'md' | 'lg';
}

export function StateBadge({ of, state, size = 'md' }: StateBadgeProps): ReactNode {
  const { t, i18n } = useTranslation('states');
  const [tone, Icon] = toneOf(of, state);
  const key = `${of}.${state}`;
  const word = i18n.exists(key, { ns: 'states' }) ? t(key as 'payment.failed') : state;
  return (
    <Badge tone={tone} icon={Icon} size={size}>
      {word}
    </Badge>
  );
}

interface BadgeProps {
  tone: Tone;
  icon?: TablerIcon;
  size?: 'md' | 'lg';
  children: ReactNode;
}

/** For what has no state of its own: `<Badge tone="unsure" icon={…}>partly refunded</Badge>`. */
export function Badge({ tone, icon: Icon, size = 'md', children }: BadgeProps): ReactNode {
  return (
    <span className={`tk-badge tk-tone-${tone} tk-badge-${size}`}>
      {Icon && <Icon size={size === 'lg' ? 16 : 14} stroke={2} aria-hidden />}
      <span>{children}</span>
    </span>
  );
}

/** Beside a payment's state, when money of it went back. */
export function RefundedBadge({ part }: { part: boolean }): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <Badge tone="still" icon={IconCornerUpLeft}>
      {part ? t('refunded_part') : t('refunded_all')}
    </Badge>
  );
}
