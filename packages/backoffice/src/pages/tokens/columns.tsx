// The columns of the list of tokens.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/list-page.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { bankName, tailText } from '../../parts/story/worded.ts';

export type TokenRow = components['schemas']['TokenRow'];

/** `all`: whether the reader looks at every merchant at once. */
export function useTokenColumns(all: boolean): Column<TokenRow>[] {
  const { t } = useTranslation(['tokens', 'story', 'payments']);
  const reasons = useReasonWords();
  const reference = (text: string | null, what: string): ReactNode =>
    text === null ? (
      <span className="tk-quiet">–</span>
    ) : (
      <CopyText text={text} what={what} short />
    );
  return [
    {
      key: 'customer_id',
      label: t('payments:customer_id'),
      cell: (row) => <span className="tk-clip">{row.customer_id}</span>,
    },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: TokenRow) => row.merchant_name,
          },
        ]
      : []),
    {
      key: 'customer',
      label: t('payments:customer'),
      cell: (row) => <span className="tk-clip">{row.customer_name ?? '–'}</span>,
    },
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => <StateBadge of="token" state={row.state} />,
    },
    {
      key: 'account',
      label: t('story:account'),
      cell: (row) => (
        <span>
          {bankName(row.bank)} <span className="tk-quiet">{tailText(row.account_tail)}</span>
        </span>
      ),
    },
    {
      key: 'reason',
      label: t('story:reason'),
      cell: (row) =>
        row.reason === null ? <span className="tk-quiet">–</span> : reasons(row.reason),
    },
    { key: 'created', label: t('story:created_at'), cell: (row) => <Time at={row.created_at} /> },
    { key: 'changed', label: t('tokens:changed'), cell: (row) => <Time at={row.changed_at} /> },
    {
      key: 'token_id',
      label: t('tokens:token_id'),
      extra: true,
      cell: (row) => reference(row.token_id, t('tokens:token_id')),
    },
    {
      key: 'token_word',
      label: t('tokens:token_word'),
      extra: true,
      cell: (row) => reference(row.token_word, t('tokens:token_word')),
    },
  ];
}
