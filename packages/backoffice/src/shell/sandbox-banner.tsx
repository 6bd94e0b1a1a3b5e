// Says on every page that no real money is moved here.
import { IconFlask } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export function SandboxBanner(): ReactNode {
  const { t } = useTranslation('shell');
  return (
    <aside className="tk-sandbox" aria-label={t('sandbox')}>
      <IconFlask size={16} aria-hidden />
      <strong>{t('sandbox')}</strong>
      <span>{t('sandbox_why')}</span>
    </aside>
  );
}
