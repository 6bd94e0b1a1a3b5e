// Approvals.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function ApprovalsPage(): ReactNode {
  const { t } = useTranslation('approvals');
  return <Page title={t('title')}>{null}</Page>;
}
