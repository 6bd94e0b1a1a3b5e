// How many calls the API takes: read by a merchant's people, changed by those of the gateway.
import { NumberInput, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import type { SwitchProps } from './switches.tsx';

const USUAL = { per_second: 50, burst: 100 };

export function Rate({ locked, wanted, set }: SwitchProps): ReactNode {
  const { t } = useTranslation('settings');
  const { workspaces } = useSession();
  const ofGateway = workspaces.some((one) => one.workspace === 'all');
  const { rate } = wanted;
  return (
    <div className="tk-settings">
      <div>
        <p className="tk-setting-name">{t('rate.name')}</p>
        <p className="tk-quiet tk-small">{t('rate.why')}</p>
      </div>
      {locked || !ofGateway ? (
        <p>{rate === null ? t('rate.none') : t('rate.limited', rate)}</p>
      ) : (
        <>
          <Switch
            label={t('rate.limit')}
            checked={rate !== null}
            onChange={(event) => set({ rate: event.currentTarget.checked ? USUAL : null })}
          />
          {rate !== null && (
            <div className="tk-setting-two">
              {(['per_second', 'burst'] as const).map((name) => (
                <NumberInput
                  key={name}
                  label={t(`rate.${name}`)}
                  value={rate[name]}
                  min={1}
                  max={100_000}
                  allowDecimal={false}
                  allowNegative={false}
                  onChange={(next) =>
                    typeof next === 'number' &&
                    set({ rate: { ...rate, [name]: Math.max(1, next) } })
                  }
                />
              ))}
            </div>
          )}
        </>
      )}
    </div>
  );
}
