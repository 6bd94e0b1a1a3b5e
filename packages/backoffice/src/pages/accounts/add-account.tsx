// Adding a bank account: bank, number and holder, each with what is wrong about it. Nothing is paid to it yet.
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask, NotAllowed } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { useAct } from '../../parts/use-act.ts';

interface AddAccountProps {
  opened: boolean;
  onClose: () => void;
}

export function AddAccount({ opened, onClose }: AddAccountProps): ReactNode {
  const { t } = useTranslation('accounts');
  return (
    <Dialog opened={opened} onClose={onClose} title={t('add_title')} closeOnClickOutside={false}>
      <Inside close={onClose} />
    </Dialog>
  );
}

const FIELDS = ['bank_code', 'number', 'holder'] as const;
type Field = (typeof FIELDS)[number];

function Inside({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation(['accounts', 'parts']);
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const words = useRefusalWords();
  const banks = useBankChoices();
  const [bank, setBank] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [holder, setHolder] = useState('');
  const bare = number.replaceAll(/[\s.-]/g, '');
  const add = useAct({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/bank-accounts', {
          params: { path: { workspace } },
          body: { bank_code: bank ?? '', number: bare, holder: holder.trim() },
        }),
      ),
    sayErrors: false,
    said: () => t('accounts:added'),
    onDone({ account }) {
      close();
      void navigate({
        to: '/$workspace/accounts/$account_id',
        params: { workspace, account_id: account.account_id },
      });
    },
  });
  const wrong = wrongFieldOf(add.error);
  const fault = (field: Field): string | undefined => {
    if (wrong !== field) return undefined;
    const known = add.error instanceof NotAllowed && add.error.code === 'already_known';
    return known ? t('accounts:known') : t(`accounts:rules.${field}`);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    add.mutate();
  };
  const otherwise = add.error !== null && wrong === undefined && !(add.error instanceof CalledOff);
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p className="tk-quiet">{t('accounts:add_why')}</p>
      <Select
        label={t('accounts:bank')}
        placeholder={t('accounts:bank_choose')}
        nothingFoundMessage={t('accounts:bank_none')}
        data={banks}
        value={bank}
        searchable
        data-autofocus
        error={fault('bank_code')}
        onChange={(value) => {
          add.reset();
          setBank(value);
        }}
      />
      <TextInput
        label={t('accounts:number')}
        description={t('accounts:number_hint')}
        inputMode="numeric"
        autoComplete="off"
        value={number}
        maxLength={40}
        error={fault('number')}
        onChange={(event) => {
          add.reset();
          setNumber(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t('accounts:holder_label')}
        description={t('accounts:holder_hint')}
        autoComplete="off"
        value={holder}
        maxLength={200}
        error={fault('holder')}
        onChange={(event) => {
          add.reset();
          setHolder(event.currentTarget.value);
        }}
      />
      {otherwise && (
        <p role="alert" className="tk-note tk-tone-bad">
          {words(add.error)}
        </p>
      )}
      <div className="tk-actions">
        <Button variant="default" onClick={close}>
          {t('parts:cancel')}
        </Button>
        <Button
          type="submit"
          loading={add.isPending}
          disabled={bank === null || bare === '' || holder.trim() === ''}
        >
          {t('accounts:add_do')}
        </Button>
      </div>
    </form>
  );
}

/** The field that the API has named, where it is one of this form. */
function wrongFieldOf(error: unknown): Field | undefined {
  if (!(error instanceof NotAllowed)) return undefined;
  if (error.code !== 'field_invalid' && error.code !== 'already_known') return undefined;
  return FIELDS.find((field) => field === error.field);
}

function useBankChoices(): { value: string; label: string }[] {
  const { workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [workspace, 'accounts', 'banks'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/bank-accounts', {
          params: { path: { workspace }, query: { limit: 1 } },
          signal,
        }),
      ),
  });
  return (data?.banks ?? [])
    .map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}
