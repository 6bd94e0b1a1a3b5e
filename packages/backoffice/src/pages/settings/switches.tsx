// One switch: its name, what it does, and for choices how it looks on the wire.
import { Radio, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from './changes.ts';

export interface SwitchProps {
  locked: boolean;
  kept: Settings;
  wanted: Settings;
  set: (change: Partial<Settings>) => void;
}

type Chosen = 'line_items' | 'amounts' | 'replay_status' | 'notification_schedule';

/** Short pieces of the wire; the same in every language. */
const WIRE: Readonly<Record<string, string>> = {
  enforce: '"line_items":[{"price":45000,"quantity":2}] → "amount":90000',
  ignore: '"line_items":[{"price":1,"quantity":1}] → "amount":90000',
  number: '"order":{"amount":90000}',
  string: '"order":{"amount":"90000"}',
  conflict: 'HTTP/1.1 409 Conflict\nIdempotency-Status: replayed',
  original: 'HTTP/1.1 200 OK\nIdempotency-Status: replayed',
};

interface ChoiceProps<Of extends Chosen> extends SwitchProps {
  of: Of;
  choices: readonly Settings[Of][];
}

export function Choice<Of extends Chosen>(props: ChoiceProps<Of>): ReactNode {
  const { of, choices, locked, wanted, set } = props;
  const { t, i18n } = useTranslation('settings');
  const area = of === 'notification_schedule' ? 'schedule' : of;
  const word = (key: string): string =>
    i18n.exists(`${area}.${key}`, { ns: 'settings' }) ? t(`${area}.${key}` as 'amounts.name') : '';
  return (
    <Radio.Group
      classNames={{ label: 'tk-setting-label' }}
      label={word('name')}
      description={word('why')}
      value={wanted[of]}
      onChange={(value) => {
        const chosen = choices.find((one) => one === value);
        if (chosen !== undefined) set({ [of]: chosen });
      }}
    >
      <div className="tk-setting-choices">
        {choices.map((one) => (
          <div key={one} className={wanted[of] === one ? 'tk-setting tk-setting-on' : 'tk-setting'}>
            <Radio
              value={one}
              disabled={locked}
              label={word(one)}
              description={word(`${one}_why`)}
            />
            {WIRE[one] !== undefined && (
              <code className="tk-setting-wire tk-mono">{WIRE[one]}</code>
            )}
          </div>
        ))}
      </div>
    </Radio.Group>
  );
}

interface OnOffProps extends SwitchProps {
  of: 'notify_tokens' | 'notify_refunds';
}

export function OnOff({ of, locked, wanted, set }: OnOffProps): ReactNode {
  const { t } = useTranslation('settings');
  return (
    <Switch
      label={t(`${of}.name`)}
      description={t(`${of}.why`)}
      disabled={locked}
      checked={wanted[of]}
      onChange={(event) => set({ [of]: event.currentTarget.checked })}
    />
  );
}
