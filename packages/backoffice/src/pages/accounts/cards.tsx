// The cards of a bank account: whose it is, its facts, what it got, and how a payment names it.
import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconHourglass,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { Money } from '../../parts/money.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import type { Tone } from '../../parts/tones.ts';
import type { Account, WholeAccount } from './account.ts';

/** The two names beside each other: what somebody entered, and what the bank says. */
export function NamesCard({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('accounts');
  const { names_agree: agree, inquired_name: named, status } = account;
  const refused = status === 'refused';
  const [tone, Icon, words] = refused
    ? (['bad', IconCircleX, 'names_refused'] as const)
    : agree === null
      ? (['wait', IconHourglass, 'names_missing'] as const)
      : agree
        ? (['good', IconCircleCheck, 'names_agree'] as const)
        : (['unsure', IconAlertTriangle, 'names_differ'] as const);
  return (
    <Section title={t('names')}>
      <div className="tk-stack">
        <dl className="tk-names">
          <div>
            <dt>{t('holder')}</dt>
            <dd>{account.holder}</dd>
          </div>
          <div className={agree === false ? 'tk-names-other' : undefined}>
            <dt>{t('named')}</dt>
            <dd>{named ?? <span className="tk-quiet">{t('not_named')}</span>}</dd>
          </div>
        </dl>
        <p className={`tk-note tk-tone-${tone}`}>
          <Icon size={18} aria-hidden />
          {t(words)}
        </p>
      </div>
    </Section>
  );
}

export function AccountFacts({ whole }: { whole: WholeAccount }): ReactNode {
  const { account, number } = whole;
  const { t } = useTranslation('accounts');
  return (
    <Section title={t('facts')}>
      <Facts
        of={[
          [t('bank'), account.bank_name],
          [t('bank_code'), <span className="tk-mono">{account.bank_code}</span>],
          [t('number'), <Number number={number} tail={account.number_tail} />],
          [t('added_at'), <Time at={account.created_at} as="full" />],
          [
            t('verified_at'),
            account.verified_at === null ? undefined : <Time at={account.verified_at} as="full" />,
          ],
          [
            t('states.closed'),
            account.closed_at === null ? undefined : <Time at={account.closed_at} as="full" />,
          ],
        ]}
      />
    </Section>
  );
}

/** Its last digits, and all of them where the reader asks for them and may see them. */
function Number({ number, tail }: { number: string | null; tail: string }): ReactNode {
  const { t } = useTranslation('accounts');
  const [shown, setShown] = useState(false);
  return (
    <span className="tk-together">
      {shown && number !== null ? (
        <CopyText text={number} what={t('number')} />
      ) : (
        <span className="tk-mono">•••• {tail}</span>
      )}
      {number !== null && (
        <Button variant="subtle" size="compact-sm" px={0} onClick={() => setShown(!shown)}>
          {t(shown ? 'hide_number' : 'show_number')}
        </Button>
      )}
    </span>
  );
}

/** How a payment names the account. */
export function UseCard({ account }: { account: Account }): ReactNode {
  const { t } = useTranslation('accounts');
  const lines = {
    additional_info: {
      settlement: [
        { bank_account_settlement_id: account.account_id, value: 60, type: 'PERCENTAGE' },
      ],
    },
  };
  const { status } = account;
  return (
    <Section title={t('use')}>
      <div className="tk-stack">
        <p className="tk-quiet">
          {t(status === 'verified' ? 'use_why' : status === 'closed' ? 'use_closed' : 'use_wait')}
        </p>
        {status !== 'closed' && <JsonTree value={lines} label={t('snippet')} open={5} />}
      </div>
    </Section>
  );
}

const TONES: Readonly<Record<NonNullable<WholeAccount['payouts']>[number]['state'], Tone>> = {
  ready: 'wait',
  sent: 'wait',
  paid: 'good',
  refused: 'bad',
  returned: 'bad',
};

/** The newest payouts to it; nothing for who may not see money. */
export function PayoutsCard({ payouts }: Pick<WholeAccount, 'payouts'>): ReactNode {
  const { t } = useTranslation(['accounts', 'story']);
  if (payouts === null) return null;
  return (
    <Section title={t('accounts:payouts')} flush={payouts.length > 0}>
      {payouts.length === 0 ? (
        <p className="tk-quiet">{t('accounts:payouts_none')}</p>
      ) : (
        <div className="tk-scroll" role="region" aria-label={t('accounts:payouts')} tabIndex={0}>
          <table className="tk-table tk-table-plain">
            <thead>
              <tr>
                <th scope="col">{t('story:created_at')}</th>
                <th scope="col">{t('story:bank')}</th>
                <th scope="col">{t('accounts:state')}</th>
                <th scope="col" className="tk-right">
                  {t('story:amount')}
                </th>
              </tr>
            </thead>
            <tbody>
              {payouts.map((one) => (
                <tr key={one.payout_id}>
                  <td>
                    <Time at={one.created_at} />
                  </td>
                  <td>{bankName(one.bank)}</td>
                  <td>
                    <Badge tone={TONES[one.state]}>
                      {t(`accounts:payout_states.${one.state}`)}
                    </Badge>
                    {one.reason !== null && (
                      <span className="tk-second-line tk-quiet">{one.reason}</span>
                    )}
                  </td>
                  <td className="tk-right">
                    <Money digits={one.amount} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
