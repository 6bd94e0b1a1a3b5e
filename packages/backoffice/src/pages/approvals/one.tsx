// One request for approval: what is asked for, by whom and why, and what the reader may do with it.
import './approvals.css';
import { IconHourglass, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useLive } from '../../api/live.tsx';
import { useSession, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { leafText } from '../../parts/differences.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { type Approval, OF_GATEWAY_ALONE } from './approval.ts';
import { AskedFor } from './asked-for.tsx';
import { Decide } from './decide.tsx';
import { Outcome } from './outcome.tsx';
import { useSummary } from './summary.tsx';

export function ApprovalPage(): ReactNode {
  const { workspace } = useWorkspace();
  const { approval_id } = useParams({ from: '/signed-in/$workspace/approvals/$approval_id' });
  const query = useQuery({
    queryKey: [workspace, 'approvals', approval_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/approvals/{approval_id}', {
          params: { path: { workspace, approval_id } },
          signal,
        }),
      ),
  });
  useLive((event) => {
    if (event.kind === 'approval' && event.approval_id === approval_id) void query.refetch();
  });
  return <Loaded query={query}>{(approval) => <One approval={approval} />}</Loaded>;
}

function One({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  const title = useSummary()(approval);
  return (
    <DetailPage
      title={title}
      back={
        <Link to="/$workspace/approvals" params={{ workspace }}>
          {t('back')}
        </Link>
      }
      heading={t(`kinds.${approval.kind}`)}
      state={<StateBadge of="approval" state={approval.state} size="lg" />}
      notice={<Notice approval={approval} />}
      actions={<Decide approval={approval} />}
      side={<Who approval={approval} />}
    >
      <AskedFor approval={approval} />
      {approval.code !== null && <Code code={approval.code} asked={approval.asked} />}
      <Outcome approval={approval} />
    </DetailPage>
  );
}

/** What people of the gateway alone decide. */
const OF_GATEWAY: ReadonlySet<Approval['kind']> = new Set([...OF_GATEWAY_ALONE, 'exception']);

function Notice({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { person } = useSession();
  const { state, may, kind } = approval;
  const own = approval.asked_by.operator_id === person.operator_id;
  const collected = kind === 'rotate_key' || kind === 'team_invitation';
  if (state === 'approved' && collected && !may.includes('collect')) {
    return (
      <p className="tk-note tk-tone-wait">
        <IconHourglass size={18} aria-hidden />
        {t(kind === 'rotate_key' ? 'collect_wait' : 'link_wait', { name: approval.asked_by.name })}
      </p>
    );
  }
  if (state !== 'pending' || may.includes('approve')) return null;
  const lonely = approval.waits_for !== 'colleague' && approval.waits_for;
  return (
    <p className="tk-note tk-tone-wait">
      <IconUserOff size={18} aria-hidden />
      <span>
        {own ? t('own') : t(OF_GATEWAY.has(kind) ? 'not_you_gateway' : 'not_you')}{' '}
        {lonely && t(`waits_for.${lonely}`)}
      </span>
    </p>
  );
}

/** What the person who was invited must bring beside the link: from who approved, and from nobody else. */
function Code({ code, asked }: { code: string; asked: Approval['asked'] }): ReactNode {
  const { t } = useTranslation('approvals');
  return (
    <Section title={t('code')}>
      <div className="tk-stack">
        <p>{t('code_why', { email: leafText(asked['email']) })}</p>
        <output className="tk-secret-text" aria-label={t('code')}>
          <CopyText text={code} what={t('code')} mono />
        </output>
      </div>
    </Section>
  );
}

function Who({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { person } = useSession();
  const name = (who: Approval['asked_by']): string =>
    who.operator_id === person.operator_id ? `${who.name} (${t('you')})` : who.name;
  const open = approval.state === 'pending' || approval.state === 'approved';
  return (
    <>
      <Section title={t('who')}>
        <Facts
          of={[
            [t('asked_by'), name(approval.asked_by)],
            [t('reason'), approval.reason],
            [t('asked_at'), <Time at={approval.asked_at} as="full" />],
            [
              t('until'),
              open ? (
                <>
                  <Time at={approval.expires_at} /> (<Time at={approval.expires_at} as="ago" />)
                </>
              ) : undefined,
            ],
            [t('merchant'), approval.merchant_name ?? t('gateway')],
          ]}
        />
      </Section>
      {approval.decided_by !== null && (
        <Section title={t('decision')}>
          <Facts
            of={[
              [t('decided_by'), name(approval.decided_by)],
              [t('reason'), approval.decision_reason],
              [t('decided_at'), <Time at={approval.decided_at} as="full" />],
            ]}
          />
        </Section>
      )}
    </>
  );
}
