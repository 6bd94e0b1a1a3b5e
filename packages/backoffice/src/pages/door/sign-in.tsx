// Signing in: with e-mail and password, at an identity provider, or as one of a sandbox's ready-made people.
import { Button, Divider, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import type { Answer } from '../../api/session.ts';
import { RefusedNote, usePause } from '../../parts/pause-note.tsx';
import { useEnter } from './enter.ts';
import { DoorFrame } from './frame.tsx';

type ReadyMade = NonNullable<Answer<'getDoor'>['sandbox']>[number];

export function SignInPage(): ReactNode {
  const { t } = useTranslation('door');
  const { refused } = useSearch({ strict: false });
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const door = useQuery({
    queryKey: ['door'],
    queryFn: ({ signal }) => ask(api.GET('/backoffice/api/door', { signal })),
    staleTime: Infinity,
  });
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      ask(api.POST('/backoffice/api/session', { body })),
    onSuccess: ({ next }) => enter(next),
    onError: () => setPassword(''),
  });
  const left = usePause(signIn.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password });
  };
  const sandbox = door.data?.sandbox ?? [];
  return (
    <DoorFrame
      title={t('sign_in')}
      lead={t('sign_in_lead')}
      below={
        door.isPending ? (
          <Skeleton height={0} />
        ) : (
          sandbox.length > 0 && (
            <ReadyMadePeople
              people={sandbox}
              busy={signIn.isPending}
              onChosen={({ email, password }) => signIn.mutate({ email, password })}
            />
          )
        )
      }
    >
      <form className="tk-stack" onSubmit={submit}>
        <TextInput
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          required
          withAsterisk={false}
          autoFocus
          onChange={(event) => {
            setEmail(event.currentTarget.value);
            // Another person need not wait for this one's pause.
            signIn.reset();
          }}
        />
        <PasswordInput
          label={t('password')}
          name="password"
          autoComplete="current-password"
          value={password}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {refused !== undefined && signIn.error === null && (
          <p role="alert" className="tk-note tk-tone-bad">
            {t(refused === 'oidc_away' ? 'oidc_away' : 'oidc_refused')}
          </p>
        )}
        {signIn.error !== null && <RefusedNote error={signIn.error} left={left} />}
        <Button type="submit" size="md" loading={signIn.isPending} disabled={left > 0}>
          {t('sign_in')}
        </Button>
      </form>
      {door.data?.oidc && (
        <>
          <Divider my="md" label={t('or')} />
          <Button
            component="a"
            href="/backoffice/api/oidc/start"
            variant="default"
            size="md"
            fullWidth
          >
            {t('oidc', { name: door.data.oidc.name })}
          </Button>
        </>
      )}
    </DoorFrame>
  );
}

interface PeopleProps {
  people: readonly ReadyMade[];
  busy: boolean;
  onChosen: (person: ReadyMade) => void;
}

function ReadyMadePeople({ people, busy, onChosen }: PeopleProps): ReactNode {
  const { t, i18n } = useTranslation(['door', 'shell']);
  const role = (name: string): string =>
    i18n.exists(`shell:roles.${name}`) ? t(`shell:roles.${name}` as 'shell:roles.admin') : name;
  const of = (name: string): string =>
    i18n.exists(`door:of.${name}`) ? t(`door:of.${name}` as 'door:of.gateway') : name;
  return (
    <section className="tk-people" aria-labelledby="ready-made">
      <h2 id="ready-made" className="tk-people-title">
        {t('door:sandbox')}
      </h2>
      <p className="tk-people-why">{t('door:sandbox_why')}</p>
      <div className="tk-people-cards">
        {people.map((person) => (
          <button
            key={person.email}
            type="button"
            className="tk-person-choice"
            disabled={busy}
            onClick={() => onChosen(person)}
          >
            <span className="tk-person-choice-role">{role(person.role)}</span>
            <span className="tk-person-choice-of">{of(person.of)}</span>
            <span className="tk-person-choice-mail">{person.email}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
