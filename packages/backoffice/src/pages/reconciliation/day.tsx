// One day of a bank: its statement against our books, what differs, its file and its seal; and where it is closed.
import '../../parts/story/story.css';
import './reconciliation.css';
import { Button } from '@mantine/core';
import { IconFileImport, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { dayText } from '../../parts/instant.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Only } from '../nothing/no-access.tsx';
import { Bring } from './bring.tsx';
import { Compare } from './compare.tsx';
import { Matched } from './day-rows.tsx';
import { DayExceptions } from './day-exceptions.tsx';
import { REASONS } from './words.ts';

type Whole = Answer<'getDay'>;

export function DayPage(): ReactNode {
  return (
    <Only may="money.view">
      <OneDay />
    </Only>
  );
}

function OneDay(): ReactNode {
  const { bank = '', day = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useQuery({
    queryKey: [workspace, 'reconciliation', 'day', bank, day],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/reconciliation/days/{bank}/{day}', {
          params: { path: { workspace, bank, day } },
          signal,
        }),
      ),
    refetchInterval: (known) => (known.state.data?.day.state === 'closed' ? false : 30_000),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { bank, day } = whole;
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  const may = useMay();
  const [bringing, setBringing] = useState(false);
  const operates = workspace === 'all' && may('settlement.operate');
  return (
    <DetailPage
      title={`${dayText(day.day, spoken())} · ${t('title')}`}
      back={
        <Link to="/$workspace/reconciliation" params={{ workspace }} search={{ bank }}>
          {t('title')}
        </Link>
      }
      heading={`${dayText(day.day, spoken())} · ${bankName(bank)}`}
      state={<StateBadge of="day" state={day.state} size="lg" />}
      actions={
        <>
          {operates && day.state === 'missing' && (
            <Button leftSection={<IconFileImport size={16} />} onClick={() => setBringing(true)}>
              {t('bring')}
            </Button>
          )}
          {whole.close.may && <CloseDay whole={whole} />}
        </>
      }
      notice={<DayNote whole={whole} />}
      side={
        <>
          <StatementFacts whole={whole} />
          <SealFacts whole={whole} />
        </>
      }
    >
      {day.sums !== null && <Compare sums={day.sums} />}
      <DayExceptions bank={bank} day={day} />
      <RefusedFiles whole={whole} />
      {operates && (
        <Bring
          bank={bank}
          banks={[bank]}
          day={day.day}
          opened={bringing}
          onClose={() => setBringing(false)}
        />
      )}
    </DetailPage>
  );
}

/** What the state means, and why the day is not to be closed where somebody might want to. */
function DayNote({ whole }: { whole: Whole }): ReactNode {
  const { day, close } = whole;
  const { t } = useTranslation(['reconciliation', 'shell']);
  const isWaiting =
    day.state === 'judged' && close.why_not !== null && close.why_not !== 'forbidden';
  return (
    <div className={`tk-note tk-tone-${day.state === 'missing' ? 'bad' : 'still'}`}>
      <IconInfoCircle size={18} aria-hidden />
      <p>
        {t(`state_why.${day.state}`)}
        {isWaiting && close.why_not !== null && (
          <>
            {' '}
            {t(`close_not.${close.why_not}`, {
              day: close.next === null ? '' : dayText(close.next, spoken()),
            })}{' '}
            {close.why_not === 'choose_all' && (
              <Link
                className="tk-link"
                to="/$workspace/reconciliation/days/$bank/$day"
                params={{ workspace: 'all', bank: whole.bank, day: day.day }}
              >
                {t('shell:all_merchants')}
              </Link>
            )}
          </>
        )}
      </p>
    </div>
  );
}

function CloseDay({ whole }: { whole: Whole }): ReactNode {
  const { bank, day } = whole;
  const { t } = useTranslation('reconciliation');
  const [opened, setOpened] = useState(false);
  const open = REASONS.reduce((sum, reason) => sum + day.open[reason], 0);
  return (
    <>
      <Button leftSection={<IconLock size={16} aria-hidden />} onClick={() => setOpened(true)}>
        {t('close')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('close_title', { day: dayText(day.day, spoken()) })}
        confirm={t('close')}
        said={t('close_said')}
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/reconciliation/days/{bank}/{day}/closing', {
              params: { path: { bank, day: day.day } },
              body: { reason },
            }),
          )
        }
      >
        <p>{t('close_what')}</p>
        {open > 0 && <p>{t('close_open', { count: open })}</p>}
      </ConfirmAct>
    </>
  );
}

function StatementFacts({ whole }: { whole: Whole }): ReactNode {
  const { statement, file, day } = whole;
  const { t } = useTranslation('reconciliation');
  const by = useWay();
  if (statement === null) return null;
  const when = (at: string | null): ReactNode =>
    at === null ? <span className="tk-quiet">{t('not_yet')}</span> : <Time at={at} as="full" />;
  return (
    <Section title={t('statement')}>
      <Facts
        of={[
          [t('line'), <Matched key="lines" row={day} />],
          [
            t('matching'),
            statement.waiting === 0 ? undefined : t('waiting', { count: statement.waiting }),
          ],
          [t('imported'), when(statement.imported_at)],
          [t('by'), file === null ? undefined : by(file.imported_by)],
          [t('matched_at'), when(statement.matched_at)],
          [t('judged_at'), when(statement.judged_at)],
          [
            t('file'),
            file === null ? undefined : <CopyText text={file.sha256} what={t('file')} short />,
          ],
        ]}
      />
    </Section>
  );
}

function SealFacts({ whole }: { whole: Whole }): ReactNode {
  const { seal } = whole;
  const { t } = useTranslation('reconciliation');
  const by = useWay();
  if (seal === null) return null;
  return (
    <Section title={t('seal')}>
      <Facts
        of={[
          [t('closed_at'), <Time key="at" at={seal.closed_at} as="full" />],
          [t('closed_by'), seal.closed_by === null ? undefined : by(seal.closed_by)],
          [
            t('exceptions'),
            seal.open_exceptions === null
              ? undefined
              : t('went_on', { count: seal.open_exceptions }),
          ],
          [
            t('heads_hash'),
            <CopyText key="hash" text={seal.heads_hash} what={t('heads_hash')} short />,
          ],
          [
            t('own_head'),
            seal.head === null ? undefined : (
              <>
                #{seal.head.journal_no}{' '}
                <CopyText text={seal.head.hash} what={t('own_head')} short />
              </>
            ),
          ],
        ]}
      />
    </Section>
  );
}

function RefusedFiles({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('reconciliation');
  const by = useWay();
  if (whole.refused.length === 0) return null;
  return (
    <Section title={t('refused')}>
      <ul className="tk-ways">
        {whole.refused.map((one) => (
          <li key={`${one.at} ${one.reason}`}>
            <span className="tk-way-words">{one.reason}</span>
            <span className="tk-quiet tk-small">
              {by(one.by)} · <Time at={one.at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A person by name; the command line and the sandbox in the reader's words. */
function useWay(): (by: string) => string {
  const { t } = useTranslation('reconciliation');
  return (by) => (by === 'cli' || by === 'sandbox' ? t(`ways.${by}`) : by);
}
