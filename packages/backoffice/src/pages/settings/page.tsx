// Settings.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function SettingsPage(): ReactNode {
  const { t } = useTranslation('settings');
  return <Page title={t('title')}>{null}</Page>;
}
