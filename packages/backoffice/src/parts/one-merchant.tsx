// For pages about one merchant: in `all` it offers the merchants to choose from.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';
import { MerchantChoice } from './merchant-choice.tsx';
import { Page } from './page.tsx';

interface OneMerchantProps {
  /** The page's title, shown meanwhile. */
  title: string;
  /** The way to the pages beside it. */
  tabs?: ReactNode;
  /** Where the choice leads, below the workspace; the same page when absent. */
  place?: string;
  children: ReactNode;
}

export function OneMerchant({ title, tabs, place, children }: OneMerchantProps): ReactNode {
  const { t } = useTranslation('parts');
  const { workspace } = useWorkspace();
  if (workspace !== 'all') return children;
  return (
    <Page title={title} lead={t('choose_merchant_why')}>
      {tabs}
      <ChooseMerchant place={place} />
    </Page>
  );
}

/** The choice as a card, where the rest of a page would stand. */
export function ChooseMerchant({ place }: { place?: string | undefined }): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <section className="tk-card tk-card-body tk-choose-merchant" aria-label={t('choose_merchant')}>
      <h2 className="tk-card-title">{t('choose_merchant')}</h2>
      <MerchantChoice place={place} />
    </section>
  );
}
