// Taking somebody out of the workspace.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Member } from './members.tsx';

export function RemoveMember(props: {
  member: Member | undefined;
  onClose: () => void;
}): ReactNode {
  const { member, onClose } = props;
  const { t } = useTranslation('team');
  const { workspace, name: where } = useWorkspace();
  const name = member?.name ?? '';
  return (
    <ConfirmAct
      opened={member !== undefined}
      onClose={onClose}
      title={t('remove_title', { name })}
      confirm={t('remove')}
      danger
      reason="none"
      said={t('removed', { name })}
      act={() =>
        ask(
          api.DELETE('/backoffice/api/{workspace}/team/{operator_id}', {
            params: { path: { workspace, operator_id: member?.operator_id ?? '' } },
          }),
        )
      }
    >
      <p>{t('remove_why', { workspace: where })}</p>
    </ConfirmAct>
  );
}
