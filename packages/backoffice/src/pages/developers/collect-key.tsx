// A new key that somebody approved and that its asker collects, or one that still waits.
import { Button } from '@mantine/core';
import { IconHourglass, IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useWorkspace } from '../../api/session.ts';

export function CollectKey(): ReactNode {
  const { t } = useTranslation('developers');
  const { workspace } = useWorkspace();
  const { data } = useQuery({
    queryKey: [workspace, 'approvals', 'keys'],
    queryFn: ({ signal }) =>
      Promise.all(
        (['approved', 'pending'] as const).map((state) =>
          ask(
            api.GET('/backoffice/api/{workspace}/approvals', {
              params: { path: { workspace }, query: { state, limit: 50 } },
              signal,
            }),
          ),
        ),
      ),
  });
  const keys = (data ?? []).flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'rotate_key');
  const mine = keys.find(({ may }) => may.includes('collect'));
  const waits = keys.find(({ state }) => state === 'pending');
  const one = mine ?? waits;
  if (one === undefined) return null;
  const to = {
    to: '/$workspace/approvals/$approval_id',
    params: { workspace, approval_id: one.approval_id },
  } as const;
  if (mine === undefined) {
    return (
      <p className="tk-note tk-tone-wait">
        <IconHourglass size={18} aria-hidden />
        <Link className="tk-link" {...to}>
          {t('waiting')}
        </Link>
      </p>
    );
  }
  return (
    <div className="tk-note tk-tone-good">
      <IconKey size={18} aria-hidden />
      <div className="tk-note-words">
        <p className="tk-note-title">{t('collect')}</p>
        <p>{t('collect_why')}</p>
        <div>
          <Button renderRoot={(root: object) => <Link {...to} {...root} />}>
            {t('collect_do')}
          </Button>
        </div>
      </div>
    </div>
  );
}
