// The hosts, beside the configured one, on which a payment may have its own notification URL.
import { Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readHosts, wrongHost } from './changes.ts';
import type { SwitchProps } from './switches.tsx';

export function Hosts({ locked, wanted, set }: SwitchProps): ReactNode {
  const { t } = useTranslation('settings');
  const { notification_hosts: hosts } = wanted;
  // As it is typed; what is read of it may differ by a line break.
  const [typed, setTyped] = useState(hosts.join('\n'));
  const wrong = wrongHost(hosts);
  if (locked) {
    return (
      <div>
        <p className="tk-setting-name">{t('hosts.name')}</p>
        <p className="tk-quiet tk-small">{t('hosts.why')}</p>
        <p className="tk-mono">{hosts.join(', ') || t('hosts.none')}</p>
      </div>
    );
  }
  return (
    <Textarea
      label={t('hosts.name')}
      description={t('hosts.why')}
      placeholder={t('hosts.placeholder')}
      classNames={{ input: 'tk-mono', label: 'tk-setting-label' }}
      spellCheck={false}
      autosize
      minRows={2}
      value={typed}
      error={wrong !== undefined && t('hosts.wrong', { host: wrong })}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        set({ notification_hosts: readHosts(event.currentTarget.value) });
      }}
    />
  );
}
