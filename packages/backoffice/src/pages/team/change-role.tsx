// Another role for somebody.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, type Role, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { givesSay } from './abilities.ts';
import type { Member } from './members.tsx';
import { RoleChoice } from './role-choice.tsx';

interface ChangeRoleProps {
  member: Member | undefined;
  /** Whether two people give a role with a say in approvals. */
  fourEyes: boolean;
  onClose: () => void;
}

export function ChangeRole({ member, fourEyes, onClose }: ChangeRoleProps): ReactNode {
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  const { workspace } = useWorkspace();
  const [chosen, setChosen] = useState<{ whom: string; role: Role }>();
  const name = member?.name ?? '';
  const role =
    chosen !== undefined && chosen.whom === member?.operator_id
      ? chosen.role
      : (member?.role ?? 'viewer');
  const waits = fourEyes && member !== undefined && givesSay(member.role, role);
  return (
    <ConfirmAct<Answer<'changeRole'>>
      opened={member !== undefined}
      onClose={onClose}
      title={t('change_title', { name })}
      confirm={t('change_role')}
      reason={waits ? 'asked' : 'none'}
      ready={role !== member?.role}
      said={t('changed', { name, role: shell(`roles.${role}`) })}
      act={(reason) =>
        ask(
          api.PUT('/backoffice/api/{workspace}/team/{operator_id}', {
            params: { path: { workspace, operator_id: member?.operator_id ?? '' } },
            body: { role, ...(waits ? { reason } : {}) },
          }),
        )
      }
    >
      <p className="tk-quiet">{t('change_why')}</p>
      <RoleChoice
        role={role}
        onChoose={(next) => setChosen({ whom: member?.operator_id ?? '', role: next })}
      />
      {waits && <p className="tk-note tk-tone-wait">{t('role_waits')}</p>}
    </ConfirmAct>
  );
}
