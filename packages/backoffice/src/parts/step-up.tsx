// Before something dangerous the API wants to know again who sits there: this asks, and repeats the act afterwards.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Dialog } from './dialog.tsx';
import {
  createContext,
  type FormEvent,
  type ReactNode,
  use,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../api/ask.ts';
import { sessionQuery } from '../api/session.ts';
import { useQuery } from '@tanstack/react-query';
import { useRefusalWords } from './refusal-words.ts';

/** Thrown by `withStepUp` when the person closed the dialog: nothing was done, nothing need be said. */
export class CalledOff extends Error {
  override name = 'CalledOff';
}

type WithStepUp = <T>(act: () => Promise<T>) => Promise<T>;

const StepUpContext = createContext<WithStepUp>((act) => act());

/** Runs an act; asks for a proof and runs it again when the API says `step_up_required`. */
export function useStepUp(): WithStepUp {
  return use(StepUpContext);
}

interface Waiting {
  go(): void;
  stop(): void;
}

export function StepUpProvider({ children }: { children: ReactNode }): ReactNode {
  const [opened, setOpened] = useState(false);
  const waiting = useRef<Waiting[]>([]);

  const withStepUp = useMemo<WithStepUp>(
    () => async (act) => {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof NotAllowed && error.code === 'step_up_required')) throw error;
      }
      await new Promise<void>((go, refuse) => {
        waiting.current.push({ go, stop: () => refuse(new CalledOff()) });
        setOpened(true);
      });
      return act();
    },
    [],
  );
  const settle = (how: 'go' | 'stop'): void => {
    setOpened(false);
    for (const one of waiting.current.splice(0)) one[how]();
  };
  return (
    <StepUpContext value={withStepUp}>
      {children}
      <StepUpDialog opened={opened} onProved={() => settle('go')} onClose={() => settle('stop')} />
    </StepUpContext>
  );
}

interface DialogProps {
  opened: boolean;
  onProved: () => void;
  onClose: () => void;
}

function StepUpDialog({ opened, onProved, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation('parts');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('step_up')} zIndex={400} size="sm">
      <StepUpForm onProved={onProved} onClose={onClose} />
    </Dialog>
  );
}

function StepUpForm({ onProved, onClose }: Omit<DialogProps, 'opened'>): ReactNode {
  const { t } = useTranslation('parts');
  const words = useRefusalWords();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  const totp = session?.person.totp === true;
  const [value, setValue] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);

  const prove = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const body = totp ? { code: value.trim() } : { password: value };
      await ask(api.POST('/backoffice/api/session/step-up', { body }));
      onProved();
    } catch (error) {
      setWrong(words(error));
      setValue('');
    } finally {
      setBusy(false);
    }
  };
  const shared = {
    value,
    error: wrong ?? null,
    required: true,
    withAsterisk: false,
    'data-autofocus': true,
  };
  return (
    <form className="tk-stack" onSubmit={(event) => void prove(event)}>
      <p className="tk-quiet">{t('step_up_why')}</p>
      {totp ? (
        <TextInput
          {...shared}
          label={t('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput
          {...shared}
          label={t('password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('password_show') }}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
      <div className="tk-actions">
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={value === ''}>
          {t('go_on')}
        </Button>
      </div>
    </form>
  );
}
