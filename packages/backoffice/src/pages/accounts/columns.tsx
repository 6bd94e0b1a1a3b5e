// The columns of the list of bank accounts.
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/list-page.tsx';
import { Time } from '../../parts/time.tsx';
import { type Account, accountName } from './account.ts';
import { AccountState, DefaultBadge, NamedHolder } from './badges.tsx';

/** `all`: whether the reader looks at every merchant at once. */
export function useAccountColumns(all: boolean): Column<Account>[] {
  const { t } = useTranslation(['accounts', 'story']);
  return [
    { key: 'account', label: t('accounts:account'), cell: (row) => accountName(row) },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: Account) => row.merchant_name,
          },
        ]
      : []),
    {
      key: 'state',
      label: t('accounts:state'),
      cell: (row) => (
        <span className="tk-together">
          <AccountState of={row} />
          <DefaultBadge of={row} />
        </span>
      ),
    },
    { key: 'holder', label: t('accounts:holder'), cell: (row) => row.holder },
    { key: 'named', label: t('accounts:named'), cell: (row) => <NamedHolder of={row} /> },
    {
      key: 'account_id',
      label: t('accounts:sba'),
      cell: (row) => <CopyText text={row.account_id} what={t('accounts:sba')} />,
    },
    { key: 'added', label: t('accounts:added_at'), cell: (row) => <Time at={row.created_at} /> },
    {
      key: 'verified',
      label: t('accounts:verified_at'),
      extra: true,
      cell: (row) => <Time at={row.verified_at} />,
    },
  ];
}
