// What a merchant is owed, told to its own people and to the gateway's, with the three parts that it is made of.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import type { Balances } from './own.tsx';

export function Owed({ balances }: { balances: Balances }): ReactNode {
  const { t } = useTranslation('balances');
  const { name } = useWorkspace();
  const isGateway = useSession().workspaces.some((one) => one.workspace === 'all');
  const { owed } = balances;
  const parts = [
    ['payable', t('owed_payable'), t('owed_payable_why')],
    ['settled', t('owed_settled'), isGateway ? t('owed_settled_why_to') : t('owed_settled_why')],
    ['on_its_way', t('owed_on_its_way'), t('owed_on_its_way_why')],
  ] as const;
  return (
    <Section title={isGateway ? t('owed_to', { name }) : t('owed')}>
      <p className="tk-balances-owed">
        <Money digits={owed.total} weight="strong" />
      </p>
      {owed.total.startsWith('-') && <p className="tk-quiet">{t('owed_less')}</p>}
      <dl className="tk-balances-parts">
        {parts.map(([part, what, why]) => (
          <div key={part}>
            <dt>{what}</dt>
            <dd className="tk-balances-part">
              <Money digits={owed[part]} />
            </dd>
            <dd className="tk-quiet tk-small">{why}</dd>
          </div>
        ))}
      </dl>
      {owed.refunds !== '0' && (
        <p className="tk-quiet">{t('owed_refunds', { amount: rupiah(owed.refunds) })}</p>
      )}
    </Section>
  );
}
