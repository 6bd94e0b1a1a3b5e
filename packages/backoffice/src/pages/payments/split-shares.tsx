// Who gets what of a payment's net: each line with its rupiah, and what is left for the default account.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { Money } from '../../parts/money.tsx';
import { AccountName } from '../settlement/account-name.tsx';
import { usePayees } from './split-editor.tsx';

interface SplitSharesProps {
  price: components['schemas']['PaymentPrice'];
  accounts: components['schemas']['PaymentSettlement']['accounts'];
}

export function SplitShares({ price, accounts }: SplitSharesProps): ReactNode {
  const { t } = useTranslation('payments');
  const payees = usePayees();
  const named = [...accounts, ...payees];
  const nameOf = (account: string) => {
    const known = named.find((one) => one.account_id === account);
    return {
      account,
      bank_name: known?.bank_name ?? null,
      number_tail: known?.number_tail ?? null,
    };
  };
  const byDefault = named.find((one) => one.is_default);
  return (
    <ul className="tk-balances" aria-label={t('split.shares')}>
      {(price.split?.lines ?? []).map((line) => (
        <li key={line.account}>
          <AccountName of={nameOf(line.account)} />
          <Money digits={line.amount} weight="strong" />
          <span className="tk-quiet">
            {line.type === 'PERCENTAGE' ? `${line.value} %` : t('split.fixed')}
          </span>
        </li>
      ))}
      <li>
        {byDefault === undefined ? (
          <span>{t('split.default')}</span>
        ) : (
          <AccountName of={nameOf(byDefault.account_id)} />
        )}
        <Money digits={price.for_default_account} weight="strong" />
        <span className="tk-quiet">{price.split === null ? t('split.all') : t('split.rest')}</span>
      </li>
    </ul>
  );
}
