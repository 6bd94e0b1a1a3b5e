// The change of a figure against the range before, as an arrow and words.
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { percentText, type Change } from './change.ts';

interface ChangeNoteProps {
  change: Change;
  /** Whether more is better; without it the change has no colour. */
  better?: 'more' | 'less';
}

export function ChangeNote({ change, better }: ChangeNoteProps): ReactNode {
  const { t } = useTranslation('home');
  if (change.kind === 'none') return <span className="tk-quiet tk-small">{t('before_none')}</span>;
  if (change.kind === 'same') return <span className="tk-quiet tk-small">{t('same')}</span>;
  const { up, permille } = change;
  const Icon = up ? IconArrowUpRight : IconArrowDownRight;
  const tone = better === undefined ? 'still' : (better === 'more') === up ? 'good' : 'bad';
  const figure =
    change.kind === 'percent'
      ? percentText(permille, spoken())
      : t('points', {
          points: new Intl.NumberFormat(spoken(), { maximumFractionDigits: 1 }).format(
            permille / 10,
          ),
        });
  return (
    <span className={`tk-change tk-tone-${tone}`}>
      <Icon size={15} stroke={2} aria-hidden />
      <span className="tk-hidden">{t(up ? 'up' : 'down')} </span>
      {figure}
    </span>
  );
}
