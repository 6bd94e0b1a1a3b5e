// A page of the door.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame } from './frame.tsx';

export function EnrolmentPage(): ReactNode {
  const { t } = useTranslation('door');
  return <DoorFrame title={t('enrol_title')}>{null}</DoorFrame>;
}
