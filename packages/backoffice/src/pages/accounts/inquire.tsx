// Asking the bank whose account it is, and saying honestly when it does not say.
import { Button } from '@mantine/core';
import { IconBuildingBank, IconCloudOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { useAct } from '../../parts/use-act.ts';
import type { Account } from './account.ts';

interface InquireProps {
  account: Account;
  /** Null when the bank is asked, then what it said instead of an answer. */
  onNoWord: (error: unknown) => void;
}

export function Inquire({ account, onNoWord }: InquireProps): ReactNode {
  const { t } = useTranslation('accounts');
  const { workspace } = useWorkspace();
  const inquire = useAct({
    act: async () => {
      onNoWord(null);
      try {
        return await ask(
          api.POST('/backoffice/api/{workspace}/bank-accounts/{account_id}/inquiry', {
            params: { path: { workspace, account_id: account.account_id } },
          }),
        );
      } catch (error) {
        onNoWord(error);
        throw error;
      }
    },
    sayErrors: false,
    said: ({ account: now }) => t(`states.${now.status}`),
  });
  const again = account.inquired_at !== null;
  return (
    <Button
      variant={again ? 'default' : 'filled'}
      leftSection={<IconBuildingBank size={16} aria-hidden />}
      loading={inquire.isPending}
      onClick={() => inquire.mutate()}
    >
      {t(again ? 'inquire_again' : 'inquire')}
    </Button>
  );
}

/** Why nothing was learnt. */
export function NoWord({ error }: { error: unknown }): ReactNode {
  const { t } = useTranslation('accounts');
  const words = useRefusalWords();
  const code = error instanceof NotAllowed ? error.code : undefined;
  const said = error instanceof NotAllowed ? error.message : '';
  return (
    <div className="tk-note tk-tone-unsure" role="alert">
      <IconCloudOff size={18} aria-hidden />
      <p>
        {code === 'bank_away'
          ? t('away')
          : code === 'bank_refuses'
            ? t('refuses', { said })
            : words(error)}
      </p>
    </div>
  );
}
