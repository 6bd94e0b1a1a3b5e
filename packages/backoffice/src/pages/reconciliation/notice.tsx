// On the page of a payment or a refund: that the bank's statement and our books do not agree on it.
import { IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';

/** Nothing where they agree, or where the reader may not see money. */
export function ExceptionNotice({ subjectId }: { subjectId: string }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const may = useMay();
  const { data } = useQuery({
    queryKey: [workspace, 'exceptions', 'of', subjectId],
    enabled: may('money.view'),
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/exceptions', {
          params: { path: { workspace }, query: { subject_id: subjectId, limit: 10 } },
          signal,
        }),
      ),
  });
  const one = data?.rows.find(({ state }) => state === 'open') ?? data?.rows[0];
  if (one === undefined) return null;
  const isOpen = one.state === 'open';
  return (
    <div className={`tk-note tk-tone-${isOpen ? 'unsure' : 'still'}`}>
      <IconArrowsExchange size={18} aria-hidden />
      <div>
        <p>
          {isOpen ? t('notice') : t('notice_resolved')} {t(`reasons.${one.reason}`)}.
        </p>
        <Link
          className="tk-link"
          to="/$workspace/reconciliation/exceptions/$exception_id"
          params={{ workspace, exception_id: one.exception_id }}
        >
          {t('notice_open')}
        </Link>
      </div>
    </div>
  );
}
