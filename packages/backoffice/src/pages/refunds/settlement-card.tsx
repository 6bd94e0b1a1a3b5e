// When a refund is taken off what the merchant is paid, and the batch that did it.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../api/session.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { InBatch } from '../payments/settlement-card.tsx';
import { DayOf } from '../settlement/account-name.tsx';

/** Nothing where nothing is taken off, or it is not the reader's to see. */
export function RefundSettlementCard({
  settlement,
}: Pick<Answer<'getRefund'>, 'settlement'>): ReactNode {
  const { t } = useTranslation(['refunds', 'payments']);
  if (settlement === null) return null;
  const { state, batch, due_day: due } = settlement;
  const when = state === 'pending' ? 'payments:settlement.due_if' : 'payments:settlement.due';
  return (
    <Section
      title={t('payments:settlement.title')}
      beside={<StateBadge of="settlement" state={state} />}
    >
      <div className="tk-stack">
        <p>{t(`refunds:settlement_says.${state}`)}</p>
        <Facts
          of={[
            [t(when), due === null ? undefined : <DayOf key="due" day={due} />],
            [
              t('payments:settlement.batch'),
              batch === null ? undefined : <InBatch key="batch" batch={batch} />,
            ],
          ]}
        />
      </div>
    </Section>
  );
}
