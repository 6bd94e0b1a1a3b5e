// What a batch came to: its totals, and what became of each account. On its page and on the statement.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { AccountName } from './account-name.tsx';
import { minus } from './sums.ts';

type Whole = Answer<'getBatch'>;

/** Gross, less fees, less refunds, is the net. */
export function Totals({ batch }: Pick<Whole, 'batch'>): ReactNode {
  const { t } = useTranslation('settlement');
  const rows = [
    ['gross', batch.gross],
    ['fees', minus(batch.fees)],
    ['refunds', minus(batch.refunds)],
    ['net', batch.net],
  ] as const;
  return (
    <dl className="tk-totals">
      {rows.map(([name, digits]) => (
        <div key={name} className={name === 'net' ? 'tk-total-last' : undefined}>
          <dt>{t(`sums.${name}`)}</dt>
          <dd>
            <Money digits={digits} {...(name === 'net' ? { weight: 'strong' } : {})} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Carried + share − payout = what is left. */
export function Accounts({ accounts }: Pick<Whole, 'accounts'>): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-scroll" role="region" aria-label={t('accounts')} tabIndex={0}>
      <table className="tk-table tk-table-plain">
        <thead>
          <tr>
            <th scope="col">{t('account')}</th>
            {(['carried', 'share', 'paid_out', 'left'] as const).map((one) => (
              <th key={one} scope="col" className="tk-right">
                {t(one)}
              </th>
            ))}
            <th scope="col">{t('payout')}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((one) => (
            <tr key={one.account}>
              <td>
                <AccountName of={one} />
              </td>
              <td className="tk-right">
                <Money digits={one.carried === '0' ? null : one.carried} />
              </td>
              <td className="tk-right">
                <Money digits={one.share} />
              </td>
              <td className="tk-right">
                <Money digits={one.payout?.amount ?? null} weight="strong" />
              </td>
              <td className="tk-right">
                <Money digits={one.balance === '0' ? null : one.balance} />
              </td>
              <td>
                <PayoutState payout={one.payout} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PayoutState({ payout }: { payout: Whole['accounts'][number]['payout'] }): ReactNode {
  const { workspace } = useWorkspace();
  if (payout === null) return <span className="tk-quiet">–</span>;
  return (
    <>
      <Link
        className="tk-badge-link"
        to="/$workspace/settlement/payouts/$payout_id"
        params={{ workspace, payout_id: payout.payout_id }}
      >
        <StateBadge of="payout" state={payout.state} />
      </Link>
      {payout.reason !== null && <span className="tk-second-line">{payout.reason}</span>}
    </>
  );
}
