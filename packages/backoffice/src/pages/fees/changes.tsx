// Every tariff that a bank's fees have had or will have: what it says, from when on, and who made it.
import { Button } from '@mantine/core';
import {
  IconArrowsExchange,
  IconBan,
  IconCalendarTime,
  IconCircleCheck,
  IconHistory,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Makers } from '../../parts/makers.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import type { Tone } from '../../parts/tones.ts';
import { useSentence } from './sentence.ts';
import type { BankFees, Tariff } from './terms.ts';
import { WithdrawFee } from './withdraw-fee.tsx';

const LOOKS: Readonly<Record<Tariff['standing'], readonly [TablerIcon, Tone]>> = {
  past: [IconHistory, 'still'],
  in_force: [IconCircleCheck, 'good'],
  to_come: [IconCalendarTime, 'wait'],
  replaced: [IconArrowsExchange, 'still'],
  withdrawn: [IconBan, 'still'],
};

export function Changes({ fees }: { fees: BankFees }): ReactNode {
  const { t } = useTranslation('fees');
  const sentence = useSentence();
  const may = useMay();
  const [withdrawing, setWithdrawing] = useState<Tariff>();
  const withdraws = may('fees.change') && fees.waiting === null;
  return (
    <Section title={t('history')}>
      {fees.tariffs.length === 0 ? (
        <p className="tk-quiet">{t('history_none')}</p>
      ) : (
        <Timeline
          label={t('history')}
          happenings={fees.tariffs.map((one) => {
            const [icon, tone] = LOOKS[one.standing];
            return {
              key: one.fee_id,
              at: one.valid_from,
              icon,
              tone,
              title: sentence(one.terms),
              actor: (
                <span className="tk-together">
                  <Badge tone={tone}>{t(`standings.${one.standing}`)}</Badge>
                  <Makers of={one}>
                    <Times of={one} />
                  </Makers>
                </span>
              ),
              body: one.standing === 'to_come' && withdraws && (
                <Button variant="default" size="compact-sm" onClick={() => setWithdrawing(one)}>
                  {t('withdraw')}
                </Button>
              ),
            };
          })}
        />
      )}
      <WithdrawFee tariff={withdrawing} onClose={() => setWithdrawing(undefined)} />
    </Section>
  );
}

/** When it was made, and when it was withdrawn. */
function Times({ of }: { of: Tariff }): ReactNode {
  const { t } = useTranslation('fees');
  return (
    <>
      {' · '}
      <Time at={of.made_at} />
      {of.withdrawn_at !== null && (
        <>
          {' · '}
          {t('withdrawn_on')} <Time at={of.withdrawn_at} />
        </>
      )}
    </>
  );
}
