// Team: who works here, open invitations, and what each role may do.
import './team.css';
import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { Loaded } from '../../parts/detail-page.tsx';
import { Page } from '../../parts/page.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { Members } from './members.tsx';
import { RolesTable } from './roles-table.tsx';
import { Only } from '../nothing/no-access.tsx';

export type Team = Answer<'getTeam'>;

export function TeamPage(): ReactNode {
  return (
    <Only may="team.view">
      <WholeTeam />
    </Only>
  );
}

function WholeTeam(): ReactNode {
  const { t } = useTranslation('team');
  const { workspace, name } = useWorkspace();
  const may = useMay();
  const [inviting, setInviting] = useState(false);
  const query = useQuery({
    queryKey: [workspace, 'team'],
    queryFn: ({ signal }) =>
      ask(api.GET('/backoffice/api/{workspace}/team', { params: { path: { workspace } }, signal })),
  });
  return (
    <Page
      title={t('title')}
      lead={workspace === 'all' ? t('gateway_team') : t('lead', { name })}
      actions={
        may('team.change') && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
            {t('invite')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ members, invitations, four_eyes: fourEyes }) => (
          <div className="tk-stack">
            <Members members={members} fourEyes={fourEyes} />
            {invitations.length > 0 && <Invitations invitations={invitations} />}
            <RolesTable />
          </div>
        )}
      </Loaded>
      <Invite
        opened={inviting}
        fourEyes={query.data?.four_eyes ?? true}
        onClose={() => setInviting(false)}
      />
    </Page>
  );
}
