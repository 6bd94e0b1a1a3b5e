// Key and Secret as they are typed, a test of them on the way, and what the bank says to them.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { useAct } from '../../parts/use-act.ts';
import { ConnectionTest } from './connection-test.tsx';
import type { Bank, Tested } from './use-banks.ts';

export interface Typed {
  key: string;
  secret: string;
}

interface CredentialsFieldsProps {
  bank: Bank;
  typed: Typed;
  onType: (typed: Typed) => void;
  /** The refusal of an activation, shown like that of a test. */
  refused?: unknown;
}

export function CredentialsFields(props: CredentialsFieldsProps): ReactNode {
  const { bank, typed, onType, refused } = props;
  const { t } = useTranslation('banks');
  const { t: parts } = useTranslation('parts');
  const { workspace } = useWorkspace();
  const test = useAct<Typed, Tested>({
    act: ({ key, secret }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/banks/{bank}/test', {
          params: { path: { workspace, bank: bank.bank } },
          body: { key: key.trim(), secret: secret.trim() },
        }),
      ),
  });
  const type = (next: Partial<Typed>): void => {
    test.reset();
    onType({ ...typed, ...next });
  };
  const wrong = refused instanceof NotAllowed && refused.code === 'credentials_refused';
  return (
    <div className="tk-stack">
      <TextInput
        label={t('key')}
        value={typed.key}
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        error={wrong && refused.field === 'key'}
        data-autofocus
        onChange={(event) => type({ key: event.currentTarget.value })}
      />
      <PasswordInput
        label={t('secret')}
        description={t('secret_hint')}
        value={typed.secret}
        maxLength={256}
        autoComplete="new-password"
        error={wrong}
        visibilityToggleButtonProps={{ 'aria-label': parts('password_show') }}
        onChange={(event) => type({ secret: event.currentTarget.value })}
      />
      <div>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} />}
          loading={test.isPending}
          disabled={!isTyped(typed)}
          onClick={() => test.mutate(typed)}
        >
          {t('test')}
        </Button>
      </div>
      {test.data && <ConnectionTest bank={bank.name} tested={test.data} />}
      {!test.data && wrong && (
        <div className="tk-note tk-tone-bad" role="alert">
          <div className="tk-note-words">
            <p className="tk-note-title">{t('refused', { bank: bank.name })}</p>
            <p>{t('refused_hint')}</p>
          </div>
        </div>
      )}
    </div>
  );
}

export function isTyped({ key, secret }: Typed): boolean {
  return key.trim() !== '' && secret.trim() !== '';
}
