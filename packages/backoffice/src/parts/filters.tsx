// What a list can be narrowed by: pills that say what they do, and open to change it.
import { Button, Checkbox, CloseButton, Popover, Radio, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRupiah, rupiah } from './rupiah.ts';
import { useListSearch } from './list-search.ts';

interface PillProps {
  label: string;
  /** What is chosen, as words; undefined when nothing is. */
  chosen: string | undefined;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}

/** The frame that every filter shares. */
export function FilterPill({ label, chosen, onClear, children }: PillProps): ReactNode {
  const { t } = useTranslation('parts');
  const [opened, setOpened] = useState(false);
  return (
    <span className={chosen === undefined ? 'tk-pill' : 'tk-pill tk-pill-on'}>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <button type="button" className="tk-pill-button" onClick={() => setOpened(!opened)}>
            {label}
            {chosen !== undefined && <span className="tk-pill-chosen">{chosen}</span>}
            {chosen === undefined && <IconChevronDown size={14} aria-hidden />}
          </button>
        </Popover.Target>
        <Popover.Dropdown className="tk-pill-body">
          {children(() => setOpened(false))}
        </Popover.Dropdown>
      </Popover>
      {chosen !== undefined && (
        <CloseButton size="xs" aria-label={t('filter_clear', { label })} onClick={onClear} />
      )}
    </span>
  );
}

interface ChoiceProps {
  /** The parameter of the address. */
  name: string;
  label: string;
  choices: readonly { value: string; label: string }[];
}

/** Any of several words: states. `state=failed,expired`. */
export function ManyFilter({ name, label, choices }: ChoiceProps): ReactNode {
  const [search, set] = useListSearch();
  const chosen = search[name]?.split(',') ?? [];
  const words = choices.filter(({ value }) => chosen.includes(value)).map((one) => one.label);
  const toggle = (value: string): void => {
    const next = choices
      .map((one) => one.value)
      .filter((one) => (one === value) !== chosen.includes(one));
    set({ [name]: next.length === 0 ? undefined : next.join(',') });
  };
  return (
    <FilterPill
      label={label}
      chosen={words.length === 0 ? undefined : words.join(', ')}
      onClear={() => set({ [name]: undefined })}
    >
      {() => (
        <fieldset className="tk-choices">
          <legend className="tk-hidden">{label}</legend>
          {choices.map(({ value, label: word }) => (
            <Checkbox
              key={value}
              label={word}
              checked={chosen.includes(value)}
              onChange={() => toggle(value)}
            />
          ))}
        </fieldset>
      )}
    </FilterPill>
  );
}

/** One of several words: `refunded=part`. */
export function OneFilter({ name, label, choices }: ChoiceProps): ReactNode {
  const [search, set] = useListSearch();
  const chosen = choices.find(({ value }) => value === search[name]);
  return (
    <FilterPill label={label} chosen={chosen?.label} onClear={() => set({ [name]: undefined })}>
      {(close) => (
        <Radio.Group
          aria-label={label}
          value={chosen?.value ?? null}
          onChange={(value) => {
            set({ [name]: value });
            close();
          }}
        >
          <div className="tk-choices">
            {choices.map(({ value, label: word }) => (
              <Radio key={value} value={value} label={word} />
            ))}
          </div>
        </Radio.Group>
      )}
    </FilterPill>
  );
}

/** A text that must be the same: a customer's id, a code. */
export function TextFilter({ name, label }: { name: string; label: string }): ReactNode {
  const { t } = useTranslation('parts');
  const [search, set] = useListSearch();
  const submit = (event: FormEvent<HTMLFormElement>, close: () => void): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('text');
    set({ [name]: typeof typed === 'string' && typed.trim() !== '' ? typed.trim() : undefined });
    close();
  };
  return (
    <FilterPill label={label} chosen={search[name]} onClear={() => set({ [name]: undefined })}>
      {(close) => (
        <form className="tk-pill-form" onSubmit={(event) => submit(event, close)}>
          <TextInput
            name="text"
            aria-label={label}
            defaultValue={search[name] ?? ''}
            maxLength={128}
            autoFocus
          />
          <Button type="submit">{t('apply')}</Button>
        </form>
      )}
    </FilterPill>
  );
}

/** Between two sums, both included: `least` and `most` of the address. */
export function AmountFilter({ label }: { label: string }): ReactNode {
  const { t } = useTranslation('parts');
  const [search, set] = useListSearch();
  const { least, most } = search;
  const [wrong, setWrong] = useState(false);
  const chosen =
    least === undefined && most === undefined
      ? undefined
      : `${least === undefined ? '…' : rupiah(least)} – ${most === undefined ? '…' : rupiah(most)}`;
  const submit = (event: FormEvent<HTMLFormElement>, close: () => void): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = ['least', 'most'].map((name) => {
      const text = form.get(name);
      return typeof text === 'string' ? text.trim() : '';
    });
    const sums = typed.map(readRupiah);
    const bad = typed.some((text, at) => text !== '' && sums[at] === undefined);
    setWrong(bad);
    if (bad) return;
    set({ least: sums[0], most: sums[1] });
    close();
  };
  return (
    <FilterPill
      label={label}
      chosen={chosen}
      onClear={() => set({ least: undefined, most: undefined })}
    >
      {(close) => (
        <form className="tk-pill-form" onSubmit={(event) => submit(event, close)}>
          <TextInput
            name="least"
            label={t('least')}
            defaultValue={least ?? ''}
            inputMode="numeric"
            error={wrong && t('sum_wrong')}
          />
          <TextInput name="most" label={t('most')} defaultValue={most ?? ''} inputMode="numeric" />
          <Button type="submit">{t('apply')}</Button>
        </form>
      )}
    </FilterPill>
  );
}
