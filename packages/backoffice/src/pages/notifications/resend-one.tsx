// Sending one notification again.
import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { WhereTo } from './resend-failed.tsx';

export function ResendOne({ whole }: { whole: Answer<'getNotification'> }): ReactNode {
  const { notification, configured_url: configuredUrl } = whole;
  const { t } = useTranslation('notifications');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [configured, setConfigured] = useState(configuredUrl !== null);
  const differs = configuredUrl !== notification.url;
  const toConfigured = configured && configuredUrl !== null;
  return (
    <>
      <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t('resend')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('resend_title')}
        confirm={t('resend')}
        reason="none"
        act={() =>
          ask(
            api.POST('/backoffice/api/{workspace}/notifications/{notification_id}/resend', {
              params: { path: { workspace, notification_id: notification.notification_id } },
              body: { to_configured_url: toConfigured },
            }),
          )
        }
        said={t('resent_single')}
      >
        <p>{t('resend_what')}</p>
        {differs ? (
          <WhereTo
            configured={toConfigured}
            choose={setConfigured}
            urls={{ configured: configuredUrl, kept: notification.url }}
          />
        ) : (
          <p className="tk-mono tk-small">{notification.url}</p>
        )}
      </ConfirmAct>
    </>
  );
}
