// How notifications fare: what arrived, what is tried again, and what never did.
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { percentText } from './change.ts';
import type { Picture } from './use-home.ts';

const STATES = ['delivered', 'pending', 'exhausted', 'undeliverable'] as const;

export function Health({ picture }: { picture: Picture }): ReactNode {
  const { t } = useTranslation(['home', 'states']);
  const { workspace } = useWorkspace();
  const { notifications } = picture;
  const bad = notifications.exhausted + notifications.undeliverable;
  const ended = notifications.delivered + bad;
  const number = new Intl.NumberFormat(spoken());
  return (
    <Section title={t('health')}>
      <div className="tk-stack">
        {ended === 0 ? (
          <p className="tk-quiet">{t('health_none')}</p>
        ) : (
          <div className="tk-figure-row">
            <span className="tk-figure">
              {percentText(Math.floor((notifications.delivered * 1000) / ended), spoken())}
            </span>
            <span className="tk-quiet">{t('health_rate')}</span>
          </div>
        )}
        <ul className="tk-health">
          {STATES.map((state) => (
            <li key={state}>
              <Link
                to="/$workspace/notifications"
                params={{ workspace }}
                search={{ state }}
                className="tk-bar-link"
              >
                {notifications[state] === 0 ? (
                  <Badge tone="still">{t(`states:notification.${state}`)}</Badge>
                ) : (
                  <StateBadge of="notification" state={state} />
                )}
              </Link>
              <span className="tk-health-count">{number.format(notifications[state])}</span>
            </li>
          ))}
        </ul>
        {notifications.oldest_due_at !== null && (
          <p className="tk-quiet tk-small">
            {t('health_due')} <Time at={notifications.oldest_due_at} as="ago" />
          </p>
        )}
        {bad > 0 && (
          <p className="tk-note tk-tone-bad tk-small">
            <IconAlertTriangle size={16} aria-hidden />
            {t('health_bad')}
          </p>
        )}
      </div>
    </Section>
  );
}
