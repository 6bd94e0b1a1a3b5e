// Search.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function SearchPage(): ReactNode {
  const { t } = useTranslation('search');
  return <Page title={t('title')}>{null}</Page>;
}
