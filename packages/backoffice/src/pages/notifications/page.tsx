// The list of notifications, and sending again all that failed.
import '../../parts/story/story.css';
import { IconBell } from '@tabler/icons-react';
import { Link, linkOptions } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import type { operations } from '../../api/types.gen.ts';
import { Empty } from '../../parts/empty.tsx';
import { ManyFilter, OneFilter } from '../../parts/filters.tsx';
import { useRememberedList } from '../../parts/list-back.tsx';
import { ListPage } from '../../parts/list-page.tsx';
import { listQuery, useListSearch } from '../../parts/list-search.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { useWorded } from '../../parts/story/worded.ts';
import { ReferenceBox } from '../../parts/reference-box.tsx';
import { type NotificationRow, useNotificationColumns } from './columns.tsx';
import { ResendFailed } from './resend-failed.tsx';
import { NOTIFICATION_STATES, NOTIFICATION_TYPES } from './words.ts';

type Query = NonNullable<operations['listNotifications']['parameters']['query']>;

export function NotificationsPage(): ReactNode {
  const { t } = useTranslation('notifications');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [search] = useListSearch();
  useRememberedList('notifications');
  const query = listQuery<Query>(search, ['state', 'type']);
  const columns = useNotificationColumns();
  return (
    <ListPage<NotificationRow>
      area="notifications"
      views="notifications"
      title={t('title')}
      columns={columns}
      rowId={(row) => row.notification_id}
      rowLink={(row) =>
        linkOptions({
          to: '/$workspace/notifications/$notification_id',
          params: { workspace, notification_id: row.notification_id },
        })
      }
      query={query}
      load={(page, signal) =>
        ask(
          api.GET('/backoffice/api/{workspace}/notifications', {
            params: { path: { workspace }, query: { ...query, ...page } },
            signal,
          }),
        )
      }
      concerns={(event) => event.kind === 'notification'}
      filters={<Filters />}
      actions={workspace !== 'all' && may('notifications.resend') && <ResendFailed query={query} />}
      empty={
        <Empty
          icon={IconBell}
          title={t('empty')}
          action={
            may('banks.view') && (
              <Link className="tk-link" to="/$workspace/banks" params={{ workspace }}>
                {t('empty_do')}
              </Link>
            )
          }
        >
          <p>{t('empty_why')}</p>
        </Empty>
      }
    />
  );
}

function Filters(): ReactNode {
  const { t } = useTranslation(['notifications', 'story', 'states']);
  const worded = useWorded();
  return (
    <>
      <ReferenceBox />
      <div className="tk-pills">
        <RangePicker />
        <ManyFilter
          name="state"
          label={t('story:state')}
          choices={NOTIFICATION_STATES.map((value) => ({
            value,
            label: t(`states:notification.${value}`),
          }))}
        />
        <OneFilter
          name="type"
          label={t('story:notification.type')}
          choices={NOTIFICATION_TYPES.map((value) => ({
            value,
            label: worded('note_types', value),
          }))}
        />
      </div>
    </>
  );
}
