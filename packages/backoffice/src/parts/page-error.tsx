// Something could not be shown: what happened, the id to tell others, and another try.
import { Button } from '@mantine/core';
import { IconCloudOff, IconLock, IconMoodEmpty, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowed } from '../api/ask.ts';
import { CopyText } from './copy-text.tsx';
import { Empty } from './empty.tsx';
import { ChooseMerchant } from './one-merchant.tsx';
import { useRefusalWords } from './refusal-words.ts';

interface PageErrorProps {
  error: unknown;
  /** Tries again; without it there is no button. */
  retry?: () => void;
}

export function PageError({ error, retry }: PageErrorProps): ReactNode {
  const { t } = useTranslation('parts');
  const words = useRefusalWords();
  const known = error instanceof NotAllowed ? error : undefined;
  if (known?.code === 'choose_merchant') return <ChooseMerchant />;
  const icon =
    known?.code === 'not_found'
      ? IconMoodEmpty
      : known?.code === 'forbidden'
        ? IconLock
        : IconCloudOff;
  const again = known?.code !== 'not_found' && known?.code !== 'forbidden';
  return (
    <div role="alert">
      <Empty
        icon={icon}
        title={words(error, 'bare')}
        action={
          again &&
          retry && (
            <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
              {t('try_again')}
            </Button>
          )
        }
      >
        {known?.requestId !== undefined && (
          <p>
            {t('error_id')}: <CopyText text={known.requestId} what={t('error_id')} />
          </p>
        )}
      </Empty>
    </div>
  );
}
