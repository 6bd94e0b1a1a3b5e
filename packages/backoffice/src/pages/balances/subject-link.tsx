// What a journal is about, as a link to where that is looked at.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { placePath } from '../../shell/places.ts';

type Subject = Answer<'getJournal'>['subject'];

/** Below the workspace, where each is looked at. */
const WHERE: Readonly<Record<Subject['kind'], (id: string) => string>> = {
  payment: (id) => `payments/${id}`,
  refund: (id) => `refunds/${id}`,
  chunk: () => 'reconciliation',
  exception: (id) => `reconciliation/exceptions/${id}`,
  batch: (id) => `settlement/batches/${id}`,
  payout: (id) => `settlement/payouts/${id}`,
};

export function SubjectLink({ subject }: { subject: Subject }): ReactNode {
  const { t } = useTranslation('balances');
  const { workspace } = useWorkspace();
  return (
    <Link
      className="tk-link tk-row-beside"
      to={placePath(workspace, WHERE[subject.kind](subject.id)) as '.'}
    >
      {t(`subjects.${subject.kind}`)}
      {subject.name !== null && ` ${subject.name}`}
    </Link>
  );
}
