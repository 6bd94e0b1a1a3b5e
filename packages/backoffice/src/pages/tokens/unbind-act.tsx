// Unbinding an account at the bank: it can never be charged again by this token.
import { IconUnlink } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { ActButton } from '../../parts/story/act-button.tsx';
import { tailText } from '../../parts/story/worded.ts';

interface UnbindActProps {
  token: Answer<'getToken'>['token'];
  may: Answer<'getToken'>['actions']['delete'];
}

export function UnbindAct({ token, may }: UnbindActProps): ReactNode {
  const { t } = useTranslation('tokens');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ActButton
        may={may}
        variant="default"
        leftSection={<IconUnlink size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('unbind')}
      </ActButton>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('unbind_title')}
        confirm={t('unbind')}
        danger
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/{workspace}/tokens/{token_id}/deletion', {
              params: { path: { workspace, token_id: token.token_id } },
              body: { reason },
            }),
          )
        }
        said={({ state }) => t(state === 'deleted' ? 'unbound' : 'unbinding')}
      >
        <p>{t('unbind_what', { account: tailText(token.account_tail) })}</p>
      </ConfirmAct>
    </>
  );
}
