// Merchants as rows: each opens its workspace, and can be suspended or resumed.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import type { Merchant } from './page.tsx';
import { SetStatus } from './set-status.tsx';

export function MerchantRows({ rows }: { rows: readonly Merchant[] }): ReactNode {
  const { t } = useTranslation('merchants');
  const may = useMay();
  const [changing, setChanging] = useState<Merchant>();
  return (
    <div className="tk-list-scroll" role="region" aria-label={t('title')} tabIndex={0}>
      <table className="tk-table tk-table-list">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('client_id')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{t('banks')}</th>
            <th scope="col">{t('made_at')}</th>
            <th scope="col">
              <span className="tk-hidden">{t('suspend')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.client_id} className="tk-row-link">
              <td>
                <Link
                  className="tk-row-target"
                  to="/$workspace"
                  params={{ workspace: one.client_id }}
                >
                  {one.name}
                </Link>
              </td>
              <td data-label={t('client_id')}>
                <CopyText text={one.client_id} what={t('client_id')} />
              </td>
              <td data-label={t('status')}>
                <StateBadge of="merchant" state={one.status} />
              </td>
              <td data-label={t('banks')}>
                {one.banks
                  .filter(({ active }) => active)
                  .map(({ bank }) => bankName(bank))
                  .join(', ') || <span className="tk-quiet">{t('banks_none')}</span>}
              </td>
              <td data-label={t('made_at')}>
                <Time at={one.created_at} />
              </td>
              <td className="tk-right">
                {may('merchants.change') && (
                  <Button
                    variant="subtle"
                    color={one.status === 'active' ? 'gray' : 'petrol'}
                    size="compact-sm"
                    onClick={() => setChanging(one)}
                  >
                    {one.status === 'active' ? t('suspend') : t('resume')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <SetStatus merchant={changing} onClose={() => setChanging(undefined)} />
    </div>
  );
}
