// Files of payouts on their way to the banks: made, downloaded, said to have left, and what the bank reports of them.
import './settlement.css';
import { Button } from '@mantine/core';
import { IconDownload, IconFileCheck, IconFileExport, IconSend } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useSession, useWorkspace } from '../../api/session.ts';
import type { components } from '../../api/types.gen.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Loaded } from '../../parts/detail-page.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Money } from '../../parts/money.tsx';
import { Page } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { useAct } from '../../parts/use-act.ts';
import { NoAccess } from '../nothing/no-access.tsx';
import { DayOf } from './account-name.tsx';
import { ReadResults } from './read-results.tsx';
import { ReleaseFile } from './release-file.tsx';
import { SettlementTabs } from './tabs.tsx';
import { LoadMore } from '../../parts/load-more.tsx';

type FileRow = components['schemas']['PayoutFileRow'];

export function FilesPage(): ReactNode {
  const may = useMay();
  return may('settlement.operate') ? <Files /> : <NoAccess />;
}

function Files(): ReactNode {
  const { t } = useTranslation(['settlement', 'parts']);
  const { workspace } = useWorkspace();
  const [reading, setReading] = useState(false);
  const query = useInfiniteQuery({
    queryKey: [workspace, 'settlement', 'files'],
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/payout-files', {
          params: {
            path: { workspace },
            query: { limit: 50, ...(pageParam === null ? {} : { after: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return (
    <Page
      title={t('settlement:tabs.files')}
      lead={t('settlement:files_lead')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconFileCheck size={16} aria-hidden />}
            onClick={() => setReading(true)}
          >
            {t('settlement:results')}
          </Button>
          {query.data?.pages[0]?.unfiled === true && <MakeFiles />}
        </>
      }
    >
      <SettlementTabs />
      <Loaded query={query}>
        {({ pages }) => (
          <div className="tk-list-frame">
            <Rows rows={pages.flatMap((page) => page.rows)} />
            <LoadMore query={query} />
          </div>
        )}
      </Loaded>
      <ReadResults opened={reading} onClose={() => setReading(false)} />
    </Page>
  );
}

function MakeFiles(): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        leftSection={<IconFileExport size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('files_make')}
      </Button>
      <ConfirmAct<Answer<'makePayoutFiles'>>
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('files_make')}
        confirm={t('files_make')}
        said={({ files }) => t('files_made', { count: files.length })}
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/{workspace}/settlement/payout-files', {
              params: { path: { workspace } },
              body: { reason },
            }),
          )
        }
      >
        <p>{t('files_make_what')}</p>
      </ConfirmAct>
    </>
  );
}

function Rows({ rows }: { rows: readonly FileRow[] }): ReactNode {
  const { t } = useTranslation(['settlement', 'story']);
  const [sending, setSending] = useState<FileRow>();
  if (rows.length === 0) {
    return (
      <Empty icon={IconFileExport} title={t('settlement:files_none')}>
        <p>{t('settlement:files_none_why')}</p>
      </Empty>
    );
  }
  return (
    <div
      className="tk-list-scroll"
      role="region"
      aria-label={t('settlement:tabs.files')}
      tabIndex={0}
    >
      <table className="tk-table tk-table-list">
        <thead>
          <tr>
            <th scope="col">{t('settlement:message_id')}</th>
            <th scope="col">{t('story:bank')}</th>
            <th scope="col">{t('settlement:pay_on')}</th>
            <th scope="col">{t('story:state')}</th>
            <th scope="col" className="tk-right">
              {t('settlement:tabs.payouts')}
            </th>
            <th scope="col" className="tk-right">
              {t('story:amount')}
            </th>
            <th scope="col">{t('settlement:sent_at')}</th>
            <th scope="col">
              <span className="tk-hidden">{t('settlement:file_take')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.file_id}>
              <td>
                <CopyText text={row.message_id} what={t('settlement:message_id')} short />
              </td>
              <td data-label={t('story:bank')}>{bankName(row.bank)}</td>
              <td data-label={t('settlement:pay_on')}>
                <DayOf day={row.day} />
              </td>
              <td data-label={t('story:state')}>
                <StateBadge of="payout_file" state={row.state} />
                {row.reason !== null && <span className="tk-second-line">{row.reason}</span>}
              </td>
              <td className="tk-right" data-label={t('settlement:tabs.payouts')}>
                {row.payouts}
              </td>
              <td className="tk-right" data-label={t('story:amount')}>
                <Money digits={row.amount} />
              </td>
              <td data-label={t('settlement:sent_at')}>
                <Time at={row.sent_at} />
              </td>
              <td className="tk-right">
                <FileActs row={row} onSend={() => setSending(row)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <MarkSent file={sending} onClose={() => setSending(undefined)} />
    </div>
  );
}

function FileActs({ row, onSend }: { row: FileRow; onSend: () => void }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const { sandbox } = useSession();
  const take = useAct<void, Answer<'takePayoutFile'>>({
    act: () =>
      ask(
        api.POST('/backoffice/api/{workspace}/settlement/payout-files/{file}/content', {
          params: { path: { workspace, file: row.file_id } },
        }),
      ),
    onDone: ({ name, content }) => keep(name, content),
  });
  return (
    <span className="tk-file-acts">
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconDownload size={14} aria-hidden />}
        loading={take.isPending}
        onClick={() => take.mutate()}
      >
        {t('file_take')}
      </Button>
      {row.state === 'ready' && !sandbox && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconSend size={14} aria-hidden />}
          onClick={onSend}
        >
          {t('file_sent')}
        </Button>
      )}
      {row.held.length > 0 && <ReleaseFile row={row} />}
    </span>
  );
}

/** Puts a file where the browser keeps what it loads. */
function keep(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/xml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function MarkSent(props: { file: FileRow | undefined; onClose: () => void }): ReactNode {
  const { file, onClose } = props;
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  // The words stay while the dialog fades.
  const [last, setLast] = useState(file);
  if (file !== undefined && file !== last) setLast(file);
  const shown = file ?? last;
  if (shown === undefined) return null;
  return (
    <ConfirmAct
      opened={file !== undefined}
      onClose={onClose}
      title={t('file_sent')}
      confirm={t('file_sent')}
      said={t('file_sent_said')}
      act={(reason) =>
        ask(
          api.POST('/backoffice/api/{workspace}/settlement/payout-files/{file}/sent', {
            params: { path: { workspace, file: shown.file_id } },
            body: { reason },
          }),
        )
      }
    >
      <p>{t('file_sent_what', { bank: bankName(shown.bank), count: shown.payouts })}</p>
    </ConfirmAct>
  );
}
