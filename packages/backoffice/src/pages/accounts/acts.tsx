// What can be done with a bank account: the bank is asked, and a second person is asked for what decides where money goes.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { type Account, accountName, type WholeAccount } from './account.ts';
import { Inquire } from './inquire.tsx';

interface ActsProps {
  account: Account;
  waiting: WholeAccount['waiting'];
  onNoWord: (error: unknown) => void;
}

type Wish = WholeAccount['waiting'][number]['what'];
const WISHES = ['close', 'make_default', 'verify'] as const satisfies readonly Wish[];

export function AccountActs({ account, waiting, onNoWord }: ActsProps): ReactNode {
  const { t } = useTranslation('accounts');
  const [wish, setWish] = useState<Wish>();
  const asked = (one: Wish): boolean => waiting.some(({ what }) => what === one);
  const inquire = account.may.includes('inquire') && (
    <Inquire account={account} onNoWord={onNoWord} />
  );
  // What is to be done next stands last.
  const isNamed = account.inquired_at !== null;
  return (
    <>
      {isNamed && inquire}
      {WISHES.filter((one) => account.may.includes(one) && !asked(one)).map((one) => (
        <Button
          key={one}
          variant={one === 'verify' ? 'filled' : 'default'}
          onClick={() => setWish(one)}
        >
          {t(one)}
        </Button>
      ))}
      {!isNamed && inquire}
      <Confirm account={account} wish={wish} onClose={() => setWish(undefined)} />
    </>
  );
}

interface ConfirmProps {
  account: Account;
  wish: Wish | undefined;
  onClose: () => void;
}

function Confirm({ account, wish, onClose }: ConfirmProps): ReactNode {
  const { t } = useTranslation('accounts');
  const { workspace } = useWorkspace();
  // The words stay while the dialog fades.
  const [last, setLast] = useState<Wish>('verify');
  if (wish !== undefined && wish !== last) setLast(wish);
  const shown = wish ?? last;
  const atOnce = shown === 'close' && account.status !== 'verified';
  const params = { path: { workspace, account_id: account.account_id } };
  const act = (reason: string) => {
    const call = { params, body: { reason } };
    if (shown === 'verify') {
      return api.POST('/backoffice/api/{workspace}/bank-accounts/{account_id}/verification', call);
    }
    return shown === 'make_default'
      ? api.POST('/backoffice/api/{workspace}/bank-accounts/{account_id}/default', call)
      : api.POST('/backoffice/api/{workspace}/bank-accounts/{account_id}/closing', call);
  };
  return (
    <ConfirmAct
      opened={wish !== undefined}
      onClose={onClose}
      title={t(`${shown}_title`)}
      confirm={t(atOnce ? 'close' : 'ask')}
      danger={shown === 'close'}
      said={t('closed_said')}
      act={(reason) => ask(act(reason))}
    >
      <p>{t(`${shown}_what`, { account: accountName(account) })}</p>
      {shown === 'verify' && (
        <>
          <p className="tk-quiet">{t('verify_first')}</p>
          {account.names_agree === false && (
            <p className="tk-note tk-tone-unsure">{t('names_differ')}</p>
          )}
        </>
      )}
    </ConfirmAct>
  );
}
