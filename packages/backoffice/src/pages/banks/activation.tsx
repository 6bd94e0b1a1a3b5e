// Activate: first what one needs and where it comes from, then Key and Secret.
import { Button } from '@mantine/core';
import { IconKey, IconLock } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../../api/ask.ts';
import { useRefusalWords } from '../../parts/refusal-words.ts';
import { CalledOff } from '../../parts/step-up.tsx';
import { CredentialsFields, isTyped } from './credentials-fields.tsx';
import { useActivate } from './use-activate.ts';
import type { Bank } from './use-banks.ts';

export function Activation({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const [entering, setEntering] = useState(false);
  const name = entering ? t('enter') : t('before');
  return (
    <section className="tk-card tk-activation" aria-label={t('activate')}>
      <ol className="tk-steps" aria-hidden>
        <li className="tk-step-on">{t('before')}</li>
        <li className={entering ? 'tk-step-on' : undefined}>{t('enter')}</li>
      </ol>
      <p className="tk-hidden" role="status">
        {t('step_of', { place: entering ? 2 : 1, name })}
      </p>
      {entering ? (
        <Enter bank={bank} back={() => setEntering(false)} />
      ) : (
        <Before bank={bank} goOn={() => setEntering(true)} />
      )}
    </section>
  );
}

function Before({ bank, goOn }: { bank: Bank; goOn: () => void }): ReactNode {
  const { t } = useTranslation('banks');
  return (
    <div className="tk-stack">
      <p>{t('before_lead', { bank: bank.name })}</p>
      <dl className="tk-needs">
        <div>
          <dt>
            <IconKey size={18} aria-hidden /> {t('key')}
          </dt>
          <dd>{t('before_key')}</dd>
        </div>
        <div>
          <dt>
            <IconLock size={18} aria-hidden /> {t('secret')}
          </dt>
          <dd>{t('before_secret')}</dd>
        </div>
      </dl>
      <p>{t('before_where')}</p>
      <p className="tk-quiet">{t('before_safe')}</p>
      <div className="tk-actions">
        <Button onClick={goOn}>{t('activate')}</Button>
      </div>
    </div>
  );
}

function Enter({ bank, back }: { bank: Bank; back: () => void }): ReactNode {
  const { t } = useTranslation('banks');
  const words = useRefusalWords();
  const [typed, setTyped] = useState({ key: '', secret: '' });
  const activate = useActivate(bank);
  const { error } = activate;
  const known = error instanceof NotAllowed ? error.code : undefined;
  const away = known === 'bank_away';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    activate.mutate({ ...typed, untested: false });
  };
  return (
    <form className="tk-stack" onSubmit={submit}>
      <p>{t('enter_lead')}</p>
      <CredentialsFields
        bank={bank}
        typed={typed}
        refused={error}
        onType={(next) => {
          activate.reset();
          setTyped(next);
        }}
      />
      {away && (
        <div className="tk-note tk-tone-unsure" role="alert">
          <div className="tk-note-words">
            <p className="tk-note-title">{t('no_answer', { bank: bank.name })}</p>
            <p>{t('untested_why')}</p>
            <Button
              variant="default"
              loading={activate.isPending}
              onClick={() => activate.mutate({ ...typed, untested: true })}
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
        <Button variant="default" onClick={back}>
          {t('back')}
        </Button>
        <Button type="submit" loading={activate.isPending} disabled={!isTyped(typed)}>
          {t('activate')}
        </Button>
      </div>
    </form>
  );
}
