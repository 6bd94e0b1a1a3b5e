// Notifications.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function NotificationsPage(): ReactNode {
  const { t } = useTranslation('notifications');
  return <Page title={t('title')}>{null}</Page>;
}
