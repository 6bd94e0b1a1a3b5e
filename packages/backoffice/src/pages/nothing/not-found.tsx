// An address that leads nowhere, or to what is not the person's to see: the same page for both.
import { Button } from '@mantine/core';
import { IconMapPinOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/empty.tsx';
import { usePageTitle } from '../../parts/page.tsx';

export function NotFound(): ReactNode {
  const { t } = useTranslation('parts');
  const ref = usePageTitle(t('not_found'));
  return (
    <div className="tk-page tk-page-narrow tk-nothing">
      <h1 className="tk-hidden" ref={ref} tabIndex={-1}>
        {t('not_found')}
      </h1>
      <Empty
        icon={IconMapPinOff}
        title={t('not_found')}
        action={
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/" />}>
            {t('to_home')}
          </Button>
        }
      >
        <p>{t('not_found_why')}</p>
      </Empty>
    </div>
  );
}
