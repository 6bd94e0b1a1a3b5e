// Where one is signed in, and the way to end it there.
import { Button, Skeleton } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { useAct } from '../../parts/use-act.ts';
import { readAgent } from './agent.ts';

export function SessionsSection(): ReactNode {
  const { t } = useTranslation('profile');
  const { workspace } = useWorkspace();
  const sessions = useQuery({
    queryKey: [workspace, 'sessions'],
    queryFn: ({ signal }) => ask(api.GET('/backoffice/api/profile/sessions', { signal })),
  });
  return (
    <Section title={t('sessions')}>
      <p className="tk-quiet tk-below">{t('sessions_lead')}</p>
      <Loaded query={sessions} loading={<Skeleton height={120} />}>
        {({ rows }) => (
          <ul className="tk-sessions">
            {rows.map((row) => (
              <OneSession key={row.session_id} session={row} />
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function OneSession(props: { session: Answer<'listSessions'>['rows'][number] }): ReactNode {
  const { session_id, current, address, agent, seen_at } = props.session;
  const { t } = useTranslation('profile');
  const end = useAct({
    act: () =>
      ask(
        api.DELETE('/backoffice/api/profile/sessions/{session_id}', {
          params: { path: { session_id } },
        }),
      ),
    said: () => t('session_ended'),
  });
  const { browser, system, mobile } = readAgent(agent);
  const Icon = mobile ? IconDeviceMobile : IconDeviceDesktop;
  const name =
    browser === undefined
      ? t('agent_unknown')
      : system === undefined
        ? browser
        : t('agent', { browser, system });
  return (
    <li className="tk-session">
      <Icon size={22} stroke={1.5} aria-hidden />
      <div className="tk-session-words">
        <span className="tk-session-name" title={agent}>
          {name} {current && <Badge tone="good">{t('session_this')}</Badge>}
        </span>
        <span className="tk-quiet tk-small">
          {t('session_from', { address })} · {t('session_seen')} <Time at={seen_at} as="ago" wall />
        </span>
      </div>
      {!current && (
        <Button
          variant="default"
          size="compact-sm"
          loading={end.isPending}
          aria-label={t('session_end_what', { agent: name })}
          onClick={() => end.mutate()}
        >
          {t('session_end')}
        </Button>
      )}
    </li>
  );
}
