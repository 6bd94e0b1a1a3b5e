// A field of a form that takes one merchant, found by name or Client-Id.
import { Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFound } from '../shell/find-merchants.ts';

interface MerchantSelectProps {
  label: string;
  /** The Client-Id; null while nothing is chosen. */
  value: string | null;
  onChange: (clientId: string | null) => void;
}

export function MerchantSelect({ label, value, onChange }: MerchantSelectProps): ReactNode {
  const { t } = useTranslation('shell');
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const found = useFound(chosen?.label === typed ? '' : typed)
    .filter(({ workspace }) => workspace !== 'all')
    .map(({ workspace, name }) => ({ value: workspace, label: `${name} · ${workspace}` }));
  // What is chosen stays one of the choices, whatever is typed afterwards.
  const kept = chosen === undefined || found.some((one) => one.value === chosen.value);
  return (
    <Select
      label={label}
      placeholder={t('switch_search')}
      data={kept ? found : [chosen, ...found]}
      searchable
      // They are found already.
      filter={({ options }) => options}
      nothingFoundMessage={t('switch_none')}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(clientId, option) => {
        setChosen(
          clientId === null ? undefined : { value: clientId, label: option?.label ?? clientId },
        );
        onChange(clientId);
      }}
    />
  );
}
