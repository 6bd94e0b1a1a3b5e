// A page of the door.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DoorFrame } from './frame.tsx';

export function InvitationPage(): ReactNode {
  const { t } = useTranslation('door');
  return <DoorFrame title={t('invite_title')}>{null}</DoorFrame>;
}
