// What happened to a bank account, who did it, and what the bank said.
import {
  IconBan,
  IconBuildingBank,
  IconCircleCheck,
  IconCircleX,
  IconPlus,
  IconStar,
  IconStarOff,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useWorkspace } from '../../api/session.ts';
import { Section } from '../../parts/detail-page.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import type { Tone } from '../../parts/tones.ts';
import type { WholeAccount } from './account.ts';

type Entry = WholeAccount['history'][number];

const LOOKS: Readonly<Record<Entry['event'], readonly [TablerIcon, Tone]>> = {
  added: [IconPlus, 'still'],
  named: [IconBuildingBank, 'wait'],
  bank_refused: [IconCircleX, 'bad'],
  verified: [IconCircleCheck, 'good'],
  made_default: [IconStar, 'good'],
  no_longer_default: [IconStarOff, 'still'],
  closed: [IconBan, 'still'],
};

export function HistoryCard({ whole }: { whole: WholeAccount }): ReactNode {
  const { t } = useTranslation('accounts');
  return (
    <Section title={t('history')}>
      <Timeline
        label={t('history')}
        happenings={whole.history.map((entry, place) => {
          const [icon, tone] = LOOKS[entry.event];
          return {
            key: `${place}`,
            at: entry.at,
            icon,
            tone,
            title: t(`events.${entry.event}`),
            actor: entry.by?.name ?? t('by_command'),
            tookMs: entry.bank?.took_ms ?? null,
            body: <Body entry={entry} />,
          };
        })}
      />
    </Section>
  );
}

function Body({ entry }: { entry: Entry }): ReactNode {
  const { t } = useTranslation(['accounts', 'story']);
  const { workspace } = useWorkspace();
  const may = useMay();
  const { bank, approval_id: approvalId } = entry;
  return (
    <>
      {entry.event === 'verified' && entry.is_default && <p>{t('accounts:also_default')}</p>}
      {bank !== null && (
        <p className="tk-quiet tk-break">
          {[
            bank.http === null ? t('story:word.no_answer') : `HTTP ${bank.http}`,
            bank.code,
            bank.message,
            bank.note,
          ]
            .filter((one) => one !== null)
            .join(' · ')}
        </p>
      )}
      {approvalId !== null && may('approvals.view') && (
        <Link
          className="tk-link"
          to="/$workspace/approvals/$approval_id"
          params={{ workspace, approval_id: approvalId }}
        >
          {t('accounts:see_request')}
        </Link>
      )}
    </>
  );
}
