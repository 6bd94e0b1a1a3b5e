// One's own profile.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function ProfilePage(): ReactNode {
  const { t } = useTranslation('profile');
  return (
    <Page title={t('title')} lead={t('lead')} width="narrow">
      {null}
    </Page>
  );
}
