// Changing one's password.
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useSession } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { useAct } from '../../parts/use-act.ts';

const LEAST = 12;

export function PasswordSection(): ReactNode {
  const { t } = useTranslation(['profile', 'parts']);
  const words = useRefusalWords();
  const { person } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useAct({
    act: () => ask(api.PUT('/backoffice/api/profile/password', { body: { current, new: next } })),
    said: () => t('profile:password_changed'),
    sayErrors: false,
    onDone() {
      setCurrent('');
      setNext('');
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate();
  };
  const wrong = change.error !== null && !(change.error instanceof CalledOff);
  const eye = { 'aria-label': t('parts:password_show') };
  return (
    <Section title={t('profile:password')}>
      <form className="tk-stack" onSubmit={submit}>
        <p className="tk-quiet">{t('profile:password_lead')}</p>
        <input type="hidden" autoComplete="username" value={person.email} readOnly />
        <PasswordInput
          label={t('profile:password_now')}
          value={current}
          autoComplete="current-password"
          visibilityToggleButtonProps={eye}
          error={wrong && words(change.error)}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('profile:password_new')}
          description={t('profile:password_rule')}
          value={next}
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className="tk-actions">
          <Button
            type="submit"
            loading={change.isPending}
            disabled={current === '' || next.length < LEAST}
          >
            {t('profile:password_change')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
