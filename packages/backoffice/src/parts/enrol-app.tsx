// Taking an authenticator app into use: its picture, its secret by hand, and the first code.
import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { CodeField } from './code-field.tsx';
import { CopyText } from './copy-text.tsx';
import { PageError } from './page-error.tsx';
import { QrCode } from './qr-code.tsx';
import { useRefusalWords } from './refusal-words.ts';
import { CalledOff, useStepUp } from './step-up.tsx';

interface EnrolAppProps {
  /** With the recovery codes, which are shown once. */
  onEnrolled: (codes: readonly string[]) => void;
  /** When somebody would not prove who they are. */
  onCalledOff?: () => void;
}

export function EnrolApp({ onEnrolled, onCalledOff }: EnrolAppProps): ReactNode {
  const { t } = useTranslation('door');
  const words = useRefusalWords();
  const withStepUp = useStepUp();
  const [code, setCode] = useState('');
  // Asked once per visit: another secret would make the picture on the phone worthless.
  const begun = useQuery({
    queryKey: ['enrolment'],
    queryFn: () => withStepUp(() => ask(api.POST('/backoffice/api/profile/totp/begin'))),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const enrol = useMutation({
    mutationFn: (typed: string) =>
      withStepUp(() => ask(api.POST('/backoffice/api/profile/totp', { body: { code: typed } }))),
    onSuccess: ({ recovery_codes }) => onEnrolled(recovery_codes),
    onError: () => setCode(''),
  });
  const calledOff = begun.error instanceof CalledOff;
  useEffect(() => {
    if (calledOff) onCalledOff?.();
  }, [calledOff, onCalledOff]);
  if (begun.error !== null && !calledOff) {
    return <PageError error={begun.error} retry={() => void begun.refetch()} />;
  }
  if (begun.data === undefined) return <Skeleton height={320} mt="md" />;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    enrol.mutate(code);
  };
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p>{t('enrol_scan')}</p>
      <div className="tk-qr-frame">
        <QrCode text={begun.data.uri} label={t('enrol_qr')} />
      </div>
      <div>
        <p className="tk-quiet tk-small">{t('enrol_by_hand')}</p>
        <CopyText
          text={begun.data.secret}
          shown={begun.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}
          what={t('enrol_by_hand')}
        />
      </div>
      <CodeField
        label={t('enrol_code')}
        value={code}
        onChange={setCode}
        onFull={(full) => enrol.mutate(full)}
        error={enrol.error === null ? null : words(enrol.error)}
      />
      <Button type="submit" size="md" loading={enrol.isPending} disabled={code.length !== 6}>
        {t('continue')}
      </Button>
    </form>
  );
}
