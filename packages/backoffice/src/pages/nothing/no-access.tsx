// Shown in the place of a page that the role does not include. The API refuses it anyway.
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';

export function NoAccess(): ReactNode {
  const { t } = useTranslation('parts');
  const { name } = useWorkspace();
  return (
    <Page
      title={t('no_access')}
      width="narrow"
      heading={<span className="tk-hidden">{t('no_access')}</span>}
    >
      <Empty icon={IconLock} title={t('no_access')}>
        <p>{t('no_access_why', { name })}</p>
      </Empty>
    </Page>
  );
}
