// Tokens.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/page.tsx';

export function TokensPage(): ReactNode {
  const { t } = useTranslation('tokens');
  return <Page title={t('title')}>{null}</Page>;
}
