// Verifying the chain: every hash computed anew by the gateway.
import { Button } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { useAct } from '../../parts/use-act.ts';

export function Verify(): ReactNode {
  const { t } = useTranslation('audit');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const verify = useAct<void, Answer<'verifyAudit'>>({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/audit/verify', { params: { path: { workspace } } }),
      ),
    onDone: () => setOpened(true),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={16} />}
        loading={verify.isPending}
        title={t('verify_why')}
        onClick={() => verify.mutate()}
      >
        {t('verify')}
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title={t('verify')}>
        {verify.data !== undefined && <Verdict verdict={verify.data} />}
      </Dialog>
    </>
  );
}

function Verdict({ verdict }: { verdict: Answer<'verifyAudit'> }): ReactNode {
  const { t } = useTranslation('audit');
  const { holds, entries, head, broken_at: brokenAt } = verdict;
  const Icon = holds ? IconCircleCheck : IconCircleX;
  const number = new Intl.NumberFormat(spoken());
  return (
    <div className="tk-stack">
      <p className={`tk-note tk-tone-${holds ? 'good' : 'bad'}`} role="status">
        <Icon size={18} aria-hidden />
        {holds
          ? t('holds', { entries: number.format(entries) })
          : t('broken', { no: number.format(brokenAt ?? 0) })}
      </p>
      {head !== '' && (
        <div>
          <h3 className="tk-small-title">{t('head')}</h3>
          <CopyText text={head} what={t('head')} />
          <p className="tk-quiet tk-small">{t('head_why')}</p>
        </div>
      )}
    </div>
  );
}
