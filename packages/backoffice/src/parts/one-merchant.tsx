// For pages about one merchant: in `all` it asks to choose one first.
import { Button } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';
import { useShell } from '../shell/state.ts';
import { Empty } from './empty.tsx';
import { Page } from './page.tsx';

interface OneMerchantProps {
  /** The page's title, shown meanwhile. */
  title: string;
  children: ReactNode;
}

export function OneMerchant({ title, children }: OneMerchantProps): ReactNode {
  const { t } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const { openSwitch } = useShell();
  if (workspace !== 'all') return children;
  return (
    <Page title={title}>
      <div className="tk-card">
        <Empty
          icon={IconBuildingStore}
          title={t('choose_merchant')}
          action={<Button onClick={openSwitch}>{t('choose_merchant_do')}</Button>}
        >
          <p>{t('choose_merchant_why')}</p>
        </Empty>
      </div>
    </Page>
  );
}
