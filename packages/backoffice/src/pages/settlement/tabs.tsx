// The way between the pages of settlement.
import './settlement.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../../api/session.ts';

const TABS = [
  { name: 'upcoming', to: '/$workspace/settlement' },
  { name: 'batches', to: '/$workspace/settlement/batches' },
  { name: 'payouts', to: '/$workspace/settlement/payouts' },
  { name: 'files', to: '/$workspace/settlement/files' },
  { name: 'statement', to: '/$workspace/settlement/statement' },
  { name: 'calendar', to: '/$workspace/settlement/calendar' },
] as const;

export function SettlementTabs(): ReactNode {
  const { t } = useTranslation('settlement');
  const may = useMay();
  const { workspace } = useWorkspace();
  return (
    <nav className="tk-tabs" aria-label={t('title')}>
      {TABS.filter(({ name }) => name !== 'files' || may('settlement.operate')).map(
        ({ name, to }) => (
          <Link
            key={name}
            to={to}
            params={{ workspace }}
            activeOptions={{ exact: true, includeSearch: false }}
            className="tk-tab"
          >
            {t(`tabs.${name}`)}
          </Link>
        ),
      )}
    </nav>
  );
}
