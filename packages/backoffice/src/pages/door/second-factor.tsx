// The second factor: a code of the app, or one of the recovery codes.
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { CodeField } from '../../parts/code-field.tsx';
import { RefusedNote, usePause } from '../../parts/pause-note.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { useSignOut } from '../../shell/profile-menu.tsx';
import { useEnter } from './enter.ts';
import { DoorFrame } from './frame.tsx';

type Proof = { code: string } | { recovery_code: string };

export function SecondFactorPage(): ReactNode {
  const { t } = useTranslation('door');
  const words = useRefusalWords();
  const enter = useEnter();
  const signOut = useSignOut();
  const [recovering, setRecovering] = useState(false);
  const [typed, setTyped] = useState('');
  const prove = useMutation({
    mutationFn: (body: Proof) => ask(api.POST('/backoffice/api/session/totp', { body })),
    onSuccess: ({ next }) => enter(next),
    onError: () => setTyped(''),
  });
  const send = (text: string): void =>
    prove.mutate(recovering ? { recovery_code: text.trim() } : { code: text });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    send(typed);
  };
  const left = usePause(prove.error);
  const paused = prove.error?.code === 'too_many_tries';
  const wrong = prove.error === null || paused ? null : words(prove.error);
  const turn = (): void => {
    setRecovering(!recovering);
    setTyped('');
    prove.reset();
  };
  return (
    <DoorFrame title={t('code_title')} lead={recovering ? t('recovery_lead') : t('code_lead')}>
      <form className="tk-stack" onSubmit={submit}>
        {recovering ? (
          <TextInput
            key="recovery"
            label={t('recovery')}
            value={typed}
            size="md"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={24}
            error={wrong}
            required
            withAsterisk={false}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        ) : (
          <CodeField
            key="code"
            label={t('code')}
            value={typed}
            onChange={setTyped}
            onFull={send}
            error={wrong}
          />
        )}
        {paused && <RefusedNote error={prove.error} left={left} />}
        <Button
          type="submit"
          size="md"
          loading={prove.isPending}
          disabled={left > 0 || (recovering ? typed.trim().length < 8 : typed.length !== 6)}
        >
          {t('continue')}
        </Button>
      </form>
      <div className="tk-door-other">
        <button type="button" className="tk-plain" onClick={turn}>
          {recovering ? t('use_code') : t('use_recovery')}
        </button>
        <button type="button" className="tk-plain" onClick={() => void signOut()}>
          {t('other_person')}
        </button>
      </div>
    </DoorFrame>
  );
}
