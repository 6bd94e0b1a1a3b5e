// Developers.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function KeysPage(): ReactNode {
  const { t } = useTranslation('developers');
  return <Page title={t('title')}>{null}</Page>;
}
