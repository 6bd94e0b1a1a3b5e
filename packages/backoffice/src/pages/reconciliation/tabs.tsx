// The parts of reconciliation, as links above each of its lists.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useWorkspace } from '../../api/session.ts';

export function Tabs({ at }: { at: 'days' | 'exceptions' | 'strays' }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const { workspaces } = useSession();
  const ofGateway = workspaces.some((one) => one.workspace === 'all');
  const current = (tab: typeof at) => (tab === at ? { 'aria-current': 'page' as const } : {});
  return (
    <nav className="tk-tabs" aria-label={t('tabs')}>
      <Link
        className="tk-tab"
        to="/$workspace/reconciliation"
        params={{ workspace }}
        {...current('days')}
      >
        {t('days')}
      </Link>
      <Link
        className="tk-tab"
        to="/$workspace/reconciliation/exceptions"
        params={{ workspace }}
        search={{ state: 'open' }}
        {...current('exceptions')}
      >
        {t('exceptions')}
      </Link>
      {ofGateway && workspace === 'all' && (
        <Link
          className="tk-tab"
          to="/$workspace/reconciliation/strays"
          params={{ workspace }}
          {...current('strays')}
        >
          {t('strays')}
        </Link>
      )}
    </nav>
  );
}
