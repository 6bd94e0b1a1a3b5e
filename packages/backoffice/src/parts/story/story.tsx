// The cards that the pages of payments, refunds and tokens share: what happened, the bank's words, the ledger, notifications.
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconHelpCircle,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/types.gen.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { CopyText } from '../copy-text.tsx';
import { Facts, Section } from '../detail-page.tsx';
import { agoText, lengthText } from '../instant.ts';
import { Journal } from '../journal.tsx';
import { JsonTree } from '../json-tree.tsx';
import { useReasonWords } from '../refusal-words.ts';
import { StateBadge } from '../state-badge.tsx';
import { Time } from '../time.tsx';
import { Timeline } from '../timeline.tsx';
import type { Tone } from '../tones.ts';
import { useNow } from '../use-now.ts';
import { type Entry, useAnswerWords, useHappenings } from './happenings.tsx';
import { useWaitingWords, type Waiting } from './waiting.ts';
import { type Noun, useWorded } from './worded.ts';

type BankWord = components['schemas']['BankWord'];
type NotificationBrief = components['schemas']['NotificationBrief'];

const ICONS: Readonly<Record<Tone, TablerIcon>> = {
  good: IconCircleCheck,
  still: IconCircleCheck,
  wait: IconClock,
  unsure: IconHelpCircle,
  bad: IconAlertTriangle,
};

interface WaitingProps {
  noun: Noun;
  state: string;
  waiting: Waiting;
}

/** What we wait for, and when we look again; why it failed, where it did. */
export function WaitingNote(props: WaitingProps & { why: string | null }): ReactNode {
  const { noun, state, waiting, why } = props;
  const { sentence, tone } = useWaitingWords(noun, state, waiting);
  const reason = useReasonWords()(why);
  const Icon = ICONS[tone];
  return (
    <div className={`tk-note tk-tone-${tone}`}>
      <Icon size={18} aria-hidden />
      <p>
        {reason !== '' && <strong>{reason}. </strong>}
        {sentence}
      </p>
    </div>
  );
}

interface StoryProps extends WaitingProps {
  entries: readonly Entry[];
  /** The person of the Back Office who had it made; null where the merchant's program did. */
  madeBy?: string | null;
}

export function StoryCard(props: StoryProps): ReactNode {
  const { noun, state, waiting, entries, madeBy = null } = props;
  const { t } = useTranslation('story');
  const { workspace } = useWorkspace();
  const happening = useHappenings({ workspace, noun });
  const { ahead } = useWaitingWords(noun, state, waiting);
  return (
    <Section title={t('timeline')}>
      <Timeline
        label={t('timeline')}
        happenings={entries.map((entry, at) => {
          const told = happening(entry, at);
          const person = personBehind(entry, entries[at - 1], madeBy);
          return person === null ? told : { ...told, actor: person };
        })}
        ahead={ahead !== undefined && <span className="tk-quiet">{ahead}</span>}
      />
    </Section>
  );
}

/** What people have done went through the flows of merchants, and was once written down there as theirs. */
function personBehind(
  entry: Entry,
  before: Entry | undefined,
  madeBy: string | null,
): string | null {
  if (entry.kind !== 'move' || entry.actor !== 'merchant') return null;
  if (entry.event === 'made') return madeBy;
  const isAsked = before?.kind === 'act' && before.act === 'token.deletion_asked';
  return entry.event === 'deletion_asked' && isAsked ? before.by : null;
}

