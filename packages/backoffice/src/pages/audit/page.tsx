// Audit.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function AuditPage(): ReactNode {
  const { t } = useTranslation('audit');
  return <Page title={t('title')}>{null}</Page>;
}
