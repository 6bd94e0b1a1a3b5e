// An invitation: who invites to what, and a name and a password to begin with.
import { Button, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import type { Answer } from '../../api/session.ts';
import { Empty } from '../../parts/empty.tsx';
import { PageError } from '../../parts/page-error.tsx';
import { RefusedNote, usePause } from '../../parts/pause-note.tsx';
import { Time } from '../../parts/time.tsx';
import { useEnter } from './enter.ts';
import { DoorFrame } from './frame.tsx';

type Invitation = Answer<'readInvitation'>;

export function InvitationPage(): ReactNode {
  const { t } = useTranslation(['door', 'shell']);
  // Behind the `#`, which a browser tells no server and no other page.
  const { hash: token } = useLocation();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      ask(api.GET('/backoffice/api/invitations/{token}', { params: { path: { token } }, signal })),
    retry: false,
    refetchOnWindowFocus: false,
  });
  const { data, error } = invitation;
  if (data !== undefined) return <Accept invitation={data} token={token} />;
  if (error === null) {
    return (
      <DoorFrame title={t('invite_title')}>
        <Skeleton height={220} mt="lg" />
      </DoorFrame>
    );
  }
  if (error.status === 404 || error.status === 400) {
    return (
      <DoorFrame title={t('invite_gone')}>
        <Empty
          icon={IconMailOff}
          title={t('invite_gone_why')}
          action={
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/sign-in" />}>
              {t('to_sign_in')}
            </Button>
          }
        />
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t('invite_title')}>
      <PageError error={error} retry={() => void invitation.refetch()} />
    </DoorFrame>
  );
}

function Accept({ invitation, token }: { invitation: Invitation; token: string }): ReactNode {
  const { t, i18n } = useTranslation(['door', 'shell']);
  const enter = useEnter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { known, signed_in: signedIn, wants_code: wantsCode } = invitation;
  const accept = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/backoffice/api/invitations/{token}', {
          params: { path: { token } },
          body: {
            ...(signedIn ? {} : { password }),
            ...(wantsCode ? { code: code.trim() } : {}),
            ...(known ? {} : { name: name.trim(), locale: i18n.language === 'id' ? 'id' : 'en' }),
          },
        }),
      ),
    onSuccess: ({ next }) => enter(next),
  });
  const left = usePause(accept.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  const role = t(`shell:roles.${invitation.role}`);
  const what =
    invitation.merchant_name === null
      ? t('invite_gateway', { role })
      : t('invite_for', { name: invitation.merchant_name, role });
  const by =
    invitation.invited_by === null
      ? t('invite_title')
      : t('invite_by', { name: invitation.invited_by });
  return (
    <DoorFrame title={by} lead={what}>
      <form className="tk-stack" onSubmit={submit}>
        {known && !signedIn && <p>{t('invite_known')}</p>}
        <TextInput
          label={t('email')}
          type="email"
          value={invitation.email}
          readOnly
          autoComplete="username"
        />
        {!known && (
          <TextInput
            label={t('invite_name')}
            value={name}
            autoComplete="name"
            maxLength={100}
            required
            withAsterisk={false}
            autoFocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {!signedIn && (
          <PasswordInput
            label={known ? t('password') : t('invite_password')}
            description={known ? null : t('invite_password_why')}
            value={password}
            autoComplete={known ? 'current-password' : 'new-password'}
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('show_password') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {wantsCode && (
          <TextInput
            label={t('invite_code')}
            description={t('invite_code_why')}
            value={code}
            autoComplete="off"
            spellCheck={false}
            maxLength={64}
            required
            withAsterisk={false}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {accept.error !== null && <RefusedNote error={accept.error} left={left} />}
        <Button
          type="submit"
          size="md"
          loading={accept.isPending}
          disabled={
            left > 0 ||
            (wantsCode && code.trim() === '') ||
            (!signedIn && (password.length < (known ? 1 : 12) || (!known && name.trim() === '')))
          }
        >
          {t('invite_accept')}
        </Button>
        <p className="tk-quiet tk-small">
          {t('invite_until')} <Time at={invitation.expires_at} />
        </p>
      </form>
    </DoorFrame>
  );
}
