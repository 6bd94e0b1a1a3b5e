// Merchants.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function MerchantsPage(): ReactNode {
  const { t } = useTranslation('merchants');
  return <Page title={t('title')}>{null}</Page>;
}
