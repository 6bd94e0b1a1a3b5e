// One payment: how it stands, what it waits for, all that happened to it, and what can be done with it.
import '../../parts/story/story.css';
import '../settlement/settlement.css';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { DetailPage, Loaded } from '../../parts/detail-page.tsx';
import { Money } from '../../parts/money.tsx';
import { RefundedBadge, StateBadge } from '../../parts/state-badge.tsx';
import { ExceptionNotice } from '../reconciliation/notice.tsx';
import { InquireAct, type Said, SaidNote } from './inquire-act.tsx';
import {
  ItemsCard,
  LateReturned,
  OpenRefunds,
  PaymentFacts,
  RefundsCard,
} from './payment-cards.tsx';
import { PersonCard } from '../../parts/story/person.tsx';
import { PriceCard } from './price-card.tsx';
import { RefundAct } from './refund-act.tsx';
import { ResolveAct } from './resolve-act.tsx';
import { ChangeSplitAct } from './change-split-act.tsx';
import { SettlementCard } from './settlement-card.tsx';
import {
  BankExchange,
  LedgerCard,
  NotificationsCard,
  RawCard,
  StoryCard,
  WaitingNote,
} from '../../parts/story/story.tsx';
import { useOne } from '../../parts/story/use-one.ts';

type Whole = Answer<'getPayment'>;

export function PaymentPage(): ReactNode {
  const { payment_id: paymentId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<Whole>({
    queryKey: [workspace, 'payments', 'one', paymentId],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/payments/{payment_id}', {
          params: { path: { workspace, payment_id: paymentId } },
          signal,
        }),
      ),
    concerns: (event, known) =>
      ((event.kind === 'payment' || event.kind === 'refund') && event.payment_id === paymentId) ||
      (event.kind === 'notification' &&
        known?.notifications.some((one) => one.notification_id === event.notification_id) ===
          true) ||
      (event.kind === 'approval' &&
        known?.approvals.some((one) => one.approval_id === event.approval_id) === true),
  });
  return <Loaded query={query}>{(whole) => <Shown key={paymentId} whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { payment, waiting, timeline } = whole;
  const { t } = useTranslation('payments');
  const [said, setSaid] = useState<Said>();
  const refunded = payment.refunded !== '0';
  const story = { noun: 'payment', state: payment.state, waiting } as const;
  return (
    <DetailPage
      title={`${payment.invoice_number} · ${t('title')}`}
      back={<BackToList area="payments">{t('title')}</BackToList>}
      heading={<Money digits={payment.amount} weight="strong" />}
      state={
        <>
          <StateBadge of="payment" state={payment.state} size="lg" />
          {refunded && <RefundedBadge part={payment.refunded !== payment.amount} />}
        </>
      }
      ids={<Ids payment={payment} />}
      actions={<Acts whole={whole} onSaid={setSaid} />}
      notice={
        <>
          <WaitingNote {...story} why={payment.reason} />
          <ExceptionNotice subjectId={payment.payment_id} />
          <LateReturned refunds={whole.refunds} />
          <OpenRefunds refunds={whole.refunds} />
          {said && <SaidNote said={said} />}
          {whole.approvals
            .filter((one) => one.state === 'pending' || one.state === 'approved')
            .map((one) => (
              <ApprovalNotice key={one.approval_id} approvalId={one.approval_id}>
                {one.kind === 'refund'
                  ? t('waits.refund')
                  : one.kind === 'resolve_payment'
                    ? t('waits.resolve_payment')
                    : one.kind === 'split'
                      ? t('waits.split')
                      : undefined}
              </ApprovalNotice>
            ))}
        </>
      }
      side={
        <>
          <PaymentFacts whole={whole} />
          <PriceCard whole={whole} />
          <SettlementCard whole={whole} />
          <PersonCard person={whole.customer} />
          <RefundsCard refunds={whole.refunds} />
        </>
      }
    >
      <StoryCard {...story} entries={timeline} />
      <NotificationsCard notifications={whole.notifications} entries={timeline} />
      <BankExchange entries={timeline} />
      <LedgerCard journals={whole.journals} clientId={payment.client_id} />
      <ItemsCard whole={whole} />
      <RawCard raw={whole.raw} />
    </DetailPage>
  );
}

function Ids({ payment }: Pick<Whole, 'payment'>): ReactNode {
  const { t } = useTranslation(['payments', 'story']);
  const ids: readonly (readonly [string, string | null])[] = [
    [t('payments:invoice'), payment.invoice_number],
    [t('payments:payment_id'), payment.payment_id],
    [t('payments:request_id'), payment.request_id],
    [t('story:bank_reference'), payment.bank_payment_id],
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

interface ActsProps {
  whole: Whole;
  onSaid: (said: Said) => void;
}

function Acts({ whole, onSaid }: ActsProps): ReactNode {
  const { t } = useTranslation('story');
  const { workspace } = useWorkspace();
  const { payment, actions } = whole;
  if (workspace === 'all') {
    return (
      <Button
        variant="default"
        title={t('open_in_why')}
        renderRoot={(props) => (
          <Link
            {...props}
            to="/$workspace/payments/$payment_id"
            params={{ workspace: payment.client_id, payment_id: payment.payment_id }}
          />
        )}
      >
        {t('open_in', { name: payment.merchant_name })}
      </Button>
    );
  }
  return (
    <>
      <ResolveAct paymentId={payment.payment_id} may={actions.resolve} />
      <InquireAct paymentId={payment.payment_id} may={actions.inquire} onSaid={onSaid} />
      <ChangeSplitAct whole={whole} />
      <RefundAct paymentId={payment.payment_id} may={actions.refund} />
    </>
  );
}
