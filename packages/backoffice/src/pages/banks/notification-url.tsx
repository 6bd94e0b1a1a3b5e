// Where a bank's notifications go: the first URL at once, a change before a second person, and what to do after a 410.
import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Section } from '../../parts/detail-page.tsx';
import { ConfirmUrl } from './confirm-url.tsx';
import type { Bank } from './use-banks.ts';

export function NotificationUrl({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const may = useMay();
  const { sandbox } = useSession();
  const kept = bank.notification_url;
  const [editing, setEditing] = useState(kept === null);
  const [typed, setTyped] = useState(kept ?? '');
  const [asking, setAsking] = useState<{ url: string | null }>();
  const configures = may('banks.configure');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsking({ url: typed.trim() });
  };
  return (
    <Section title={t('notification_url')}>
      <div className="tk-stack">
        <p className="tk-quiet">
          {t('url_lead')} {sandbox && t('url_sandbox')}
        </p>
        {bank.notifications_disabled && kept !== null && (
          <div className="tk-note tk-tone-bad" role="alert">
            <IconAlertTriangle size={18} aria-hidden />
            <div className="tk-note-words">
              <p className="tk-note-title">{t('url_gone')}</p>
              <p>{t('url_gone_why')}</p>
              {configures && (
                <div className="tk-note-act">
                  <Button variant="default" onClick={() => setAsking({ url: kept })}>
                    {t('url_again')}
                  </Button>
                </div>
              )}
            </div>
          </div>
        )}
        {kept !== null && <CopyText text={kept} what={t('notification_url')} />}
        {kept === null && !configures && <p className="tk-quiet">{t('url_none')}</p>}
        {configures && !editing && (
          <div className="tk-card-buttons">
            <Button variant="default" onClick={() => setEditing(true)}>
              {t('url_change')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => setAsking({ url: null })}>
              {t('url_remove')}
            </Button>
          </div>
        )}
        {configures && editing && (
          <form className="tk-url-form" onSubmit={submit}>
            <TextInput
              aria-label={t('notification_url')}
              placeholder={t('url_placeholder')}
              description={kept === null ? t('url_at_once') : t('url_approval')}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              type="url"
              value={typed}
              maxLength={2048}
              autoFocus={kept !== null}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" disabled={typed.trim() === '' || typed.trim() === kept}>
              {kept === null ? t('url_set') : t('url_change')}
            </Button>
          </form>
        )}
      </div>
      <ConfirmUrl bank={bank} asking={asking} onClose={() => setAsking(undefined)} />
    </Section>
  );
}
