// What a payment costs its merchant: what the customer pays, the fee, the net, and the tariff that says so.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { useSentence } from '../fees/sentence.ts';

type Whole = Answer<'getPayment'>;

export function PriceCard({ whole }: { whole: Whole }): ReactNode {
  const { payment, price, tariff } = whole;
  const { t } = useTranslation('fees');
  const { workspace } = useWorkspace();
  const may = useMay();
  const sentence = useSentence();
  const words = tariff === null ? null : sentence(tariff.terms);
  if (payment.state === 'failed' || payment.state === 'expired') {
    return (
      <Section title={t('of_payment')}>
        <p className="tk-quiet">{t('not_charged')}</p>
      </Section>
    );
  }
  return (
    <Section title={t('of_payment')}>
      <Facts
        of={[
          [t('gross'), <Money digits={payment.amount} />],
          [t('fee'), <Money digits={price.fee} />],
          [t('net_payment'), <Money digits={price.net} weight="strong" />],
          [
            t('tariff'),
            !may('money.view') ? undefined : words === null ? (
              price.fee === '0' ? (
                t('none_yet')
              ) : undefined
            ) : workspace === 'all' ? (
              words
            ) : (
              <Link className="tk-link" to="/$workspace/fees" params={{ workspace }}>
                {words}
              </Link>
            ),
          ],
        ]}
      />
      {payment.state !== 'succeeded' && <p className="tk-quiet tk-small">{t('when_succeeds')}</p>}
    </Section>
  );
}