/** Each answer of the bank that is kept, to be opened. */
export function BankExchange({ entries }: { entries: readonly Entry[] }): ReactNode {
  const { t } = useTranslation('story');
  const said = entries.flatMap((one) =>
    (one.kind === 'move' || one.kind === 'refund') && one.bank !== null
      ? [{ at: one.at, bank: one.bank }]
      : [],
  );
  return (
    <Section title={t('bank_exchange')}>
      {said.length === 0 ? (
        <p className="tk-quiet">{t('bank_none')}</p>
      ) : (
        <div className="tk-stack">
          <p className="tk-quiet tk-small">{t('bank_exchange_why')}</p>
          <ul className="tk-folds">
            {said.map(({ at, bank }, place) => (
              <li key={place}>
                <BankFold at={at} bank={bank} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

function BankFold({ at, bank }: { at: string; bank: BankWord }): ReactNode {
  const { t } = useTranslation('story');
  const worded = useWorded();
  return (
    <details className="tk-fold">
      <summary>
        <span className="tk-fold-name">{worded('operations', bank.operation)}</span>
        <span className="tk-mono">
          {bank.code ?? (bank.http === null ? t('word.no_answer') : `HTTP ${bank.http}`)}
        </span>
        <span className="tk-fold-when">
          <Time at={at} />
        </span>
      </summary>
      <Facts
        of={[
          [t('word.http'), bank.http],
          [t('word.code'), bank.code && <span className="tk-mono">{bank.code}</span>],
          [t('word.message'), bank.message],
          [t('word.note'), bank.note && <span className="tk-mono">{bank.note}</span>],
          [
            t('word.external_id'),
            bank.external_id && <CopyText text={bank.external_id} what={t('word.external_id')} />,
          ],
          [t('word.took'), bank.took_ms === null ? null : lengthText(bank.took_ms, spoken())],
        ]}
      />
    </details>
  );
}

export function LedgerCard(props: {
  journals: readonly components['schemas']['Journal'][];
  /** Of the merchant whose books they are in. */
  clientId: string;
}): ReactNode {
  const { t } = useTranslation('story');
  const { journals, clientId } = props;
  const may = useMay();
  const linkIn = may('money.view') ? clientId : undefined;
  return (
    <Section title={t('ledger')}>
      {journals.length === 0 ? (
        <p className="tk-quiet">{t('ledger_none')}</p>
      ) : (
        journals.map((journal) => (
          <Journal key={journal.journal_no} journal={journal} linkIn={linkIn} />
        ))
      )}
    </Section>
  );
}

/** What the merchant was told, with the answer of every try. */
export function NotificationsCard(props: {
  notifications: readonly NotificationBrief[];
  entries: readonly Entry[];
}): ReactNode {
  const { notifications, entries } = props;
  const { t } = useTranslation('story');
  return (
    <Section title={t('notifications')}>
      {notifications.length === 0 ? (
        <p className="tk-quiet">{t('notifications_none')}</p>
      ) : (
        <ul className="tk-folds">
          {notifications.map((one) => (
            <li key={one.notification_id}>
              <NotificationLine of={one} entries={entries} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function NotificationLine(props: { of: NotificationBrief; entries: readonly Entry[] }): ReactNode {
  const { of, entries } = props;
  const { t } = useTranslation('story');
  const { workspace } = useWorkspace();
  const worded = useWorded();
  const answer = useAnswerWords();
  const now = useNow(of.due_at === null ? 60_000 : 1000);
  const tries = entries.flatMap((one) =>
    one.kind === 'notification' &&
    one.notification_id === of.notification_id &&
    one.attempt !== null
      ? [one]
      : [],
  );
  return (
    <div className="tk-line-item">
      <div className="tk-line-head">
        <Link
          className="tk-link"
          to="/$workspace/notifications/$notification_id"
          params={{ workspace, notification_id: of.notification_id }}
        >
          {worded('note_types', of.type)}
        </Link>
        <StateBadge of="notification" state={of.state} />
        <span className="tk-quiet tk-small">
          {t('notification.attempts', { count: of.attempts })}
          {of.due_at !== null &&
            `, ${t('notification.next', {
              next: Date.parse(of.due_at) <= now ? t('at_once') : agoText(of.due_at, now, spoken()),
            })}`}
        </span>
      </div>
      {tries.length > 0 && (
        <ol className="tk-tries">
          {tries.map((one) => (
            <li key={one.attempt}>
              <span className="tk-quiet">{one.attempt}.</span> <span>{answer(one)}</span>
              <span className="tk-quiet">
                {one.took_ms !== null && `${lengthText(one.took_ms, spoken())} · `}
                <Time at={one.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function RawCard({ raw }: { raw: Record<string, unknown> }): ReactNode {
  const { t } = useTranslation('story');
  return (
    <Section title={t('raw')}>
      <p className="tk-quiet tk-small">{t('raw_why')}</p>
      <details className="tk-fold tk-fold-raw">
        <summary>{t('raw_show')}</summary>
        <JsonTree value={raw} label={t('raw')} />
      </details>
    </Section>
  );
}
