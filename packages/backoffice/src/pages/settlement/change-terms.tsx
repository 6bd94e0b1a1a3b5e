// Other terms are asked for: the fields, and what they move of what waits now, reckoned by the gateway.
import '../../parts/story/story.css';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { bankName } from '../../parts/story/worded.ts';
import type { BankTerms } from './terms.tsx';
import { TermsMove } from './terms-effect.tsx';
import { readTyped, sameTerms, type Terms, type Typed } from './terms-typed.ts';

interface ChangeTermsProps {
  of: BankTerms;
  opened: boolean;
  onClose: () => void;
}

function beginning({ terms }: BankTerms): Typed {
  const { working_days: days, minimum } = terms;
  return { days: `${days}`, minimum: minimum === '0' ? '' : rupiah(minimum).slice(2) };
}

export function ChangeTerms({ of, opened, onClose }: ChangeTermsProps): ReactNode {
  const { t } = useTranslation(['settlement', 'fees']);
  const { workspace } = useWorkspace();
  const [typed, setTyped] = useState<Typed>(() => beginning(of));
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) setTyped(beginning(of));
  }
  const { days, minimum } = readTyped(typed);
  const terms =
    days === undefined || minimum === undefined ? undefined : { working_days: days, minimum };
  const other = terms === undefined || sameTerms(terms, of.terms) ? undefined : terms;
  const isTouched = typed.days !== beginning(of).days || typed.minimum !== beginning(of).minimum;
  return (
    <ConfirmAct
      opened={opened}
      onClose={onClose}
      title={t('settlement:terms.change_title', { bank: bankName(of.bank) })}
      confirm={t('fees:ask')}
      ready={other !== undefined}
      act={(reason) => {
        if (other === undefined) throw new Error('it is not ready');
        return ask(
          api.POST('/backoffice/api/{workspace}/settlement/terms', {
            params: { path: { workspace } },
            body: { bank: of.bank, terms: other, reason },
          }),
        );
      }}
    >
      <p>{t('settlement:terms.change_what')}</p>
      <div className="tk-two">
        <TextInput
          label={t('settlement:terms.working_days')}
          description={t('settlement:terms.working_days_hint')}
          leftSection="T+"
          inputMode="numeric"
          autoComplete="off"
          value={typed.days}
          error={days === undefined && t('settlement:terms.days_wrong')}
          data-autofocus
          onChange={(event) => setTyped({ ...typed, days: event.currentTarget.value })}
        />
        <TextInput
          label={t('settlement:terms.least')}
          description={t('settlement:terms.least_hint')}
          leftSection="Rp"
          inputMode="numeric"
          autoComplete="off"
          value={typed.minimum}
          error={minimum === undefined && t('fees:rules.sum')}
          onChange={(event) => setTyped({ ...typed, minimum: event.currentTarget.value })}
        />
      </div>
      {terms !== undefined && other === undefined && isTouched && (
        <p className="tk-note tk-tone-still">{t('settlement:terms.same')}</p>
      )}
      {other !== undefined && <WouldMove bank={of.bank} terms={other} />}
      <p className="tk-quiet tk-small">{t('fees:seen')}</p>
    </ConfirmAct>
  );
}

function WouldMove({ bank, terms }: { bank: string; terms: Terms }): ReactNode {
  const { workspace } = useWorkspace();
  const [body] = useDebouncedValue(JSON.stringify({ bank, terms }), 200);
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'terms-preview', body],
    queryFn: ({ signal }) =>
      ask(
        api.POST('/backoffice/api/{workspace}/settlement/terms-preview', {
          params: { path: { workspace } },
          body: JSON.parse(body) as { bank: string; terms: Terms },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <div aria-live="polite">{query.data !== undefined && <TermsMove effect={query.data} />}</div>
  );
}
