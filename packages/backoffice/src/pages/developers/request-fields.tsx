// The parts of a request, one field each.
import { Select, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked } from './signature.tsx';

interface RequestFieldsProps {
  asked: Asked;
  onChange: (asked: Asked) => void;
}

const HEADERS = ['client_id', 'request_id', 'timestamp'] as const;

export function RequestFields({ asked, onChange }: RequestFieldsProps): ReactNode {
  const { t } = useTranslation('developers');
  const field = (name: 'target' | 'signature' | (typeof HEADERS)[number], label: string) => (
    <TextInput
      key={name}
      label={label}
      classNames={{ input: 'tk-mono' }}
      value={asked[name]}
      spellCheck={false}
      onChange={(event) => onChange({ ...asked, [name]: event.currentTarget.value })}
    />
  );
  return (
    <div className="tk-stack">
      <div className="tk-method-row">
        <Select
          label={t('method')}
          allowDeselect={false}
          data={['POST', 'GET']}
          value={asked.method}
          onChange={(method) => onChange({ ...asked, method: method === 'GET' ? 'GET' : 'POST' })}
        />
        {field('target', t('target'))}
      </div>
      {HEADERS.map((name) => field(name, t(name)))}
      {field('signature', t('given'))}
      {asked.method === 'POST' && (
        <Textarea
          label={t('body')}
          description={t('body_hint')}
          classNames={{ input: 'tk-mono tk-code-field' }}
          value={asked.body}
          minRows={5}
          maxRows={14}
          spellCheck={false}
          onChange={(event) => onChange({ ...asked, body: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
