// Suspending a merchant, or letting it in again, with a reason.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { queries } from '../../api/queries.ts';
import { sessionQuery } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import type { Merchant } from './page.tsx';

export function SetStatus(props: {
  merchant: Merchant | undefined;
  onClose: () => void;
}): ReactNode {
  const { merchant, onClose } = props;
  const { t } = useTranslation('merchants');
  // The words stay while the dialog fades and the list is read anew.
  const [last, setLast] = useState(merchant);
  if (merchant !== undefined && merchant !== last) setLast(merchant);
  const shown = merchant ?? last;
  if (shown === undefined) return null;
  const { name, client_id } = shown;
  const suspends = shown.status === 'active';
  return (
    <ConfirmAct
      opened={merchant !== undefined}
      onClose={onClose}
      title={suspends ? t('suspend_title', { name }) : t('resume_title', { name })}
      confirm={suspends ? t('suspend') : t('resume')}
      danger={suspends}
      onDone={() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })}
      said={suspends ? t('suspended', { name }) : t('resumed', { name })}
      act={(reason) =>
        ask(
          api.PUT('/backoffice/api/merchants/{client_id}/status', {
            params: { path: { client_id } },
            body: { status: suspends ? 'suspended' : 'active', reason },
          }),
        )
      }
    >
      <p>{suspends ? t('suspend_why') : t('resume_why')}</p>
    </ConfirmAct>
  );
}
