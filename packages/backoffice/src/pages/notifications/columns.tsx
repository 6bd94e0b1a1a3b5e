// The columns of the list of notifications.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import type { Column } from '../../parts/list-page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { placePath } from '../../shell/places.ts';
import { useAnswerWords } from '../../parts/story/happenings.tsx';
import { useWorded } from '../../parts/story/worded.ts';

export type NotificationRow = components['schemas']['NotificationRow'];

export function useNotificationColumns(): Column<NotificationRow>[] {
  const { t } = useTranslation(['notifications', 'story']);
  const { workspace } = useWorkspace();
  const worded = useWorded();
  const answer = useAnswerWords();
  return [
    {
      key: 'type',
      label: t('story:notification.type'),
      cell: (row) => <span className="tk-first-big">{worded('note_types', row.type)}</span>,
    },
    ...(workspace === 'all'
      ? [
          {
            key: 'merchant',
            label: t('story:merchant'),
            cell: (row: NotificationRow) => row.merchant_name,
          },
        ]
      : []),
    {
      key: 'state',
      label: t('story:state'),
      cell: (row) => <StateBadge of="notification" state={row.state} />,
    },
    {
      key: 'tries',
      label: t('notifications:tries'),
      align: 'right',
      cell: (row) => row.attempts,
    },
    {
      key: 'last',
      label: t('story:notification.last'),
      cell: (row) => (
        <span className="tk-clip">
          {answer({ status: row.last_status, error: row.last_error })}
        </span>
      ),
    },
    {
      key: 'due',
      label: t('notifications:next'),
      cell: (row) =>
        row.due_at === null ? (
          <span className="tk-quiet">–</span>
        ) : (
          <Time at={row.due_at} as="ago" />
        ),
    },
    {
      key: 'about',
      label: t('notifications:about'),
      cell: (row) => (
        <Link
          className="tk-link"
          to={`${placePath(workspace, row.about)}/${encodeURIComponent(row.subject_id)}` as '.'}
        >
          {t(`notifications:abouts.${row.about}`)}
        </Link>
      ),
    },
    { key: 'created', label: t('story:created_at'), cell: (row) => <Time at={row.created_at} /> },
    {
      key: 'done',
      label: t('notifications:done'),
      extra: true,
      cell: (row) => <Time at={row.done_at} />,
    },
    {
      key: 'url',
      label: t('notifications:url'),
      extra: true,
      cell: (row) => <span className="tk-mono tk-clip">{row.url}</span>,
    },
    {
      key: 'notification_id',
      label: t('notifications:notification_id'),
      extra: true,
      cell: (row) => (
        <CopyText text={row.notification_id} what={t('notifications:notification_id')} short />
      ),
    },
  ];
}
