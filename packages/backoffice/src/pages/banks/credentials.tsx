// The kept Key and Secret of a bank: known by their last letters, tried, replaced, never shown.
import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Facts, Section } from '../../parts/detail-page.tsx';
import { useAct } from '../../parts/use-act.ts';
import { ConnectionTest } from './connection-test.tsx';
import { ReplaceCredentials } from './replace-credentials.tsx';
import type { Bank, Tested } from './use-banks.ts';

export function Credentials({ bank }: { bank: Bank }): ReactNode {
  const { t } = useTranslation('banks');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [replacing, setReplacing] = useState(false);
  const test = useAct<void, Tested>({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/banks/{bank}/test', {
          params: { path: { workspace, bank: bank.bank } },
          body: {},
        }),
      ),
  });
  const active = bank.state === 'active';
  const title = active
    ? t('replace_title', { bank: bank.name })
    : `${t('activate_again')}: ${bank.name}`;
  return (
    <Section title={t('credentials')}>
      <div className="tk-stack">
        <Facts
          of={[
            [t('key'), <span className="tk-mono">{bank.key_hint}</span>],
            [t('secret'), <span className="tk-quiet">{t('secret_kept')}</span>],
          ]}
        />
        {test.data && <ConnectionTest bank={bank.name} tested={test.data} kept />}
        {may('banks.configure') && (
          <div className="tk-card-buttons">
            <Button
              variant="default"
              leftSection={<IconPlugConnected size={16} />}
              loading={test.isPending}
              onClick={() => test.mutate()}
            >
              {t('test')}
            </Button>
            <Button variant={active ? 'default' : 'filled'} onClick={() => setReplacing(true)}>
              {active ? t('replace') : t('activate_again')}
            </Button>
          </div>
        )}
      </div>
      <Dialog opened={replacing} onClose={() => setReplacing(false)} title={title}>
        <ReplaceCredentials bank={bank} close={() => setReplacing(false)} />
      </Dialog>
    </Section>
  );
}
