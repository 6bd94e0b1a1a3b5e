// What is unclear now: how much, for how long, and the oldest of it.
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { spoken } from '../../app/i18n.ts';
import { useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Money } from '../../parts/money.tsx';
import { Time } from '../../parts/time.tsx';
import { Bars } from './bars.tsx';
import type { Picture } from './use-home.ts';

export function Unclear({ picture }: { picture: Picture }): ReactNode {
  const { t } = useTranslation('home');
  const { workspace } = useWorkspace();
  const { unclear } = picture;
  const number = new Intl.NumberFormat(spoken());
  if (unclear.count === 0) {
    return (
      <Section title={t('unclear')}>
        <Empty icon={IconCircleCheck} title={t('unclear_none')}>
          <p>{t('unclear_none_why')}</p>
        </Empty>
      </Section>
    );
  }
  const count = number.format(unclear.count);
  return (
    <Section
      title={t('unclear')}
      beside={
        <Link
          className="tk-link tk-small"
          to="/$workspace/payments"
          params={{ workspace }}
          search={{ state: 'unclear' }}
        >
          {t('see_all')}
        </Link>
      }
    >
      <div className="tk-stack">
        <div className="tk-figure-row">
          <span className="tk-figure">
            {unclear.more ? t('unclear_more', { figure: count }) : count}
          </span>
          <Money digits={unclear.amount} weight="quiet" />
        </div>
        <p className="tk-quiet tk-small">{t('unclear_why')}</p>
        <Bars
          label={t('unclear')}
          head={[t('age'), t('count')]}
          tone="unsure"
          bars={unclear.ages
            .map((one, at) => ({ ...one, beyond: unclear.ages[at - 1]?.up_to_s ?? 0 }))
            .filter((one) => one.count > 0)
            .map((one) => ({
              key: String(one.up_to_s),
              name: <AgeText upTo={one.up_to_s} beyond={one.beyond} />,
              size: one.count,
              figure: number.format(one.count),
            }))}
        />
        <div>
          <h3 className="tk-small-title">{t('oldest')}</h3>
          <ul className="tk-oldest">
            {unclear.oldest.map((one) => (
              <li key={one.payment_id}>
                <Link
                  className="tk-link"
                  to="/$workspace/payments/$payment_id"
                  params={{
                    workspace: workspace === 'all' ? one.client_id : workspace,
                    payment_id: one.payment_id,
                  }}
                >
                  <Money digits={one.amount} />
                </Link>
                <Time at={one.since} as="ago" />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Section>
  );
}

function AgeText({ upTo, beyond }: { upTo: number | null; beyond: number }): ReactNode {
  const { t } = useTranslation('home');
  const length = (seconds: number): string => {
    if (seconds >= 86_400) return t('days', { count: seconds / 86_400 });
    if (seconds >= 3600) return t('hours', { count: seconds / 3600 });
    return t('minutes', { count: Math.max(1, Math.round(seconds / 60)) });
  };
  return upTo === null
    ? t('age_beyond', { length: length(beyond) })
    : t('age_up_to', { length: length(upTo) });
}
