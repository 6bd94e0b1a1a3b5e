// A Secret Key that was just made: shown this once, copied or kept as a file.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import { Secret } from '../../parts/secret.tsx';
import { Time } from '../../parts/time.tsx';

interface NewKeyProps {
  secret: string;
  /** Until when the old key is valid, where that is known. */
  until?: string;
  onKept: () => void;
}

export function NewKey({ secret, until, onKept }: NewKeyProps): ReactNode {
  const { t } = useTranslation('developers');
  const { workspace } = useWorkspace();
  return (
    <div className="tk-stack">
      {until !== undefined && (
        <p>
          {t('made_until')} <Time at={until} />
        </p>
      )}
      <Secret
        what={t('secret_key')}
        secret={secret}
        fileName={`${workspace}-secret-key.txt`}
        onKept={onKept}
      />
    </div>
  );
}
