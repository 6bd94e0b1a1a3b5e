// Asking the bank now what became of a payment, and what it said.
import { IconBuildingBank } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { ActButton, type May } from '../../parts/story/act-button.tsx';

export type Said = Answer<'inquirePayment'>;

interface InquireActProps {
  paymentId: string;
  may: May;
  /** With what the bank said; the page shows it. */
  onSaid: (said: Said) => void;
}

export function InquireAct({ paymentId, may, onSaid }: InquireActProps): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <ActButton
        may={may}
        variant="default"
        leftSection={<IconBuildingBank size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('inquire')}
      </ActButton>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('inquire_title')}
        confirm={t('inquire')}
        reason="none"
        act={() =>
          ask(
            api.POST('/backoffice/api/{workspace}/payments/{payment_id}/inquiries', {
              params: { path: { workspace, payment_id: paymentId } },
            }),
          )
        }
        said={() => null}
        onDone={onSaid}
      >
        <p>{t('inquire_what')}</p>
      </ConfirmAct>
    </>
  );
}

/** What the bank said just now, until the page is left. */
export function SaidNote({ said }: { said: Said }): ReactNode {
  const { t, i18n } = useTranslation(['payments', 'states']);
  const path = `said.${said.said}`;
  const tone = said.changed ? 'good' : 'unsure';
  return (
    <div className={`tk-note tk-tone-${tone}`} role="status">
      <IconBuildingBank size={18} aria-hidden />
      <p>
        {i18n.exists(path, { ns: 'payments' }) ? t(path as 'said.paid') : said.said}{' '}
        {said.changed
          ? t('payments:said_changed', { state: t(`states:payment.${said.state}`) })
          : t('payments:said_same')}
      </p>
    </div>
  );
}
