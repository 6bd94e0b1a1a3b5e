// A tariff that has not begun is withdrawn, by two people of the gateway.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { clockText, WIB } from '../../parts/instant.ts';
import { useSentence } from './sentence.ts';
import type { Tariff } from './terms.ts';

interface WithdrawFeeProps {
  tariff: Tariff | undefined;
  onClose: () => void;
}

export function WithdrawFee({ tariff, onClose }: WithdrawFeeProps): ReactNode {
  const { t } = useTranslation('fees');
  const { workspace } = useWorkspace();
  const sentence = useSentence();
  // The words stay while the dialog fades.
  const [last, setLast] = useState<Tariff>();
  if (tariff !== undefined && tariff !== last) setLast(tariff);
  if (last === undefined) return null;
  return (
    <ConfirmAct
      opened={tariff !== undefined}
      onClose={onClose}
      title={t('withdraw_title')}
      confirm={t('ask')}
      danger
      act={(reason) =>
        ask(
          api.POST('/backoffice/api/{workspace}/fees/{fee_id}/withdrawal', {
            params: { path: { workspace, fee_id: last.fee_id } },
            body: { reason },
          }),
        )
      }
    >
      <p>
        {t('withdraw_what', {
          terms: sentence(last.terms),
          day: `${clockText(last.valid_from, spoken(), WIB)} WIB`,
        })}
      </p>
    </ConfirmAct>
  );
}
