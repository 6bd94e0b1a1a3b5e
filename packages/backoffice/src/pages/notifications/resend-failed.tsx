// Sending again all that failed, within the filters of the list.
import { Button, Radio } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Facts } from '../../parts/detail-page.tsx';
import { Time } from '../../parts/time.tsx';
import { useWorded } from '../../parts/story/worded.ts';

const FAILED = ['exhausted', 'undeliverable'] as const;

interface ResendFailedProps {
  /** What the list asks the API for. */
  query: NonNullable<operations['listNotifications']['parameters']['query']>;
}

export function ResendFailed({ query }: ResendFailedProps): ReactNode {
  const { t } = useTranslation(['notifications', 'states', 'story']);
  const { workspace } = useWorkspace();
  const worded = useWorded();
  const [opened, setOpened] = useState(false);
  const [configured, setConfigured] = useState(true);
  // Filters on other states do not widen what is sent: only what failed ever goes out again.
  const chosen = (query.state ?? '').split(',');
  const failed = FAILED.filter((one) => chosen.includes(one));
  const state = failed.length === 1 ? failed[0] : undefined;
  const { type, from, to } = query;
  const within = {
    ...(state === undefined ? {} : { state }),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('notifications:resend_failed')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('notifications:resend_failed_title')}
        confirm={t('notifications:resend')}
        reason="none"
        act={() =>
          ask(
            api.POST('/backoffice/api/{workspace}/notifications/resend', {
              params: { path: { workspace } },
              body: { ...within, to_configured_url: configured },
            }),
          )
        }
        said={({ resent }) => t('notifications:resent', { count: resent })}
      >
        <p>{t('notifications:resend_failed_what')}</p>
        <Facts
          of={[
            [
              t('story:state'),
              (state === undefined ? FAILED : [state])
                .map((one) => t(`states:notification.${one}`))
                .join(', '),
            ],
            [
              t('story:notification.type'),
              type === undefined ? t('notifications:every_type') : worded('note_types', type),
            ],
            [t('notifications:from'), from === undefined ? undefined : <Time at={from} />],
            [t('notifications:to'), to === undefined ? undefined : <Time at={to} />],
          ]}
        />
        <WhereTo configured={configured} choose={setConfigured} />
      </ConfirmAct>
    </>
  );
}

interface WhereToProps {
  configured: boolean;
  choose: (configured: boolean) => void;
  /** Where each leads, where that is known. */
  urls?: { configured: string | null; kept: string };
}

/** To the URL that is configured now, or to the one that each was written for. */
export function WhereTo({ configured, choose, urls }: WhereToProps): ReactNode {
  const { t } = useTranslation('notifications');
  return (
    <Radio.Group
      label={t('where')}
      value={configured ? 'configured' : 'kept'}
      onChange={(value) => choose(value === 'configured')}
    >
      <div className="tk-choices">
        <Radio
          value="configured"
          label={t('where_configured')}
          description={urls?.configured}
          disabled={urls !== undefined && urls.configured === null}
        />
        <Radio value="kept" label={t('where_kept')} description={urls?.kept} />
      </div>
    </Radio.Group>
  );
}
