// The columns of the list of payments.
import { Tooltip } from '@mantine/core';
import { IconCornerUpLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/list-page.tsx';
import { Money } from '../../parts/money.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { bankName, tailText } from '../../parts/story/worded.ts';

export type PaymentRow = components['schemas']['PaymentRow'];

/** `all`: whether the reader looks at every merchant at once. */
export function usePaymentColumns(all: boolean): Column<PaymentRow>[] {
  const { t } = useTranslation(['payments', 'story']);
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
      label: t('payments:invoice'),
      cell: (row) => <span className="tk-clip">{row.invoice_number}</span>,
    },
    ...(all
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: PaymentRow) => row.merchant_name,
          },
        ]
      : []),
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => (
        <span className="tk-badges">
          <StateBadge of="payment" state={row.state} />
          {row.refunded !== '0' && <RefundedMark part={row.refunded !== row.amount} />}
        </span>
      ),
    },
    {
      key: 'amount',
      label: t('story:amount'),
      align: 'right',
      cell: (row) => <Money digits={row.amount} />,
    },
    {
      key: 'customer',
      label: t('payments:customer'),
      cell: (row) => <span className="tk-clip">{row.customer_name ?? row.customer_id}</span>,
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
    { key: 'created', label: t('payments:created'), cell: (row) => <Time at={row.created_at} /> },
    {
      key: 'reason',
      label: t('story:reason'),
      cell: (row) =>
        row.reason === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <span className="tk-clip">{reasons(row.reason)}</span>
        ),
    },
    {
      key: 'ended',
      label: t('payments:ended'),
      extra: true,
      cell: (row) => <Time at={row.finished_at} />,
    },
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
    {
      key: 'refunded',
      label: t('payments:refunded'),
      extra: true,
      align: 'right',
      cell: (row) => <Money digits={row.refunded === '0' ? null : row.refunded} />,
    },
    {
      key: 'customer_id',
      label: t('payments:customer_id'),
      extra: true,
      cell: (row) => <CopyText text={row.customer_id} what={t('payments:customer_id')} />,
    },
    {
      key: 'payment_id',
      label: t('payments:payment_id'),
      extra: true,
      cell: (row) => reference(row.payment_id, t('payments:payment_id')),
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
      cell: (row) => reference(row.bank_payment_id, t('story:bank_reference')),
    },
  ];
}

/** Beside the state, in little room: money of it went back. */
function RefundedMark({ part }: { part: boolean }): ReactNode {
  const { t } = useTranslation('parts');
  const words = part ? t('refunded_part') : t('refunded_all');
  return (
    <Tooltip label={words}>
      <span className="tk-badge tk-tone-still tk-badge-mark">
        <IconCornerUpLeft size={14} stroke={2} aria-hidden />
        <span className="tk-hidden">{words}</span>
      </span>
    </Tooltip>
  );
}
