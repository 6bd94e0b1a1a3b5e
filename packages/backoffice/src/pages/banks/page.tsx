// Configuration → Direct Debit: every bank that there is, and how the merchant stands with it.
import './banks.css';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconBuildingBank } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../../api/session.ts';
import { Loaded } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { Page } from '../../parts/page.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { type Bank, useBanks } from './use-banks.ts';
import { Only } from '../nothing/no-access.tsx';

export function BanksPage(): ReactNode {
  return (
    <Only may="banks.view">
      <BankList />
    </Only>
  );
}

function BankList(): ReactNode {
  const { t } = useTranslation('banks');
  return (
    <OneMerchant title={t('title')}>
      <Page title={t('title')} lead={t('lead')}>
        <Banks />
      </Page>
    </OneMerchant>
  );
}

function Banks(): ReactNode {
  const { t } = useTranslation('banks');
  return (
    <Loaded query={useBanks()} loading={<div className="tk-card tk-narrow tk-banks-loading" />}>
      {({ rows }) =>
        rows.length === 0 ? (
          <div className="tk-card tk-narrow">
            <Empty icon={IconBuildingBank} title={t('none')}>
              <p>{t('none_why')}</p>
            </Empty>
          </div>
        ) : (
          <ul className="tk-banks tk-narrow">
            {rows.map((bank) => (
              <BankCard key={bank.bank} bank={bank} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function BankCard({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const may = useMay();
  const never = bank.state === 'never';
  const word = !may('banks.configure') ? t('look') : never ? t('activate') : t('configure');
  return (
    <li className="tk-card tk-bank">
      <span className="tk-bank-mark" aria-hidden>
        <IconBuildingBank size={22} stroke={1.6} />
      </span>
      <div className="tk-bank-words">
        <div className="tk-bank-name">
          <h2>{bank.name}</h2>
          <StateBadge of="bank" state={bank.state} />
          {bank.notifications_disabled && (
            <Badge tone="bad" icon={IconAlertTriangle}>
              {t('notification_url')}: {t('url_disabled')}
            </Badge>
          )}
        </div>
        {!never && (
          <p className="tk-quiet tk-bank-url">
            {bank.notification_url ?? `${t('notification_url')}: ${t('url_none')}`}
          </p>
        )}
      </div>
      <Button
        variant={never && may('banks.configure') ? 'filled' : 'default'}
        renderRoot={(root: object) => (
          <Link to="/$workspace/banks/$bank" params={{ workspace, bank: bank.bank }} {...root} />
        )}
        aria-label={`${word}: ${bank.name}`}
      >
        {word}
      </Button>
    </li>
  );
}
