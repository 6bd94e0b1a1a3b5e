// Making a merchant: its name, then its Client-Id and its Secret Key, once.
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Facts } from '../../parts/detail-page.tsx';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { Secret } from '../../parts/secret.tsx';
import { CalledOff } from '../../parts/step-up.tsx';
import { useAct } from '../../parts/use-act.ts';

export function MakeMerchant(props: { opened: boolean; onClose: () => void }): ReactNode {
  const { opened, onClose } = props;
  const { t } = useTranslation('merchants');
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={t('make_title')}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Inside close={onClose} />
    </Dialog>
  );
}

function Inside({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('merchants');
  const { t: parts } = useTranslation('parts');
  const words = useRefusalWords();
  const [name, setName] = useState('');
  const make = useAct({
    act: () => ask(api.POST('/backoffice/api/merchants', { body: { name: name.trim() } })),
    sayErrors: false,
  });
  if (make.data !== undefined) {
    const { client_id, secret } = make.data;
    return (
      <div className="tk-stack">
        <p role="status">
          <strong>{t('made_title', { name: name.trim() })}.</strong> {t('made_why')}
        </p>
        <Facts of={[[t('client_id'), <CopyText text={client_id} what={t('client_id')} />]]} />
        <Secret
          what={t('secret_key')}
          secret={secret}
          fileName={`${client_id}-secret-key.txt`}
          onKept={close}
        />
      </div>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  const failed = make.error !== null && !(make.error instanceof CalledOff);
  return (
    <form className="tk-stack" onSubmit={submit}>
      <TextInput
        label={t('make_name')}
        description={t('make_name_why')}
        value={name}
        maxLength={100}
        data-autofocus
        error={failed && words(make.error)}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className="tk-actions">
        <Button variant="default" onClick={close}>
          {parts('cancel')}
        </Button>
        <Button type="submit" loading={make.isPending} disabled={name.trim() === ''}>
          {t('make_do')}
        </Button>
      </div>
    </form>
  );
}
