// The link of an invitation that somebody else has approved, once; its person needs the code of who approved it as well.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../parts/copy-text.tsx';

export function NewLink({ link, onKept }: { link: string; onKept: () => void }): ReactNode {
  const { t } = useTranslation('approvals');
  const { t: parts } = useTranslation('parts');
  return (
    <div className="tk-stack">
      <p className="tk-note tk-tone-unsure">
        <IconAlertTriangle size={18} aria-hidden />
        {t('link_once')}
      </p>
      <output className="tk-secret-text" aria-label={t('link_title')}>
        <CopyText text={link} what={t('link_title')} />
      </output>
      <div className="tk-actions">
        <Button onClick={onKept}>{parts('done')}</Button>
      </div>
    </div>
  );
}
