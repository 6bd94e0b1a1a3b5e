// Ending an old key at once, with what still uses it said before.
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { agoText } from '../../parts/instant.ts';
import type { Key } from './keys.tsx';

/** A key that was used in the last hour is likely still in use. */
const RECENT_MS = 3_600_000;

export function EndKey(props: { ending: Key | undefined; onClose: () => void }): ReactNode {
  const { ending, onClose } = props;
  const { t } = useTranslation('developers');
  const { workspace } = useWorkspace();
  const used = ending?.last_used_at ?? null;
  const now = gatewayNow();
  return (
    <ConfirmAct
      opened={ending !== undefined}
      onClose={onClose}
      title={t('end_title')}
      confirm={t('end')}
      danger
      said={t('ended')}
      act={(reason) =>
        ask(
          api.POST('/backoffice/api/{workspace}/keys/{key_id}/end', {
            params: { path: { workspace, key_id: ending?.key_id ?? '' } },
            body: { reason },
          }),
        )
      }
    >
      <p>{t('end_why')}</p>
      {used !== null && now - Date.parse(used) < RECENT_MS && (
        <p className="tk-note tk-tone-unsure">
          {t('end_used', { when: agoText(used, now, spoken()) })}
        </p>
      )}
    </ConfirmAct>
  );
}
