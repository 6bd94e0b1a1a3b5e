// Giving money of a payment back: how much, why, and whether somebody else must agree.
import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { ActButton } from '../../parts/story/act-button.tsx';
import { halfOf, needsApproval, sumWithin } from './share.ts';

interface RefundActProps {
  paymentId: string;
  may: Answer<'getPayment'>['actions']['refund'];
}

export function RefundAct({ paymentId, may }: RefundActProps): ReactNode {
  const { t } = useTranslation('payments');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  // One id for each opening of the form: sent twice it refunds once.
  const [requestId, setRequestId] = useState('');
  const most = rupiah(may.most);
  const sum = sumWithin(typed, may.most);
  const above = may.needs_approval_above;
  const waits = sum !== undefined && needsApproval(sum, above);
  const open = (): void => {
    setTyped(rupiah(may.most).slice(2));
    setRequestId(crypto.randomUUID());
    setOpened(true);
  };
  return (
    <>
      <ActButton may={may} onClick={open} leftSection={<IconArrowBackUp size={16} aria-hidden />}>
        {t('refund')}
      </ActButton>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('refund_title')}
        confirm={
          sum === undefined
            ? t('refund')
            : waits
              ? t('refund_ask')
              : t('refund_do', { amount: rupiah(sum) })
        }
        ready={sum !== undefined}
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/{workspace}/payments/{payment_id}/refunds', {
              params: { path: { workspace, payment_id: paymentId } },
              body: { amount: sum ?? '', reason, request_id: requestId },
            }),
          )
        }
        said={(out) =>
          out.result === 'done'
            ? t(`refund_said.${out.refund.state}`, { amount: rupiah(out.refund.amount) })
            : null
        }
      >
        <p>{t('refund_what')}</p>
        <div>
          <TextInput
            label={t('refund_amount')}
            description={t('refund_left', { most })}
            leftSection="Rp"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            data-autofocus
            error={sum === undefined && typed !== '' && t('refund_wrong', { most })}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div className="tk-shares">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setTyped(rupiah(halfOf(may.most)).slice(2))}
            >
              {t('refund_half')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setTyped(most.slice(2))}>
              {t('refund_all')}
            </Button>
          </div>
        </div>
        {waits && above !== null && (
          <p className="tk-note tk-tone-wait" role="status">
            {t('refund_approval', { above: rupiah(above) })}
          </p>
        )}
      </ConfirmAct>
    </>
  );
}
