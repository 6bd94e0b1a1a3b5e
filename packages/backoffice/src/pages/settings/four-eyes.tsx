// What needs a second person.
import { Switch, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readRupiah, rupiah } from '../../parts/rupiah.ts';
import type { SwitchProps } from './switches.tsx';

interface FourEyesProps extends SwitchProps {
  /** Whether what stands in the field is no sum. */
  onWrong: (wrong: boolean) => void;
}

const USUAL = '5000000';

export function FourEyes({ locked, wanted, set, onWrong }: FourEyesProps): ReactNode {
  const { t } = useTranslation('settings');
  const eyes = wanted.four_eyes;
  const change = (next: Partial<typeof eyes>): void => set({ four_eyes: { ...eyes, ...next } });
  return (
    <div className="tk-settings">
      <p className="tk-quiet">{t('eyes_why')}</p>
      <div className="tk-stack">
        <Switch
          label={t('refund_above.name')}
          description={t('refund_above.why')}
          disabled={locked}
          checked={eyes.refund_above !== null}
          onChange={(event) => {
            onWrong(false);
            change({ refund_above: event.currentTarget.checked ? USUAL : null });
          }}
        />
        {eyes.refund_above !== null && (
          <Limit
            locked={locked}
            digits={eyes.refund_above}
            onWrong={onWrong}
            onChange={(refund_above) => change({ refund_above })}
          />
        )}
      </div>
      {(['keys', 'notification_url', 'bank_credentials', 'team'] as const).map((name) => (
        <Switch
          key={name}
          label={t(`${name}.name`)}
          description={t(`${name}.why`)}
          disabled={locked}
          checked={eyes[name]}
          onChange={(event) => change({ [name]: event.currentTarget.checked })}
        />
      ))}
    </div>
  );
}

interface LimitProps {
  locked: boolean;
  digits: string;
  onWrong: (wrong: boolean) => void;
  onChange: (digits: string) => void;
}

function Limit({ locked, digits, onWrong, onChange }: LimitProps): ReactNode {
  const { t } = useTranslation('settings');
  const [typed, setTyped] = useState(rupiah(digits));
  const read = readLimit(typed);
  return (
    <TextInput
      className="tk-setting-limit"
      aria-label={t('refund_above.limit')}
      inputMode="numeric"
      disabled={locked}
      value={typed}
      error={read === undefined && t('refund_above.wrong')}
      onChange={(event) => {
        const next = event.currentTarget.value;
        const sum = readLimit(next);
        setTyped(next);
        onWrong(sum === undefined);
        if (sum !== undefined) onChange(sum);
      }}
      onBlur={() => read !== undefined && setTyped(rupiah(read))}
    />
  );
}

function readLimit(typed: string): string | undefined {
  const sum = readRupiah(typed);
  return sum !== undefined && sum.length <= 12 ? sum : undefined;
}
