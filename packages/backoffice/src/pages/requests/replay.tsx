// Sending a call again, in a sandbox: what will happen, and what the gateway answered.
import { Button } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { JsonTree } from '../../parts/json-tree.tsx';
import { useAct } from '../../parts/use-act.ts';
import type { Whole } from './one.tsx';

export function Replay({ call }: { call: Whole['call'] }): ReactNode {
  const { t } = useTranslation('requests');
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={16} />}
        onClick={() => setOpened(true)}
      >
        {t('replay')}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('replay_title')} size="lg">
        <Inside call={call} close={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function Inside({ call, close }: { call: Whole['call']; close: () => void }): ReactNode {
  const { t } = useTranslation('requests');
  const { t: parts } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const replay = useAct<void, Answer<'replayCall'>>({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/requests/{call_id}/replay', {
          params: { path: { workspace, call_id: call.call_id } },
        }),
      ),
  });
  const { data } = replay;
  if (data === undefined) {
    return (
      <div className="tk-stack">
        <p>{t('replay_why')}</p>
        <div className="tk-actions">
          <Button variant="default" onClick={close}>
            {parts('cancel')}
          </Button>
          <Button loading={replay.isPending} onClick={() => replay.mutate()}>
            {t('replay')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="tk-stack">
      <p className={`tk-note tk-tone-${data.status < 400 ? 'good' : 'unsure'}`} role="status">
        {t('replay_done', { status: data.status })}
      </p>
      <JsonTree value={data.answer} label={t('answer')} open={3} />
      <div className="tk-actions">
        <Button
          variant="default"
          renderRoot={(root: object) => (
            <Link
              to="/$workspace/requests"
              params={{ workspace }}
              search={{ request_id: data.request_id }}
              {...root}
            />
          )}
        >
          {t('replay_find')}
        </Button>
        <Button onClick={close}>{parts('close')}</Button>
      </div>
    </div>
  );
}
