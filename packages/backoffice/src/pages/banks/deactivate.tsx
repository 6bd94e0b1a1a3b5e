// Deactivating a bank, with a reason.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Bank } from './use-banks.ts';

export function Deactivate({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('deactivate')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('deactivate_title', { bank: bank.name })}
        confirm={t('deactivate')}
        danger
        said={t('deactivated', { bank: bank.name })}
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/{workspace}/banks/{bank}/deactivation', {
              params: { path: { workspace, bank: bank.bank } },
              body: { reason },
            }),
          )
        }
      >
        <p>{t('deactivate_why')}</p>
      </ConfirmAct>
    </>
  );
}
