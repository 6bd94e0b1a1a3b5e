// The way between the pages of settlement.
import './settlement.css';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../../api/session.ts';

const TABS = [
  { name: 'upcoming', to: '/$workspace/settlement' },
  { name: 'batches', to: '/$workspace/settlement/batches' },
  { name: 'payouts', to: '/$workspace/settlement/payouts' },
  { name: 'files', to: '/$workspace/settlement/files' },
  { name: 'statement', to: '/$workspace/settlement/statement' },
  { name: 'calendar', to: '/$workspace/settlement/calendar' },
  { name: 'terms', to: '/$workspace/settlement/terms' },
] as const;

export function SettlementTabs(): ReactNode {
  const { t } = useTranslation('settlement');
  const may = useMay();
  const { workspace } = useWorkspace();
  const nav = useRef<HTMLElement>(null);
  // On a phone they reach beyond the screen: the one that is open is shown.
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current="page"]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  return (
    <nav ref={nav} className="tk-tabs" aria-label={t('title')}>
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
