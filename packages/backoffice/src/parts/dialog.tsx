// A dialog: Mantine's, with a close button that says what it is in the reader's language.
import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes what Mantine's `Modal` takes. Its content is only there while it is open. */
export function Dialog(props: ModalProps): ReactNode {
  const { t } = useTranslation('parts');
  return <Modal closeButtonProps={{ 'aria-label': t('close') }} {...props} />;
}
