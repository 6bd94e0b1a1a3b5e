// A page that the role does not include; also the guard that shows it.
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Permission, useMay, useWorkspace } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { Page } from '../../parts/page.tsx';

/** Shows its children to who may, and says to others what they lack. The API refuses them anyway. */
export function Only(props: { may: Permission; children: ReactNode }): ReactNode {
  const may = useMay();
  return may(props.may) ? props.children : <NoAccess />;
}

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
