// What waits, before everything else: what the reader decides, what they asked for, and what others decide.
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.tsx';
import { useSession, useWorkspace } from '../../api/session.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import type { Approval } from './approval.ts';
import { Summary } from './summary.tsx';

export function Waiting(): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  const { person } = useSession();
  const query = useQuery({
    queryKey: [workspace, 'approvals', 'waiting'],
    queryFn: ({ signal }) =>
      Promise.all(
        (['pending', 'approved'] as const).map((state) =>
          ask(
            api.GET('/backoffice/api/{workspace}/approvals', {
              params: { path: { workspace }, query: { state, limit: 100 } },
              signal,
            }),
          ),
        ),
      ),
  });
  useLive((event) => {
    if (event.kind === 'approval') void query.refetch();
  });
  if (query.data === undefined) return null;
  const rows = query.data.flatMap((page) => page.rows);
  const open = rows.filter(({ state }) => state === 'pending');
  const own = (one: Approval): boolean => one.asked_by.operator_id === person.operator_id;
  const groups = [
    [t('collect_now'), rows.filter(({ may }) => may.includes('collect'))],
    [t('for_you'), open.filter(({ may }) => may.includes('approve'))],
    [t('yours'), open.filter(own)],
    [t('others'), open.filter((one) => !own(one) && !one.may.includes('approve'))],
  ] as const;
  const shown = groups.filter(([, ones]) => ones.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className="tk-stack tk-waiting">
      {shown.map(([title, ones]) => (
        <Group key={title} title={title} ones={ones} />
      ))}
      <h2 className="tk-card-title">{t('history')}</h2>
    </div>
  );
}

function Group({ title, ones }: { title: string; ones: readonly Approval[] }): ReactNode {
  return (
    <section className="tk-card" aria-label={title}>
      <header className="tk-card-head">
        <h2 className="tk-card-title">
          {title} <span className="tk-quiet">{ones.length}</span>
        </h2>
      </header>
      <ul className="tk-waiting-rows">
        {ones.map((one) => (
          <li key={one.approval_id}>
            <One approval={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  return (
    <Link
      className="tk-waiting-row"
      to="/$workspace/approvals/$approval_id"
      params={{ workspace, approval_id: approval.approval_id }}
    >
      <span className="tk-waiting-words">
        <span className="tk-waiting-what">
          <Summary approval={approval} />
        </span>
        <span className="tk-quiet tk-small">
          {workspace === 'all' && `${approval.merchant_name ?? t('gateway')} · `}
          {approval.asked_by.name} · <Time at={approval.asked_at} as="ago" /> · “{approval.reason}”
        </span>
      </span>
      <span className="tk-waiting-side">
        <StateBadge of="approval" state={approval.state} />
        <span className="tk-quiet tk-small">
          {t('left')} <Time at={approval.expires_at} as="ago" />
        </span>
      </span>
      <IconChevronRight size={18} aria-hidden className="tk-quiet" />
    </Link>
  );
}
