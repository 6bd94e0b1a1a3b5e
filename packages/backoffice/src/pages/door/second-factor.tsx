// A page of the door.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame } from './frame.tsx';

export function SecondFactorPage(): ReactNode {
  const { t } = useTranslation('door');
  return <DoorFrame title={t('code_title')}>{null}</DoorFrame>;
}
