// Where a payment's money is on its way to the merchant, and which accounts share it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { DayOf, longDay } from '../settlement/account-name.tsx';
import { SplitShares } from './split-shares.tsx';

type Whole = Answer<'getPayment'>;
type Settlement = NonNullable<Whole['settlement']>;
type Batch = NonNullable<Settlement['batch']>;

/** Nothing where there is nothing to settle, or it is not the reader's to see. */
export function SettlementCard({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('payments');
  const { settlement, price } = whole;
  if (settlement === null) return null;
  const { state, batch, refunds } = settlement;
  return (
    <Section title={t('settlement.title')} beside={<StateBadge of="settlement" state={state} />}>
      <div className="tk-stack">
        <p>{t(`settlement.says.${state}`)}</p>
        <Facts
          of={[
            [
              state === 'pending' ? t('settlement.due_if') : t('settlement.due'),
              settlement.due_day === null ? undefined : (
                <DayOf key="due" day={settlement.due_day} />
              ),
            ],
            [t('settlement.batch'), batch === null ? undefined : <InBatch batch={batch} />],
            ...refunds.map(
              (one) =>
                [
                  t('settlement.refund', { amount: rupiah(one.amount) }),
                  one.batch === null ? (
                    t('settlement.refund_due', { day: longDay(one.due_day) })
                  ) : (
                    <InBatch key={one.refund_id} batch={one.batch} />
                  ),
                ] as const,
            ),
          ]}
        />
        {state !== 'reversed' && <SplitShares price={price} accounts={settlement.accounts} />}
      </div>
    </Section>
  );
}

/** A link to the batch by its day. */
export function InBatch({ batch }: { batch: Batch }): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  return (
    <>
      <Link
        className="tk-link"
        to="/$workspace/settlement/batches/$batch_id"
        params={{ workspace, batch_id: batch.batch_id }}
      >
        {longDay(batch.day)}
      </Link>
      {!batch.booked && <span className="tk-second-line">{t('settlement.collecting')}</span>}
    </>
  );
}
