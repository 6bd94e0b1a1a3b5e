// API requests.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function RequestPage(): ReactNode {
  const { t } = useTranslation('requests');
  return <Page title={t('title')}>{null}</Page>;
}
