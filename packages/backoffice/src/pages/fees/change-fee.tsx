// Another fee is asked for: its terms, its day, and what payments cost before and after, reckoned by the gateway.
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { dayAfter, wibDay, wibStart } from '../../parts/instant.ts';
import { rupiah } from '../../parts/rupiah.ts';
import { bankName } from '../../parts/story/worded.ts';
import { BeforeAfter } from './before-after.tsx';
import { type BankFees, percentText, sameTerms, tariffAt } from './terms.ts';
import { readTyped, type Typed } from './typed.ts';
import { SAMPLES, usePreview } from './use-preview.ts';

interface ChangeFeeProps {
  fees: BankFees;
  opened: boolean;
  onClose: () => void;
}

/** The first day of the next month, in WIB: when fees usually change. */
function nextMonth(): string {
  const day = wibDay(gatewayNow());
  return `${dayAfter(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

/** What stands in the fields at first: the terms that hold on that day. */
function beginning(fees: BankFees): Typed {
  const day = nextMonth();
  const terms = tariffAt(fees, Date.parse(wibStart(day)))?.terms;
  const sum = (digits: string | null | undefined): string =>
    digits === null || digits === undefined || digits === '0' ? '' : rupiah(digits).slice(2);
  return {
    fixed: sum(terms?.fixed),
    percent: terms === undefined ? '' : percentText(terms.basis_points, spoken()),
    minimum: sum(terms?.minimum),
    maximum: sum(terms?.maximum),
    day,
  };
}

export function ChangeFee({ fees, opened, onClose }: ChangeFeeProps): ReactNode {
  const { t } = useTranslation('fees');
  const { workspace } = useWorkspace();
  const [typed, setTyped] = useState<Typed>(() => beginning(fees));
  const [wasOpened, setWasOpened] = useState(opened);
  if (opened !== wasOpened) {
    setWasOpened(opened);
    if (opened) setTyped(beginning(fees));
  }
  const today = wibDay(gatewayNow());
  const { terms, wrong } = readTyped(typed, today);
  const from = wrong.day ? undefined : wibStart(typed.day);
  const then = from === undefined ? undefined : tariffAt(fees, Date.parse(from));
  const same = terms !== undefined && sameTerms(terms, then?.terms ?? null);
  const set = (change: Partial<Typed>): void => setTyped({ ...typed, ...change });
  return (
    <ConfirmAct
      opened={opened}
      onClose={onClose}
      title={t('change_title', { bank: bankName(fees.bank) })}
      confirm={t('ask')}
      ready={terms !== undefined && from !== undefined && !same}
      act={(reason) => {
        if (terms === undefined || from === undefined) throw new Error('it is not ready');
        return ask(
          api.POST('/backoffice/api/{workspace}/fees', {
            params: { path: { workspace } },
            body: { bank: fees.bank, terms, valid_from: from, reason },
          }),
        );
      }}
    >
      <p>{t('change_what')}</p>
      <div className="tk-fees-fields">
        <Sum
          name="fixed"
          typed={typed}
          set={set}
          hint={t('fixed_hint')}
          wrong={wrong.fixed && t('rules.sum')}
          focus
        />
        <TextInput
          label={t('percentage')}
          description={t('percentage_hint')}
          rightSection="%"
          inputMode="decimal"
          autoComplete="off"
          value={typed.percent}
          error={wrong.percent && t('rules.percent')}
          onChange={(event) => set({ percent: event.currentTarget.value })}
        />
        <Sum
          name="minimum"
          typed={typed}
          set={set}
          hint={t('minimum_hint')}
          wrong={wrong.minimum && t('rules.sum')}
        />
        <Sum
          name="maximum"
          typed={typed}
          set={set}
          hint={t('maximum_hint')}
          wrong={wrong.maximum === 'order' ? t('rules.maximum') : wrong.maximum && t('rules.sum')}
        />
      </div>
      <TextInput
        type="date"
        label={t('valid_from')}
        description={t('valid_from_hint')}
        min={dayAfter(today, 1)}
        value={typed.day}
        error={wrong.day && t('rules.day')}
        onChange={(event) => set({ day: event.currentTarget.value })}
      />
      {same && <p className="tk-note tk-tone-still">{t('rules.same')}</p>}
      <Costs fees={fees} terms={terms ?? null} at={from} />
      <p className="tk-quiet tk-small">{t('seen')}</p>
    </ConfirmAct>
  );
}

interface SumProps {
  name: 'fixed' | 'minimum' | 'maximum';
  typed: Typed;
  set: (change: Partial<Typed>) => void;
  hint: string;
  wrong: string | false;
  focus?: boolean;
}

function Sum({ name, typed, set, hint, wrong, focus }: SumProps): ReactNode {
  const { t } = useTranslation('fees');
  return (
    <TextInput
      label={t(name)}
      description={hint}
      leftSection="Rp"
      inputMode="numeric"
      autoComplete="off"
      value={typed[name]}
      error={wrong}
      data-autofocus={focus}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
}

/** What the usual amounts cost before and after, while the fields are right. */
function Costs({
  fees,
  terms,
  at,
}: {
  fees: BankFees;
  terms: Parameters<typeof usePreview>[0]['terms'];
  at: string | undefined;
}): ReactNode {
  const [settled] = useDebouncedValue(terms, 200);
  const query = usePreview({ bank: fees.bank, amounts: SAMPLES, terms: settled, at });
  if (query.data === undefined || terms === null) return null;
  return (
    <BeforeAfter
      rows={query.data.rows.map(({ amount, fee, other }) => ({
        amount,
        before: fee,
        after: other ?? fee,
      }))}
    />
  );
}
