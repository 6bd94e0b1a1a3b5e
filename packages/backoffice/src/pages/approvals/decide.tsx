// What the reader may do with a request: approve, reject, withdraw, or collect what is shown once.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useAct } from '../../parts/use-act.ts';
import { NewKey } from '../developers/new-key.tsx';
import type { Approval } from './approval.ts';
import { NewLink } from './new-link.tsx';
import { useSummary } from './summary.tsx';

type Way = 'approve' | 'reject' | 'withdraw';

export function Decide({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const [way, setWay] = useState<Way>();
  const { may } = approval;
  return (
    <>
      {may.includes('withdraw') && (
        <Button variant="default" onClick={() => setWay('withdraw')}>
          {t('withdraw')}
        </Button>
      )}
      {may.includes('reject') && (
        <Button variant="default" onClick={() => setWay('reject')}>
          {t('reject')}
        </Button>
      )}
      {may.includes('approve') && <Button onClick={() => setWay('approve')}>{t('approve')}</Button>}
      <Collect approval={approval} />
      <Confirm approval={approval} way={way} onClose={() => setWay(undefined)} />
    </>
  );
}

interface ConfirmProps {
  approval: Approval;
  way: Way | undefined;
  onClose: () => void;
}

const SAID = {
  approve: 'approved_said',
  reject: 'rejected_said',
  withdraw: 'withdrawn_said',
} as const;

function Confirm({ approval, way, onClose }: ConfirmProps): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  const summary = useSummary();
  // The words stay while the dialog fades.
  const [last, setLast] = useState<Way>('approve');
  if (way !== undefined && way !== last) setLast(way);
  const shown = way ?? last;
  const path = { workspace, approval_id: approval.approval_id };
  return (
    <ConfirmAct<Approval>
      opened={way !== undefined}
      onClose={onClose}
      title={t(`${shown}_title`)}
      confirm={t(shown)}
      danger={shown === 'reject'}
      reason={shown === 'withdraw' ? 'none' : 'asked'}
      said={t(SAID[shown])}
      act={(reason) =>
        shown === 'withdraw'
          ? ask(
              api.POST('/backoffice/api/{workspace}/approvals/{approval_id}/withdraw', {
                params: { path },
              }),
            )
          : ask(
              api.POST('/backoffice/api/{workspace}/approvals/{approval_id}/decision', {
                params: { path },
                body: { approve: shown === 'approve', reason },
              }),
            )
      }
    >
      <p className="tk-confirm-what">{summary(approval)}</p>
      <p className="tk-quiet">
        {shown === 'approve' && t(`does.${approval.kind}`)}
        {shown === 'withdraw' && t('withdraw_why')}
      </p>
    </ConfirmAct>
  );
}

/** The approval is kept here while its secret is shown: the page behind may change meanwhile. */
function Collect({ approval }: { approval: Approval }): ReactNode {
  const { t } = useTranslation('approvals');
  const { workspace } = useWorkspace();
  const collect = useAct({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/approvals/{approval_id}/collect', {
          params: { path: { workspace, approval_id: approval.approval_id } },
        }),
      ),
  });
  const secret = collect.data?.secret;
  const isLink = approval.kind === 'team_invitation';
  return (
    <>
      {approval.may.includes('collect') && (
        <Button loading={collect.isPending} onClick={() => collect.mutate()}>
          {t(isLink ? 'collect_link' : 'collect')}
        </Button>
      )}
      <Dialog
        opened={secret !== undefined}
        onClose={() => undefined}
        withCloseButton={false}
        closeOnClickOutside={false}
        closeOnEscape={false}
        title={t(isLink ? 'link_title' : 'collect_title')}
      >
        {secret !== undefined && isLink && <NewLink link={secret} onKept={() => collect.reset()} />}
        {secret !== undefined && !isLink && (
          <NewKey secret={secret} onKept={() => collect.reset()} />
        )}
      </Dialog>
    </>
  );
}
