// A new Secret Key beside the old one: how long both are valid, why, and the key itself, once; or the wait for a second person.
import { Button, Radio, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { useAct } from '../../parts/use-act.ts';
import { NewKey } from './new-key.tsx';

const OVERLAPS = [0, 1, 24, 72, 168, 720] as const;
type Overlap = (typeof OVERLAPS)[number];

export function RotateKey(props: { opened: boolean; onClose: () => void }): ReactNode {
  const { opened, onClose } = props;
  const { t } = useTranslation('developers');
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={t('rotate_title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Inside close={onClose} />
    </Dialog>
  );
}

function Inside({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('developers');
  const { t: parts } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const words = useRefusalWords();
  const [overlap, setOverlap] = useState<Overlap>(24);
  const [reason, setReason] = useState('');
  const rotate = useAct({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/keys', {
          params: { path: { workspace } },
          body: { overlap_hours: overlap, reason: reason.trim() },
        }),
      ),
    sayErrors: false,
  });
  const made = rotate.data;
  if (made?.result === 'done') {
    return <NewKey secret={made.secret} until={made.old_until} onKept={close} />;
  }
  if (made?.result === 'approval') {
    return (
      <div className="tk-stack">
        <ApprovalNotice approvalId={made.approval_id}>{t('rotate_waits')}</ApprovalNotice>
        <div className="tk-actions">
          <Button onClick={close}>{parts('close')}</Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rotate.mutate();
  };
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p className="tk-quiet">{t('rotate_why')}</p>
      <Radio.Group
        label={t('overlap')}
        value={String(overlap)}
        onChange={(value) => setOverlap(OVERLAPS.find((one) => String(one) === value) ?? 24)}
      >
        <div className="tk-choices">
          {OVERLAPS.map((hours) => (
            <Radio key={hours} value={String(hours)} label={t(`overlaps.h${hours}`)} />
          ))}
        </div>
      </Radio.Group>
      {overlap === 0 && <p className="tk-note tk-tone-bad">{t('overlap_none_why')}</p>}
      <Textarea
        label={parts('reason')}
        description={parts('reason_why')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {rotate.error !== null && !(rotate.error instanceof CalledOff) && (
        <p className="tk-note tk-tone-bad" role="alert">
          {words(rotate.error)}
        </p>
      )}
      <div className="tk-actions">
        <Button variant="default" onClick={close}>
          {parts('cancel')}
        </Button>
        <Button type="submit" loading={rotate.isPending} disabled={reason.trim().length < 3}>
          {t('rotate_do')}
        </Button>
      </div>
    </form>
  );
}
