// Something waits for a second pair of eyes.
import { IconHourglass } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../api/session.ts';

interface ApprovalNoticeProps {
  approvalId: string;
  /** What waits; in general words when absent. */
  children?: ReactNode;
}

export function ApprovalNotice({ approvalId, children }: ApprovalNoticeProps): ReactNode {
  const { t } = useTranslation('parts');
  const { workspace } = useWorkspace();
  return (
    <div className="tk-note tk-tone-wait" role="status">
      <IconHourglass size={18} aria-hidden />
      <div>
        <p>{children ?? t('approval_waits')}</p>
        <Link
          className="tk-link"
          to="/$workspace/approvals/$approval_id"
          params={{ workspace, approval_id: approvalId }}
        >
          {t('approval_open')}
        </Link>
      </div>
    </div>
  );
}
