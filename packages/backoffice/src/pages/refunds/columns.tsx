// The columns of the list of refunds.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/list-page.tsx';
import { Money } from '../../parts/money.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { bankName } from '../../parts/story/worded.ts';

export type RefundRow = components['schemas']['RefundRow'];

/** `all`: whether the reader looks at every merchant at once. */
export function useRefundColumns(all: boolean): Column<RefundRow>[] {
  const { t } = useTranslation(['refunds', 'story', 'payments']);
  const reasons = useReasonWords();
  const reference = (text: string | null, what: string): ReactNode =>
    text === null ? (
      <span className="tk-quiet">–</span>
    ) : (
      <CopyText text={text} what={what} short />
    );
  return [
    {
      key: 'invoice',
      label: t('refunds:of_invoice'),
      cell: (row) => <span className="tk-clip">{row.invoice_number}</span>,
    },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: RefundRow) => row.merchant_name,
          },
        ]
      : []),
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => <StateBadge of="refund" state={row.state} />,
    },
    {
      key: 'amount',
      label: t('story:amount'),
      align: 'right',
      cell: (row) => <Money digits={row.amount} />,
    },
    { key: 'kind', label: t('refunds:kind'), cell: (row) => t(`refunds:kinds.${row.kind}`) },
    {
      key: 'reason',
      label: t('refunds:failed_why'),
      cell: (row) =>
        row.reason === null ? <span className="tk-quiet">–</span> : reasons(row.reason),
    },
    { key: 'created', label: t('story:created_at'), cell: (row) => <Time at={row.created_at} /> },
    { key: 'ended', label: t('story:finished_at'), cell: (row) => <Time at={row.finished_at} /> },
    {
      key: 'due',
      label: t('story:next_look'),
      extra: true,
      cell: (row) =>
        row.due_at === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <Time at={row.due_at} as="ago" />
        ),
    },
    { key: 'bank', label: t('story:bank'), extra: true, cell: (row) => bankName(row.bank) },
    {
      key: 'refund_id',
      label: t('refunds:refund_id'),
      extra: true,
      cell: (row) => reference(row.refund_id, t('refunds:refund_id')),
    },
    {
      key: 'request_id',
      label: t('payments:request_id'),
      extra: true,
      cell: (row) => reference(row.request_id, t('payments:request_id')),
    },
    {
      key: 'bank_reference',
      label: t('story:bank_reference'),
      extra: true,
      cell: (row) => reference(row.bank_refund_id, t('story:bank_reference')),
    },
  ];
}
