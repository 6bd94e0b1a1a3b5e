// One bank: its activation, or when it has been activated, all that can be set and tried there.
import './banks.css';
import { IconBan } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { Activation } from './activation.tsx';
import { Credentials } from './credentials.tsx';
import { Deactivate } from './deactivate.tsx';
import { NotificationUrl } from './notification-url.tsx';
import { TestNotification } from './test-notification.tsx';
import { type Bank, useBanks } from './use-banks.ts';

export function BankPage(): ReactNode {
  const { t } = useTranslation('banks');
  return (
    <OneMerchant title={t('title')}>
      <Inside />
    </OneMerchant>
  );
}

function Inside(): ReactNode {
  const { bank: slug } = useParams({ from: '/signed-in/$workspace/banks/$bank' });
  return (
    <Loaded query={useBanks()}>
      {({ rows }) => {
        const bank = rows.find((one) => one.bank === slug);
        return bank === undefined ? (
          <PageError error={new NotAllowed('not_found', '', { status: 404 })} />
        ) : (
          <OneBank bank={bank} />
        );
      }}
    </Loaded>
  );
}

function OneBank({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const may = useMay();
  const configures = may('banks.configure');
  const shared = {
    title: `${bank.name} · ${t('title')}`,
    back: (
      <Link to="/$workspace/banks" params={{ workspace }}>
        {t('back_to')}
      </Link>
    ),
    heading: bank.name,
    state: <StateBadge of="bank" state={bank.state} size="lg" />,
  };
  if (bank.state === 'never') {
    return (
      <DetailPage {...shared}>
        {configures && <Activation key={bank.bank} bank={bank} />}
      </DetailPage>
    );
  }
  return (
    <DetailPage
      {...shared}
      actions={configures && bank.state === 'active' && <Deactivate bank={bank} />}
      notice={
        bank.state === 'inactive' && (
          <div className="tk-note tk-tone-still">
            <IconBan size={18} aria-hidden />
            <p>{t('inactive')}</p>
          </div>
        )
      }
      side={
        <Section title={t('facts')}>
          <Facts
            of={[
              [
                t('channel'),
                <span className="tk-mono">DIRECT_DEBIT_{bank.bank.toUpperCase()}</span>,
              ],
              [t('changed'), <Time at={bank.changed_at} />],
            ]}
          />
        </Section>
      }
    >
      <Credentials bank={bank} />
      <NotificationUrl key={bank.notification_url} bank={bank} />
      {may('notifications.resend') && <TestNotification bank={bank} />}
    </DetailPage>
  );
}
