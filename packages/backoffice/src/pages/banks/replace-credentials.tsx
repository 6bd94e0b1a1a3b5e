// Another Key and Secret for a bank that has some already: tried, and put before a second person where that is asked for.
import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../../api/ask.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { CredentialsFields, isTyped } from './credentials-fields.tsx';
import { useActivate } from './use-activate.ts';
import type { Bank } from './use-banks.ts';

export function ReplaceCredentials({ bank, close }: { bank: Bank; close: () => void }): ReactNode {
  const { t } = useTranslation('banks');
  const { t: parts } = useTranslation('parts');
  const words = useRefusalWords();
  const [typed, setTyped] = useState({ key: '', secret: '' });
  const [reason, setReason] = useState('');
  const activate = useActivate(bank, ({ result }) => {
    if (result === 'done') close();
  });
  const { data, error } = activate;
  if (data?.result === 'approval') {
    return (
      <div className="tk-stack">
        <ApprovalNotice approvalId={data.approval_id}>{t('waits')}</ApprovalNotice>
        <div className="tk-actions">
          <Button onClick={close}>{parts('close')}</Button>
        </div>
      </div>
    );
  }
  const known = error instanceof NotAllowed ? error.code : undefined;
  const away = known === 'bank_away';
  const asked = { ...typed, reason: reason.trim() };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    activate.mutate({ ...asked, untested: false });
  };
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p className="tk-quiet">{t('replace_why')}</p>
      <CredentialsFields
        bank={bank}
        typed={typed}
        refused={error}
        onType={(next) => {
          activate.reset();
          setTyped(next);
        }}
      />
      <Textarea
        label={parts('reason')}
        description={parts('reason_why')}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {away && (
        <div className="tk-note tk-tone-unsure" role="alert">
          <div className="tk-note-words">
            <p className="tk-note-title">{t('no_answer', { bank: bank.name })}</p>
            <p>{t('untested_why')}</p>
            <Button
              variant="default"
              loading={activate.isPending}
              onClick={() => activate.mutate({ ...asked, untested: true })}
            >
              {t('untested')}
            </Button>
          </div>
        </div>
      )}
      {error !== null &&
        !away &&
        known !== 'credentials_refused' &&
        !(error instanceof CalledOff) && (
          <p className="tk-note tk-tone-bad" role="alert">
            {words(error)}
          </p>
        )}
      <div className="tk-actions">
        <Button variant="default" onClick={close}>
          {parts('cancel')}
        </Button>
        <Button
          type="submit"
          loading={activate.isPending}
          disabled={!isTyped(typed) || reason.trim().length < 3}
        >
          {bank.state === 'active' ? t('replace_do') : t('activate')}
        </Button>
      </div>
    </form>
  );
}
