// The story of a payment, refund or token as lines of a timeline: who did what, when, and what came of it.
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBell,
  IconBook2,
  IconBuildingBank,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconCode,
  IconHelpCircle,
  IconMessageDots,
  IconPlus,
  IconUser,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { useMay } from '../../api/session.ts';
import { rupiah } from '../rupiah.ts';
import type { Happening } from '../timeline.tsx';
import { type Tone, toneOf } from '../tones.ts';
import { type Noun, useWorded } from './worded.ts';

export type Entry = components['schemas']['TimelineEntry'];
type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

const ICONS: Readonly<Record<string, TablerIcon>> = {
  made: IconPlus,
  otp_required: IconMessageDots,
  otp_submitted: IconMessageDots,
  otp_resend_asked: IconMessageDots,
  otp_resent: IconMessageDots,
  otp_wrong: IconAlertTriangle,
  otp_too_old: IconAlertTriangle,
  otp_exhausted: IconCircleX,
  otp_window_closed: IconClock,
  not_sent: IconCircleX,
  bank_paid: IconCircleCheck,
  bank_declined: IconCircleX,
  bank_unclear: IconHelpCircle,
  proved_paid: IconUser,
  proved_unpaid: IconUser,
  bank_refunded: IconCircleCheck,
  bound: IconCircleCheck,
  unbound: IconCircleCheck,
  registration_opened: IconBuildingBank,
  registration_expired: IconClock,
};

/** Where links of the story lead. */
export interface StoryPlace {
  workspace: string;
  noun: Noun;
}

/** Words every entry. The state of a refund and of an answer stands as words, never as a colour alone. */
export function useHappenings({
  workspace,
  noun,
}: StoryPlace): (entry: Entry, at: number) => Happening {
  const { t } = useTranslation(['story', 'states']);
  const worded = useWorded();
  const may = useMay();
  const answerOf = useAnswerWords();

  const move = (one: Of<'move'>): Omit<Happening, 'key' | 'at'> => ({
    icon: ICONS[one.event] ?? IconBuildingBank,
    tone:
      one.event === 'otp_wrong' || one.event === 'otp_too_old'
        ? 'unsure'
        : toneOf(noun, one.state)[0],
    title: worded(`events.${noun}`, one.event),
    actor: one.people.length > 0 ? one.people.join(' · ') : worded('actors', one.actor),
    tookMs: one.bank?.took_ms ?? null,
    body: one.bank && <BankLine bank={one.bank} />,
  });
  const note = (one: Of<'notification'>): Omit<Happening, 'key' | 'at'> => {
    const written = one.attempt === null;
    const tone: Tone = written ? 'still' : isTaken(one) ? 'good' : 'bad';
    return {
      icon: IconBell,
      tone,
      title: (
        <Link
          className="tk-link"
          to="/$workspace/notifications/$notification_id"
          params={{ workspace, notification_id: one.notification_id }}
        >
          {written
            ? t('story:note_written', { type: worded('note_types', one.type) })
            : t('story:note_tried', { attempt: one.attempt ?? 1, answer: answerOf(one) })}
        </Link>
      ),
      tookMs: one.took_ms,
    };
  };
  const refund = (one: Of<'refund'>): Omit<Happening, 'key' | 'at'> => ({
    icon: IconArrowBackUp,
    tone: toneOf('refund', one.state)[0],
    title: (
      <Link
        className="tk-link"
        to="/$workspace/refunds/$refund_id"
        params={{ workspace, refund_id: one.refund_id }}
      >
        {t('story:refund_moved', {
          amount: rupiah(one.amount),
          state: t(`states:refund.${one.state}`).toLowerCase(),
        })}
      </Link>
    ),
    ...(one.people.length > 0 ? { actor: one.people.join(' · ') } : {}),
    tookMs: one.bank?.took_ms ?? null,
    body: one.bank && <BankLine bank={one.bank} />,
  });
  const request = (one: Of<'request'>): Omit<Happening, 'key' | 'at'> => {
    const text = t('story:called', { endpoint: one.endpoint, status: one.status });
    return {
      icon: IconCode,
      tone: one.status < 400 ? 'still' : 'bad',
      title: may('requests.view') ? (
        <Link
          className="tk-link"
          to="/$workspace/requests/$call_id"
          params={{ workspace, call_id: one.call_id }}
        >
          {text}
        </Link>
      ) : (
        text
      ),
      tookMs: one.took_ms,
      body: one.code !== null && <span className="tk-mono">{one.code}</span>,
    };
  };
  const words = (entry: Entry): Omit<Happening, 'key' | 'at'> => {
    switch (entry.kind) {
      case 'move':
        return move(entry);
      case 'notification':
        return note(entry);
      case 'refund':
        return refund(entry);
      case 'request':
        return request(entry);
      case 'journal':
        return {
          icon: IconBook2,
          tone: 'still',
          title: t('story:journal', {
            no: entry.journal_no,
            template: worded('templates', entry.template),
          }),
        };
      case 'act':
        return {
          icon: IconUser,
          tone: 'wait',
          title: worded('acts', entry.act),
          // Chores of the gateway are written down under this name.
          actor: entry.by === 'worker' ? t('story:actors.worker') : entry.by,
          body: entry.reason !== null && <q>{entry.reason}</q>,
        };
    }
  };
  return (entry, at) => ({ key: `${at}-${entry.kind}`, at: entry.at, ...words(entry) });
}

/** The bank's word in one line; the whole of it stands in the bank exchange. */
function BankLine({ bank }: { bank: components['schemas']['BankWord'] }): ReactNode {
  const worded = useWorded();
  const { t } = useTranslation('story');
  const said = [bank.code, bank.message].filter((one) => one !== null).join(' ');
  return (
    <span className="tk-quiet">
      {worded('operations', bank.operation)}:{' '}
      <span className="tk-mono">
        {said !== ''
          ? said
          : bank.http !== null
            ? `HTTP ${bank.http}`
            : (bank.note ?? t('word.no_answer'))}
      </span>
    </span>
  );
}

interface Answered {
  status: number | null;
  error: string | null;
}

/** Whether the merchant has taken a notification. */
export function isTaken({ status, error }: Answered): boolean {
  return error === null && status !== null && status >= 200 && status < 300;
}

/** What a merchant's server answered, or why it did not. */
export function useAnswerWords(): (answered: Answered) => string {
  const { t } = useTranslation('story');
  const worded = useWorded();
  return (answered) => {
    if (answered.error !== null) return worded('send_errors', answered.error);
    if (answered.status === null) return t('notification.never');
    return isTaken(answered)
      ? t('note_taken', { status: answered.status })
      : t('note_refused', { status: answered.status });
  };
}
