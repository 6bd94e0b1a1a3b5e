// What amounts cost before and after a change of fees; a rise and a fall are marked by more than their colour.
import './fees.css';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../parts/money.tsx';

interface BeforeAfterProps {
  rows: readonly { amount: string; before: string; after: string }[];
}

export function BeforeAfter({ rows }: BeforeAfterProps): ReactNode {
  const { t } = useTranslation('fees');
  return (
    <table className="tk-table tk-table-plain tk-fees-costs">
      <thead>
        <tr>
          <th scope="col" className="tk-right">
            {t('amount')}
          </th>
          <th scope="col" className="tk-right">
            {t('before')}
          </th>
          <th scope="col" className="tk-right">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ amount, before, after }) => (
          <tr key={amount}>
            <td className="tk-right">
              <Money digits={amount} />
            </td>
            <td className="tk-right">
              <Money digits={before} weight="quiet" />
            </td>
            <td className="tk-right">
              <Way before={before} after={after} /> <Money digits={after} weight="strong" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Way({ before, after }: { before: string; after: string }): ReactNode {
  if (before === after) return null;
  const Icon = BigInt(after) > BigInt(before) ? IconArrowUp : IconArrowDown;
  return <Icon size={14} aria-hidden className="tk-quiet" />;
}
