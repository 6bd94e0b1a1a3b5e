// Team.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function TeamPage(): ReactNode {
  const { t } = useTranslation('team');
  return <Page title={t('title')}>{null}</Page>;
}
