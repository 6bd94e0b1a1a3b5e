// Who asked for a change of what is agreed with a merchant and who approved it, with a link to the request.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../api/session.ts';

interface MakersProps {
  of: {
    made_by: { name: string } | null;
    approved_by: { name: string } | null;
    approval_id: string | null;
  };
  /** What else is said, behind the names. */
  children?: ReactNode;
}

export function Makers({ of, children }: MakersProps): ReactNode {
  const { t } = useTranslation('fees');
  const { workspace } = useWorkspace();
  const may = useMay();
  const words = [
    of.made_by === null ? t('by_command') : t('made', { name: of.made_by.name }),
    ...(of.approved_by === null ? [] : [t('approved', { name: of.approved_by.name })]),
  ];
  return (
    <span>
      {words.join(', ')}
      {children}
      {of.approval_id !== null && may('approvals.view') && (
        <>
          {' · '}
          <Link
            className="tk-link"
            to="/$workspace/approvals/$approval_id"
            params={{ workspace, approval_id: of.approval_id }}
          >
            {t('see_request')}
          </Link>
        </>
      )}
    </span>
  );
}
