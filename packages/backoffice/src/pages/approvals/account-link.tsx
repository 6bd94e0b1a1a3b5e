// The bank account that a request is about: on its page stand its number and both names.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspace } from '../../api/session.ts';
import type { Approval } from './approval.ts';

export function AccountLink({ approval }: { approval: Approval }): ReactNode {
  const { workspace } = useWorkspace();
  return (
    <Link
      className="tk-link tk-mono"
      to="/$workspace/accounts/$account_id"
      params={{
        workspace: workspace === 'all' ? (approval.client_id ?? 'all') : workspace,
        account_id: approval.subject,
      }}
    >
      {approval.subject}
    </Link>
  );
}
