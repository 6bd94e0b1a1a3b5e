// One refund: how it stands, whose wish it was, and all that happened to it.
import '../../parts/story/story.css';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { useReasonWords } from '../../parts/refusal-words.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import {
  BankExchange,
  LedgerCard,
  NotificationsCard,
  RawCard,
  StoryCard,
  WaitingNote,
} from '../../parts/story/story.tsx';
import type { Waiting } from '../../parts/story/waiting.ts';
import { useOne } from '../../parts/story/use-one.ts';
import { ExceptionNotice } from '../reconciliation/notice.tsx';
import { bankName, tailText } from '../../parts/story/worded.ts';
import { RefundSettlementCard } from './settlement-card.tsx';

type Whole = Answer<'getRefund'>;

export function RefundPage(): ReactNode {
  const { refund_id: refundId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<Whole>({
    queryKey: [workspace, 'refunds', 'one', refundId],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/refunds/{refund_id}', {
          params: { path: { workspace, refund_id: refundId } },
          signal,
        }),
      ),
    concerns: (event, known) =>
      (event.kind === 'refund' && event.refund_id === refundId) ||
      (event.kind === 'notification' &&
        known?.notifications.some((one) => one.notification_id === event.notification_id) === true),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { refund, timeline } = whole;
  const { t } = useTranslation('refunds');
  // A refund of late money that the bank refused has ended; what it was about has not.
  const waiting: Waiting =
    refund.kind === 'late' && refund.state === 'failed'
      ? { ...whole.waiting, for: 'late_money_refund' }
      : whole.waiting;
  const story = { noun: 'refund', state: refund.state, waiting } as const;
  return (
    <DetailPage
      title={`${refund.invoice_number} · ${t('title')}`}
      back={<BackToList area="refunds">{t('title')}</BackToList>}
      heading={<Money digits={refund.amount} weight="strong" />}
      state={<StateBadge of="refund" state={refund.state} size="lg" />}
      ids={<Ids refund={refund} />}
      notice={
        <>
          <WaitingNote {...story} why={refund.reason} />
          <ExceptionNotice subjectId={refund.refund_id} />
        </>
      }
      side={
        <>
          <RefundFacts whole={whole} />
          <RefundSettlementCard settlement={whole.settlement} />
          <PaymentCard payment={whole.payment} />
        </>
      }
    >
      <StoryCard {...story} entries={timeline} madeBy={whole.asked_by} />
      <NotificationsCard notifications={whole.notifications} entries={timeline} />
      <BankExchange entries={timeline} />
      <LedgerCard journals={whole.journals} clientId={refund.client_id} />
      <RawCard raw={whole.raw} />
    </DetailPage>
  );
}

function Ids({ refund }: Pick<Whole, 'refund'>): ReactNode {
  const { t } = useTranslation(['refunds', 'payments', 'story']);
  const ids: readonly (readonly [string, string | null])[] = [
    [t('refunds:refund_id'), refund.refund_id],
    [t('payments:request_id'), refund.request_id],
    [t('story:bank_reference'), refund.bank_refund_id],
  ];
  return ids.map(
    ([what, text]) =>
      text !== null && (
        <span key={what} className="tk-id">
          {what} <CopyText text={text} what={what} />
        </span>
      ),
  );
}

function RefundFacts({ whole }: { whole: Whole }): ReactNode {
  const { refund, waiting } = whole;
  const { t } = useTranslation(['refunds', 'story']);
  const { workspace } = useWorkspace();
  const reasons = useReasonWords();
  const askedBy = refund.kind === 'late' ? t('refunds:by_gateway') : t('refunds:by_merchant');
  return (
    <Section title={t('story:facts')}>
      <Facts
        of={[
          [t('refunds:failed_why'), refund.reason === null ? undefined : reasons(refund.reason)],
          [
            t('story:bank_code'),
            refund.bank_code === null ? undefined : (
              <span className="tk-mono">{refund.bank_code}</span>
            ),
          ],
          [t('story:merchant'), workspace === 'all' ? refund.merchant_name : undefined],
          [t('refunds:kind'), t(`refunds:kinds.${refund.kind}`)],
          [t('refunds:asked_by'), whole.asked_by ?? askedBy],
          [t('refunds:words'), whole.refund_reason ?? undefined],
          [t('story:bank'), bankName(refund.bank)],
          [t('story:created_at'), <Time key="made" at={refund.created_at} as="full" />],
          [
            t('story:finished_at'),
            refund.finished_at === null ? undefined : <Time at={refund.finished_at} as="full" />,
          ],
          [
            t('story:next_look'),
            waiting.next_look_at === null ? undefined : (
              <Time at={waiting.next_look_at} as="full" />
            ),
          ],
          [t('story:looks'), waiting.looks === 0 ? undefined : waiting.looks],
        ]}
      />
    </Section>
  );
}

function PaymentCard({ payment }: Pick<Whole, 'payment'>): ReactNode {
  const { t } = useTranslation(['refunds', 'payments', 'story']);
  const { workspace } = useWorkspace();
  return (
    <Section title={t('refunds:payment')}>
      <Facts
        of={[
          [
            t('payments:invoice'),
            <Link
              key="payment"
              className="tk-link"
              to="/$workspace/payments/$payment_id"
              params={{ workspace, payment_id: payment.payment_id }}
            >
              {payment.invoice_number}
            </Link>,
          ],
          [t('story:state'), <StateBadge key="state" of="payment" state={payment.state} />],
          [t('story:amount'), <Money key="amount" digits={payment.amount} />],
          [t('payments:refunded'), <Money key="refunded" digits={payment.refunded} />],
          [t('payments:customer'), payment.customer_name ?? payment.customer_id],
          [t('story:account'), tailText(payment.account_tail)],
        ]}
      />
    </Section>
  );
}
