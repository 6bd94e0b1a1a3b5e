// Direct Debit.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function BanksPage(): ReactNode {
  const { t } = useTranslation('banks');
  return <Page title={t('title')}>{null}</Page>;
}
