// Before a notification URL is set: what it was, what it becomes, and who has to agree.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Bank } from './use-banks.ts';

interface ConfirmUrlProps {
  bank: Bank;
  /** What is asked for; a null URL ends notifications. */
  asking: { url: string | null } | undefined;
  onClose: () => void;
}

export function ConfirmUrl({ bank, asking, onClose }: ConfirmUrlProps): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const url = asking?.url ?? null;
  const first = bank.notification_url === null;
  const same = bank.notification_url === url;
  const verb = url === null ? t('url_remove') : first ? t('url_set') : t('url_change');
  return (
    <ConfirmAct<Answer<'setNotificationUrl'>>
      opened={asking !== undefined}
      onClose={onClose}
      title={url === null ? t('url_remove_title') : same ? t('url_again') : verb}
      confirm={same ? t('url_again') : verb}
      danger={url === null}
      reason={first || same ? 'free' : 'asked'}
      said={t('url_saved')}
      act={(reason) =>
        ask(
          api.PUT('/backoffice/api/{workspace}/banks/{bank}/notification-url', {
            params: { path: { workspace, bank: bank.bank } },
            body: { url, ...(reason === '' ? {} : { reason }) },
          }),
        )
      }
    >
      {url === null ? <p>{t('url_remove_why')}</p> : <p className="tk-mono tk-break">{url}</p>}
      <p className="tk-quiet">{first || same ? t('url_direct') : t('url_approval')}</p>
    </ConfirmAct>
  );
}
