// Home.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function HomePage(): ReactNode {
  const { t } = useTranslation('home');
  return <Page title={t('title')}>{null}</Page>;
}
