// The six digits of an authenticator app: large, only digits, sent when the last one is typed.
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

interface CodeFieldProps {
  label: string;
  value: string;
  onChange: (code: string) => void;
  /** Called with the code when it has six digits. */
  onFull: (code: string) => void;
  error?: string | null;
}

export function CodeField({ label, value, onChange, onFull, error }: CodeFieldProps): ReactNode {
  return (
    <TextInput
      className="tk-code"
      label={label}
      value={value}
      size="lg"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      error={error ?? null}
      required
      withAsterisk={false}
      autoFocus
      data-autofocus
      onChange={(event) => {
        const code = event.currentTarget.value.replace(/\D/g, '').slice(0, 6);
        onChange(code);
        if (code.length === 6 && code !== value) onFull(code);
      }}
    />
  );
}
