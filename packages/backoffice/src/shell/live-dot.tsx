// Whether the page hears what changes.
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../api/live.tsx';

export function LiveDot(): ReactNode {
  const { t } = useTranslation('shell');
  const state = useLiveState();
  return (
    <Tooltip label={t(`live_why.${state}`)} w={240}>
      <span className={`tk-live tk-live-${state}`} role="status">
        {t(`live.${state}`)}
      </span>
    </Tooltip>
  );
}
