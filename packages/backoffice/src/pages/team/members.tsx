// The people of a workspace: role, second factor, when they were last seen, and what may be changed about them.
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import {
  IconDots,
  IconShieldCheck,
  IconShieldOff,
  IconUserCog,
  IconUserMinus,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { ChangeRole } from './change-role.tsx';
import type { Team } from './page.tsx';
import { RemoveMember } from './remove-member.tsx';

export type Member = Team['members'][number];

interface MembersProps {
  members: readonly Member[];
  fourEyes: boolean;
}

export function Members({ members, fourEyes }: MembersProps): ReactNode {
  const { t } = useTranslation('team');
  const [changing, setChanging] = useState<Member>();
  const [removing, setRemoving] = useState<Member>();
  return (
    <Section title={t('title')} flush>
      <div className="tk-table-cards" role="group" aria-label={t('title')} tabIndex={0}>
        <table className="tk-table tk-table-list">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('role')}</th>
              <th scope="col">{t('second_factor')}</th>
              <th scope="col">{t('seen')}</th>
              <th scope="col">
                <span className="tk-hidden">{t('act')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <Row
                key={member.operator_id}
                member={member}
                change={() => setChanging(member)}
                remove={() => setRemoving(member)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <ChangeRole member={changing} fourEyes={fourEyes} onClose={() => setChanging(undefined)} />
      <RemoveMember member={removing} onClose={() => setRemoving(undefined)} />
    </Section>
  );
}

interface RowProps {
  member: Member;
  change: () => void;
  remove: () => void;
}

function Row({ member, change, remove }: RowProps): ReactNode {
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  const { person } = useSession();
  const may = useMay();
  const own = member.operator_id === person.operator_id;
  return (
    <tr>
      <td>
        <span className="tk-member">
          <span>
            {member.name} {own && <span className="tk-quiet">({t('you')})</span>}{' '}
            {member.status === 'disabled' && <StateBadge of="member" state="disabled" />}
          </span>
          <span className="tk-quiet tk-small">{member.email}</span>
        </span>
      </td>
      <td data-label={t('role')}>{shell(`roles.${member.role}`)}</td>
      <td data-label={t('second_factor')}>
        {member.totp ? (
          <Badge tone="good" icon={IconShieldCheck}>
            {t('on')}
          </Badge>
        ) : (
          <Tooltip label={t('off_why')}>
            <span>
              <Badge tone="unsure" icon={IconShieldOff}>
                {t('off')}
              </Badge>
            </span>
          </Tooltip>
        )}
      </td>
      <td data-label={t('seen')}>
        {member.last_seen_at === null ? (
          <span className="tk-quiet">{t('seen_never')}</span>
        ) : (
          <Time at={member.last_seen_at} as="ago" wall />
        )}
      </td>
      <td className="tk-right">
        {may('team.change') && !own && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t('acts_of', { name: member.name })}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconUserCog size={16} />} onClick={change}>
                {t('change_role')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconUserMinus size={16} />} onClick={remove}>
                {t('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </td>
    </tr>
  );
}
