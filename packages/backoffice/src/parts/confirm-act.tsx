// A dialog before an act: what will happen, why it is done, and what came of it.
import { Button, Textarea } from '@mantine/core';
import { Dialog } from './dialog.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../api/ask.ts';
import { ApprovalNotice } from './approval-notice.tsx';
import { useRefusalWords } from './refusal-words.ts';
import { CalledOff } from './step-up.tsx';
import { useAct } from './use-act.ts';

interface ConfirmActProps<Out> {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in a sentence or two; form fields of the act too. */
  children?: ReactNode;
  /** Word of the button: the verb of the act. */
  confirm: string;
  danger?: boolean;
  /** `asked`: at least three letters; `free`: may be empty; `none`: no field. `asked` by default. */
  reason?: 'asked' | 'free' | 'none';
  /** False while the fields of `children` are not filled in rightly. */
  ready?: boolean;
  /** The call, through `ask`. A proof (step-up) is asked for and the call repeated by itself. */
  act: (reason: string) => Promise<Out>;
  /** Said in a corner when it is done at once; null says nothing. */
  said?: string | ((out: Out) => string | null);
  /** After it is done, or put before somebody to approve. The dialog closes by itself when it is done at once. */
  onDone?: (out: Out) => void;
}

interface NeedsApproval {
  result: 'approval';
  approval_id: string;
}

export function ConfirmAct<Out>(props: ConfirmActProps<Out>): ReactNode {
  const { opened, onClose, title } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Inside {...props} />
    </Dialog>
  );
}

function Inside<Out>(props: ConfirmActProps<Out>): ReactNode {
  const { onClose, children, confirm, danger, reason: wants = 'asked', ready = true } = props;
  const { t } = useTranslation('parts');
  const [reason, setReason] = useState('');
  const act = useAct<string, Out>({
    act: props.act,
    sayErrors: false,
    said(out) {
      if (needsApproval(out)) return null;
      return typeof props.said === 'function' ? props.said(out) : (props.said ?? t('done_said'));
    },
    onDone(out) {
      props.onDone?.(out);
      if (!needsApproval(out)) onClose();
    },
  });
  if (act.data !== undefined && needsApproval(act.data)) {
    return (
      <div className="tk-stack">
        <ApprovalNotice approvalId={act.data.approval_id} />
        <div className="tk-actions">
          <Button onClick={onClose}>{t('close')}</Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act.mutate(reason.trim());
  };
  const failed = act.error !== null && !(act.error instanceof CalledOff);
  return (
    <form className="tk-stack" onSubmit={submit}>
      {children}
      {wants !== 'none' && (
        <Textarea
          label={t(wants === 'asked' ? 'reason' : 'reason_free')}
          description={t('reason_why')}
          value={reason}
          maxLength={500}
          data-autofocus={children === undefined ? true : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {failed && <Failed error={act.error} />}
      <div className="tk-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button
          type="submit"
          {...(danger ? { color: 'red' } : {})}
          loading={act.isPending}
          disabled={!ready || (wants === 'asked' && reason.trim().length < 3)}
        >
          {confirm}
        </Button>
      </div>
    </form>
  );
}

/** Why it is not done; an open request that stands in the way can be looked at. */
function Failed({ error }: { error: unknown }): ReactNode {
  const words = useRefusalWords();
  if (error instanceof NotAllowed && error.approvalId !== undefined) {
    return <ApprovalNotice approvalId={error.approvalId}>{words(error)}</ApprovalNotice>;
  }
  return (
    <p role="alert" className="tk-note tk-tone-bad">
      {words(error)}
    </p>
  );
}

function needsApproval(out: unknown): out is NeedsApproval {
  return typeof out === 'object' && out !== null && 'result' in out && out.result === 'approval';
}
