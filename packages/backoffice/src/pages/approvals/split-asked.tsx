// Another split of a payment, as a person reads it who must decide: who gets what now, and who would.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bankName } from '../../parts/story/worded.ts';
import { leafText } from '../../parts/differences.ts';
import { Facts } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import type { Approval } from './approval.ts';
import { PaymentLink } from './payment-link.tsx';

interface Split {
  lines: readonly { account: string; type: string; value: string; amount: string }[];
}

export function SplitAsked({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { asked } = approval;
  const net = typeof asked['net'] === 'string' ? asked['net'] : '0';
  return (
    <>
      <Facts
        of={[
          [t('names.net'), <Money key="net" digits={net} weight="strong" />],
          [t('names.invoice_number'), leafText(asked['invoice_number'])],
          [t('names.bank'), bankName(leafText(asked['bank']))],
          [t('names.payment'), <PaymentLink key="payment" approval={approval} />],
        ]}
      />
      <div className="tk-two-splits">
        <Shares title={t('split_now')} net={net} split={asked['from'] as Split | null} />
        <Shares title={t('split_then')} net={net} split={asked['to'] as Split | null} />
      </div>
    </>
  );
}

interface SharesProps {
  title: string;
  net: string;
  split: Split | null;
}

function Shares({ title, net, split }: SharesProps): ReactNode {
  const { t } = useTranslation('approvals');
  const lines = split?.lines ?? [];
  const left = lines.reduce((sum, { amount }) => sum - BigInt(amount), BigInt(net));
  return (
    <div>
      <h3 className="tk-small-title">{title}</h3>
      <Facts
        of={[
          ...lines.map(
            ({ account, type, value, amount }) =>
              [
                account,
                <span key={account} className="tk-together">
                  <Money digits={amount} weight="strong" />
                  {type === 'PERCENTAGE' && <span className="tk-quiet">{value} %</span>}
                </span>,
              ] as const,
          ),
          [t('split_default'), <Money key="default" digits={`${left}`} weight="strong" />],
        ]}
      />
    </div>
  );
}
