// One bank account: whose it is, how it stands, what happened to it, what it got, and what can be asked for.
import './accounts.css';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Loaded } from '../../parts/detail-page.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { OneMerchant } from '../../parts/one-merchant.tsx';
import { useOne } from '../../parts/story/use-one.ts';
import { Only } from '../nothing/no-access.tsx';
import { accountName, type WholeAccount } from './account.ts';
import { AccountActs } from './acts.tsx';
import { AccountState, DefaultBadge } from './badges.tsx';
import { AccountFacts, NamesCard, PayoutsCard, UseCard } from './cards.tsx';
import { HistoryCard } from './history.tsx';
import { NoWord } from './inquire.tsx';

export function AccountPage(): ReactNode {
  const { t } = useTranslation('accounts');
  return (
    <Only may="accounts.view">
      <OneMerchant title={t('title')} place="accounts">
        <Inside />
      </OneMerchant>
    </Only>
  );
}

function Inside(): ReactNode {
  const { account_id: accountId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<WholeAccount>({
    queryKey: [workspace, 'accounts', 'one', accountId],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/bank-accounts/{account_id}', {
          params: { path: { workspace, account_id: accountId } },
          signal,
        }),
      ),
    concerns: (event) => event.kind === 'approval',
  });
  return <Loaded query={query}>{(whole) => <Shown key={accountId} whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: WholeAccount }): ReactNode {
  const { account, waiting } = whole;
  const { t } = useTranslation('accounts');
  const [noWord, setNoWord] = useState<unknown>(null);
  return (
    <DetailPage
      title={`${accountName(account)} · ${t('title')}`}
      back={<BackToList area="accounts">{t('back')}</BackToList>}
      heading={accountName(account)}
      state={
        <>
          <AccountState of={account} size="lg" />
          <DefaultBadge of={account} size="lg" />
        </>
      }
      ids={
        <span className="tk-id">
          {t('sba')} <CopyText text={account.account_id} what={t('sba')} />
        </span>
      }
      actions={<AccountActs account={account} waiting={waiting} onNoWord={setNoWord} />}
      notice={
        <>
          {noWord !== null && <NoWord error={noWord} />}
          {waiting.map((one) => (
            <ApprovalNotice key={one.approval_id} approvalId={one.approval_id}>
              {t(`waits.${one.what}`)}
            </ApprovalNotice>
          ))}
        </>
      }
      side={
        <>
          <AccountFacts whole={whole} />
          <UseCard account={account} />
        </>
      }
    >
      <NamesCard account={account} />
      <PayoutsCard payouts={whole.payouts} />
      <HistoryCard whole={whole} />
    </DetailPage>
  );
}
