// How a bank account stands: its state, whether it is the default, and whether the bank names the same holder.
import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconHourglass,
  IconStar,
  IconUserCheck,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../parts/state-badge.tsx';
import type { Tone } from '../../parts/tones.ts';
import type { Account } from './account.ts';

const LOOKS: Readonly<Record<Account['status'], readonly [Tone, TablerIcon]>> = {
  new: ['wait', IconHourglass],
  inquired: ['wait', IconUserCheck],
  verified: ['good', IconCircleCheck],
  refused: ['bad', IconCircleX],
  closed: ['still', IconBan],
};

export function AccountState({ of, size }: { of: Account; size?: 'md' | 'lg' }): ReactNode {
  const { t } = useTranslation('accounts');
  const [tone, icon] = LOOKS[of.status];
  return (
    <Badge tone={tone} icon={icon} {...(size === undefined ? {} : { size })}>
      {t(`states.${of.status}`)}
    </Badge>
  );
}

/** Nothing for an account that is not the default. */
export function DefaultBadge({ of, size }: { of: Account; size?: 'md' | 'lg' }): ReactNode {
  const { t } = useTranslation('accounts');
  if (!of.is_default) return null;
  return (
    <Badge tone="good" icon={IconStar} {...(size === undefined ? {} : { size })}>
      {t('by_default')}
    </Badge>
  );
}

/** The bank's name for the holder, marked where it is another one. */
export function NamedHolder({ of }: { of: Account }): ReactNode {
  const { t } = useTranslation('accounts');
  if (of.inquired_name === null) return <span className="tk-quiet">{t('not_named')}</span>;
  if (of.names_agree === true) return of.inquired_name;
  return (
    <span className="tk-together">
      <strong>{of.inquired_name}</strong>
      <Badge tone="unsure" icon={IconAlertTriangle}>
        {t('differs')}
      </Badge>
    </span>
  );
}
