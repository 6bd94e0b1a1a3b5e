// One payout: to which account, how it stands at the bank, what happened to it, and what to do when it came back.
import '../../parts/story/story.css';
import './settlement.css';
import { Button } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { Money } from '../../parts/money.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { bankName } from '../../parts/story/worded.ts';
import { Time } from '../../parts/time.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { toneOf } from '../../parts/tones.ts';
import { AccountName, DayOf, longDay } from './account-name.tsx';

type Whole = Answer<'getPayout'>;

export function PayoutPage(): ReactNode {
  const { payout_id: payoutId = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useQuery({
    queryKey: [workspace, 'settlement', 'payout', payoutId],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/settlement/payouts/{payout_id}', {
          params: { path: { workspace, payout_id: payoutId } },
          signal,
        }),
      ),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['settlement', 'story']);
  const may = useMay();
  const { payout } = whole;
  return (
    <DetailPage
      title={`${payout.bank_name ?? payout.account} · ${t('settlement:tabs.payouts')}`}
      back={<BackToList area="settlement/payouts">{t('settlement:tabs.payouts')}</BackToList>}
      heading={<Money digits={payout.amount} weight="strong" />}
      state={<StateBadge of="payout" state={payout.state} size="lg" />}
      ids={
        <span className="tk-id">
          {t('settlement:reference')}{' '}
          <CopyText text={payout.reference} what={t('settlement:reference')} />
        </span>
      }
      actions={payout.held && may('settlement.operate') && <Release payoutId={payout.payout_id} />}
      notice={payout.held && <Held reason={payout.reason} />}
      side={<PayoutFacts whole={whole} />}
    >
      <Section title={t('story:timeline')}>
        <Happenings events={whole.events} />
      </Section>
    </DetailPage>
  );
}

function Held({ reason }: { reason: string | null }): ReactNode {
  const { t } = useTranslation('settlement');
  return (
    <div className="tk-note tk-tone-unsure" role="status">
      <IconHandStop size={18} aria-hidden />
      <p>
        {t('held_why')}
        {reason !== null && ` ${t('bank_says', { reason })}`}
      </p>
    </div>
  );
}

function PayoutFacts({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['settlement', 'story', 'states']);
  const { workspace } = useWorkspace();
  const { payout, file } = whole;
  return (
    <Section title={t('story:facts')}>
      <Facts
        of={[
          [t('settlement:account'), <AccountName key="account" of={payout} />],
          [t('story:merchant'), workspace === 'all' ? payout.merchant_name : undefined],
          [t('settlement:paid_by'), bankName(payout.bank)],
          [
            t('settlement:batch'),
            <Link
              key="batch"
              className="tk-link"
              to="/$workspace/settlement/batches/$batch_id"
              params={{ workspace, batch_id: payout.batch_id }}
            >
              {longDay(payout.day)}
            </Link>,
          ],
          [
            t('settlement:file'),
            file === null ? (
              t('settlement:file_none')
            ) : (
              <>
                <span className="tk-mono tk-small">{file.message_id}</span>
                <span className="tk-second-line">{t(`states:payout_file.${file.state}`)}</span>
              </>
            ),
          ],
          [t('settlement:pay_on'), file === null ? undefined : <DayOf key="day" day={file.day} />],
          [
            t('settlement:sent_at'),
            file === null || file.sent_at === null ? undefined : (
              <Time key="sent" at={file.sent_at} as="full" />
            ),
          ],
        ]}
      />
    </Section>
  );
}

const ACTORS = ['settlement', 'worker', 'bank', 'operator', 'cli'] as const;

function Happenings({ events }: Pick<Whole, 'events'>): ReactNode {
  const { t } = useTranslation(['settlement', 'story']);
  return (
    <Timeline
      label={t('story:timeline')}
      happenings={events.map(({ at, state, actor, reason }) => {
        const [tone, icon] = toneOf('payout', state);
        const known = ACTORS.find((one) => one === actor);
        return {
          key: `${at} ${state}`,
          at,
          tone,
          icon,
          title: t(`settlement:happened.${state}`),
          actor: known === undefined ? actor : t(`settlement:actors.${known}`),
          body: reason,
        };
      })}
    />
  );
}

function Release({ payoutId }: { payoutId: string }): ReactNode {
  const { t } = useTranslation('settlement');
  const { workspace } = useWorkspace();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t('release')}
      </Button>
      <ConfirmAct
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('release')}
        confirm={t('release')}
        said={t('released_said')}
        act={(reason) =>
          ask(
            api.POST('/backoffice/api/{workspace}/settlement/payouts/{payout_id}/release', {
              params: { path: { workspace, payout_id: payoutId } },
              body: { reason },
            }),
          )
        }
      >
        <p>{t('release_what')}</p>
      </ConfirmAct>
    </>
  );
}
