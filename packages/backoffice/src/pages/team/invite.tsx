// Inviting somebody: address and role, then a link that is shown once.
import { Button, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Role, useWorkspace } from '../../api/session.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { Time } from '../../parts/time.tsx';
import { useAct } from '../../parts/use-act.ts';
import { givesSay } from './abilities.ts';
import { RoleChoice } from './role-choice.tsx';

interface InviteProps {
  opened: boolean;
  /** Whether two people give a role with a say in approvals. */
  fourEyes: boolean;
  onClose: () => void;
}

export function Invite({ opened, fourEyes, onClose }: InviteProps): ReactNode {
  const { t } = useTranslation('team');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('invite_title')} closeOnClickOutside={false}>
      <Inside fourEyes={fourEyes} close={onClose} />
    </Dialog>
  );
}

function Inside({ fourEyes, close }: { fourEyes: boolean; close: () => void }): ReactNode {
  const { t } = useTranslation('team');
  const { t: parts } = useTranslation('parts');
  const { t: shell } = useTranslation('shell');
  const words = useRefusalWords();
  const { workspace } = useWorkspace();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [reason, setReason] = useState('');
  const waits = fourEyes && givesSay(null, role);
  const invite = useAct({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/team/invitations', {
          params: { path: { workspace } },
          body: { email: email.trim(), role, ...(waits ? { reason: reason.trim() } : {}) },
        }),
      ),
    sayErrors: false,
  });
  if (invite.data?.result === 'approval') {
    return (
      <div className="tk-stack">
        <ApprovalNotice approvalId={invite.data.approval_id}>{t('invite_waits')}</ApprovalNotice>
        <div className="tk-actions">
          <Button onClick={close}>{parts('close')}</Button>
        </div>
      </div>
    );
  }
  if (invite.data !== undefined) {
    return (
      <div className="tk-stack">
        <p className="tk-note tk-tone-unsure">
          <IconAlertTriangle size={18} aria-hidden />
          {t('link_once', { role: shell(`roles.${role}`) })}
        </p>
        <output className="tk-secret-text" aria-label={t('link')}>
          <CopyText text={invite.data.link} what={t('link')} />
        </output>
        <p className="tk-quiet">
          {t('link_until')} <Time at={invite.data.expires_at} />
        </p>
        <div className="tk-actions">
          <Button onClick={close}>{parts('done')}</Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate();
  };
  const failed = invite.error !== null && !(invite.error instanceof CalledOff);
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p className="tk-quiet">{t('invite_why')}</p>
      <TextInput
        label={t('email')}
        type="email"
        value={email}
        maxLength={254}
        required
        withAsterisk={false}
        autoComplete="off"
        data-autofocus
        error={failed && words(invite.error)}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleChoice role={role} onChoose={setRole} />
      {waits && (
        <>
          <p className="tk-note tk-tone-wait">{t('role_waits')}</p>
          <Textarea
            label={parts('reason')}
            description={parts('reason_why')}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </>
      )}
      <div className="tk-actions">
        <Button variant="default" onClick={close}>
          {parts('cancel')}
        </Button>
        <Button
          type="submit"
          loading={invite.isPending}
          disabled={email.trim() === '' || (waits && reason.trim().length < 3)}
        >
          {t(waits ? 'invite_ask' : 'invite_do')}
        </Button>
      </div>
    </form>
  );
}
