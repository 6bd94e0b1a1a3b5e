// The payment that a request is about.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../api/session.ts';
import type { Approval } from './approval.ts';

export function PaymentLink({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  return (
    <Link
      className="tk-link"
      to="/$workspace/payments/$payment_id"
      params={{
        workspace: workspace === 'all' ? (approval.client_id ?? 'all') : workspace,
        payment_id: approval.subject,
      }}
    >
      {t('names.open_payment')}
    </Link>
  );
}
