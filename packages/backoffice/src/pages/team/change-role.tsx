// Another role for somebody.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Role, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Member } from './members.tsx';
import { RoleChoice } from './role-choice.tsx';

export function ChangeRole(props: { member: Member | undefined; onClose: () => void }): ReactNode {
  const { member, onClose } = props;
  const { t } = useTranslation('team');
  const { t: shell } = useTranslation('shell');
  const { workspace } = useWorkspace();
  const [chosen, setChosen] = useState<{ whom: string; role: Role }>();
  const name = member?.name ?? '';
  const role =
    chosen !== undefined && chosen.whom === member?.operator_id
      ? chosen.role
      : (member?.role ?? 'viewer');
  return (
    <ConfirmAct
      opened={member !== undefined}
      onClose={onClose}
      title={t('change_title', { name })}
      confirm={t('change_role')}
      reason="none"
      ready={role !== member?.role}
      said={t('changed', { name, role: shell(`roles.${role}`) })}
      act={() =>
        ask(
          api.PUT('/backoffice/api/{workspace}/team/{operator_id}', {
            params: { path: { workspace, operator_id: member?.operator_id ?? '' } },
            body: { role },
          }),
        )
      }
    >
      <p className="tk-quiet">{t('change_why')}</p>
      <RoleChoice
        role={role}
        onChoose={(next) => setChosen({ whom: member?.operator_id ?? '', role: next })}
      />
    </ConfirmAct>
  );
}
