// One token: the bound account, its customer, what was charged to it, and how to unbind it.
import '../../parts/story/story.css';
import { Button } from '@mantine/core';
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
import { PersonCard } from '../../parts/story/person.tsx';
import {
  BankExchange,
  NotificationsCard,
  RawCard,
  StoryCard,
  WaitingNote,
} from '../../parts/story/story.tsx';
import { useOne } from '../../parts/story/use-one.ts';
import { bankName, tailText } from '../../parts/story/worded.ts';
import { UnbindAct } from './unbind-act.tsx';

type Whole = Answer<'getToken'>;

export function TokenPage(): ReactNode {
  const { token_id: tokenId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<Whole>({
    queryKey: [workspace, 'tokens', 'one', tokenId],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/tokens/{token_id}', {
          params: { path: { workspace, token_id: tokenId } },
          signal,
        }),
      ),
    concerns: (event, known) =>
      (event.kind === 'token' && event.token_id === tokenId) ||
      (event.kind === 'payment' &&
        known?.payments.some((one) => one.payment_id === event.payment_id) === true) ||
      (event.kind === 'notification' &&
        known?.notifications.some((one) => one.notification_id === event.notification_id) === true),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { token, waiting, timeline } = whole;
  const { t } = useTranslation(['tokens', 'payments', 'story']);
  const { workspace } = useWorkspace();
  const story = { noun: 'token', state: token.state, waiting } as const;
  return (
    <DetailPage
      title={`${token.customer_id} · ${t('tokens:title')}`}
      back={<BackToList area="tokens">{t('tokens:title')}</BackToList>}
      heading={
        <span>
          {bankName(token.bank)} {token.account_tail !== null && tailText(token.account_tail)}
        </span>
      }
      state={<StateBadge of="token" state={token.state} size="lg" />}
      ids={<Ids token={token} />}
      actions={
        workspace === 'all' ? (
          <Button
            variant="default"
            title={t('story:open_in_why')}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/tokens/$token_id"
                params={{ workspace: token.client_id, token_id: token.token_id }}
              />
            )}
          >
            {t('story:open_in', { name: token.merchant_name })}
          </Button>
        ) : (
          <UnbindAct token={token} may={whole.actions.delete} />
        )
      }
      notice={<WaitingNote {...story} why={token.reason} />}
      side={
        <>
          <TokenFacts whole={whole} />
          <PersonCard person={whole.customer} />
        </>
      }
    >
      <PaymentsCard whole={whole} />
      <StoryCard {...story} entries={timeline} />
      <NotificationsCard notifications={whole.notifications} entries={timeline} />
      <BankExchange entries={timeline} />
      <RawCard raw={whole.raw} />
    </DetailPage>
  );
}

function Ids({ token }: Pick<Whole, 'token'>): ReactNode {
  const { t } = useTranslation(['tokens', 'payments']);
  const ids: readonly (readonly [string, string | null])[] = [
    [t('payments:customer_id'), token.customer_id],
    [t('tokens:token_id'), token.token_id],
    [t('tokens:token_word'), token.token_word],
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

function TokenFacts({ whole }: { whole: Whole }): ReactNode {
  const { token, waiting } = whole;
  const { t } = useTranslation(['tokens', 'story']);
  const { workspace } = useWorkspace();
  const reasons = useReasonWords();
  return (
    <Section title={t('story:facts')}>
      <Facts
        of={[
          [t('story:reason'), token.reason === null ? undefined : reasons(token.reason)],
          [t('story:merchant'), workspace === 'all' ? token.merchant_name : undefined],
          [t('story:bank'), bankName(token.bank)],
          [t('story:account'), tailText(token.account_tail)],
          [t('story:created_at'), <Time key="made" at={token.created_at} as="full" />],
          [t('tokens:changed'), <Time key="changed" at={token.changed_at} as="full" />],
          [
            t('story:next_look'),
            waiting.next_look_at === null ? undefined : (
              <Time at={waiting.next_look_at} as="full" />
            ),
          ],
        ]}
      />
    </Section>
  );
}

/** The newest payments from the account. */
function PaymentsCard({ whole }: { whole: Whole }): ReactNode {
  const { token, payments } = whole;
  const { t } = useTranslation(['tokens', 'story']);
  const { workspace } = useWorkspace();
  return (
    <Section
      title={t('story:payments')}
      beside={
        payments.length > 0 && (
          <Link
            className="tk-link tk-small"
            to="/$workspace/payments"
            params={{ workspace }}
            search={{ token_id: token.token_id }}
          >
            {t('story:all_of_them')}
          </Link>
        )
      }
    >
      {payments.length === 0 ? (
        <p className="tk-quiet">{t('tokens:payments_none')}</p>
      ) : (
        <ul className="tk-folds">
          {payments.slice(0, 8).map((one) => (
            <li key={one.payment_id}>
              <div className="tk-line-item">
                <div className="tk-line-head">
                  <Link
                    className="tk-link"
                    to="/$workspace/payments/$payment_id"
                    params={{ workspace, payment_id: one.payment_id }}
                  >
                    {one.invoice_number}
                  </Link>
                  <StateBadge of="payment" state={one.state} />
                  <Money digits={one.amount} />
                  <span className="tk-line-end tk-quiet tk-small">
                    <Time at={one.created_at} />
                  </span>
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
