// Refunds.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function RefundPage(): ReactNode {
  const { t } = useTranslation('refunds');
  return <Page title={t('title')}>{null}</Page>;
}
