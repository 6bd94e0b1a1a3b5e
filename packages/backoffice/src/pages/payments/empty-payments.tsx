// No payment yet: how to make the first one, by a command in the sandbox or by a call of one's own server.
import { IconCreditCardPay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/empty.tsx';

export function EmptyPayments(): ReactNode {
  const { t } = useTranslation('payments');
  const { sandbox } = useSession();
  const { workspace } = useWorkspace();
  const clientId = workspace === 'all' ? 'MCH-…' : workspace;
  const command = `npm run cli -- trigger payment.success --client-id ${clientId}`;
  const curl = `curl ${location.origin}/cimb-direct-debit/v1/payment \\
  -H 'Client-Id: ${clientId}' \\
  -H 'Request-Id: …' \\
  -H 'Request-Timestamp: …' \\
  -H 'Signature: HMACSHA256=…' \\
  -d @payment.json`;
  return (
    <Empty icon={IconCreditCardPay} title={t('empty')}>
      <p>{t('empty_why')}</p>
      {sandbox && (
        <>
          <p>{t('empty_sandbox')}</p>
          <Command text={command} />
        </>
      )}
      <p>{t('empty_curl')}</p>
      <Command text={curl} />
    </Empty>
  );
}

function Command({ text }: { text: string }): ReactNode {
  const { t } = useTranslation('payments');
  return (
    <div className="tk-command">
      <pre className="tk-mono">{text}</pre>
      <CopyText text={text} what={t('command')} shown="" />
    </div>
  );
}
