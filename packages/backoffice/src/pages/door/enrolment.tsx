// Setting up the second factor before anything else, where it is demanded; then the recovery codes.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EnrolApp } from '../../parts/enrol-app.tsx';
import { RecoveryCodes } from '../../parts/recovery-codes.tsx';
import { useEnter } from './enter.ts';
import { DoorFrame } from './frame.tsx';

export function EnrolmentPage(): ReactNode {
  const { t } = useTranslation('door');
  const enter = useEnter();
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes !== undefined) {
    return (
      <DoorFrame key="codes" title={t('codes_title')} lead={t('codes_lead')}>
        <RecoveryCodes codes={codes} onKept={() => void enter('done')} />
      </DoorFrame>
    );
  }
  return (
    <DoorFrame key="app" title={t('enrol_title')} lead={t('enrol_lead')}>
      <EnrolApp onEnrolled={setCodes} />
    </DoorFrame>
  );
}
