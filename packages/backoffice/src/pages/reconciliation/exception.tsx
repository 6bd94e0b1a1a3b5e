// One difference: what the bank shows beside what we know, how it may end, and what was asked about it.
import '../../parts/story/story.css';
import './reconciliation.css';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { ApprovalNotice } from '../../parts/approval-notice.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { dayText } from '../../parts/instant.ts';
import { Journal } from '../../parts/journal.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { Money } from '../../parts/money.tsx';
import { rupiah } from '../../parts/rupiah.ts';
import { StateBadge } from '../../parts/state-badge.tsx';
import { BankExchange } from '../../parts/story/story.tsx';
import { useOne } from '../../parts/story/use-one.ts';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Only } from '../nothing/no-access.tsx';
import { AskedAbout, Ended } from './history.tsx';
import { Sides } from './sides.tsx';
import { Ways } from './ways.tsx';

export type Whole = Answer<'getException'>;

export function ExceptionPage(): ReactNode {
  return (
    <Only may="money.view">
      <One />
    </Only>
  );
}

function One(): ReactNode {
  const { exception_id: exceptionId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<Whole>({
    queryKey: [workspace, 'exceptions', 'one', exceptionId],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/exceptions/{exception_id}', {
          params: { path: { workspace, exception_id: exceptionId } },
          signal,
        }),
      ),
    concerns: (event, known) =>
      event.kind === 'approval' &&
      known?.asked.some((one) => one.approval_id === event.approval_id) === true,
  });
  return <Loaded query={query}>{(whole) => <Shown key={exceptionId} whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { exception, ours } = whole;
  const { t } = useTranslation('reconciliation');
  const waiting = whole.asked.find((one) => one.state === 'pending' || one.state === 'approved');
  return (
    <DetailPage
      title={`${t(`reasons.${exception.reason}`)} · ${t('exceptions')}`}
      back={<BackToList area="reconciliation/exceptions">{t('exceptions_back')}</BackToList>}
      heading={
        <>
          {t(`reasons.${exception.reason}`)}{' '}
          <Money digits={exception.difference.replace('-', '')} weight="strong" />
        </>
      }
      state={<StateBadge of="exception" state={exception.state} size="lg" />}
      ids={
        <span className="tk-id">
          {t('exception_id')} <CopyText text={exception.exception_id} what={t('exception_id')} />
        </span>
      }
      notice={
        <>
          <div className={`tk-note tk-tone-${exception.state === 'open' ? 'unsure' : 'still'}`}>
            <IconInfoCircle size={18} aria-hidden />
            <p>
              {t(`reason_why.${exception.reason}`)} <By difference={exception.difference} />
            </p>
          </div>
          {waiting !== undefined && <ApprovalNotice approvalId={waiting.approval_id} />}
        </>
      }
      side={
        <>
          <About whole={whole} />
          <AskedAbout asked={whole.asked} />
        </>
      }
    >
      <Sides whole={whole} />
      {exception.state === 'open' ? <Ways whole={whole} /> : <Ended whole={whole} />}
      {ours !== null && <BankExchange entries={ours.timeline} />}
      <Section title={t('booked')}>
        {[...(ours?.journals ?? []), ...whole.journals].map((journal) => (
          <Journal key={journal.journal_no} journal={journal} />
        ))}
      </Section>
    </DetailPage>
  );
}

function By({ difference }: { difference: string }): ReactNode {
  const { t } = useTranslation('reconciliation');
  if (difference === '0') return null;
  const isLess = difference.startsWith('-');
  const amount = rupiah(difference.replace('-', ''));
  return isLess ? t('less_at_bank', { amount }) : t('more_at_bank', { amount });
}

function About({ whole }: { whole: Whole }): ReactNode {
  const { exception } = whole;
  const { t } = useTranslation('reconciliation');
  const { workspace } = useWorkspace();
  return (
    <Section title={t('difference')}>
      <Facts
        of={[
          [t('merchant'), workspace === 'all' ? exception.merchant_name : undefined],
          [t('bank'), bankName(exception.bank)],
          [
            t('day'),
            <Link
              key="day"
              className="tk-link"
              to="/$workspace/reconciliation/days/$bank/$day"
              params={{ workspace, bank: exception.bank, day: exception.day }}
            >
              {dayText(exception.day, spoken())}
            </Link>,
          ],
          [t('type'), t(`types.${exception.type}`)],
          [t('opened'), <Time key="opened" at={exception.opened_at} as="full" />],
          [
            t('in_suspense'),
            exception.in_suspense === '0' ? undefined : (
              <Money key="suspense" digits={exception.in_suspense} />
            ),
          ],
        ]}
      />
    </Section>
  );
}
