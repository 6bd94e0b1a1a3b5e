// Says on every page of a suspended merchant that its calls are refused.
import { IconBan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';

export function SuspendedBanner(): ReactNode {
  const { t } = useTranslation('shell');
  const { suspended, name } = useWorkspace();
  if (!suspended) return null;
  return (
    <aside className="tk-suspended tk-tone-bad" aria-label={t('suspended', { name })}>
      <IconBan size={16} aria-hidden />
      <strong>{t('suspended', { name })}</strong>
      <span>{t('suspended_why')}</span>
    </aside>
  );
}
