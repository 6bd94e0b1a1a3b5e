// Payments.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function PaymentPage(): ReactNode {
  const { t } = useTranslation('payments');
  return <Page title={t('title')}>{null}</Page>;
}
