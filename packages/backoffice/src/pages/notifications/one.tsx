// One notification: what was sent, to where, and what each try came to.
import '../../parts/story/story.css';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useMay, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { agoText, lengthText } from '../../parts/instant.ts';
import { JsonTree } from '../../parts/json-tree.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { Time } from '../../parts/time.tsx';
import { useNow } from '../../parts/use-now.ts';
import { placePath } from '../../shell/places.ts';
import { isTaken, useAnswerWords } from '../../parts/story/happenings.tsx';
import { useOne } from '../../parts/story/use-one.ts';
import { useWorded } from '../../parts/story/worded.ts';
import { ResendOne } from './resend-one.tsx';

type Whole = Answer<'getNotification'>;

export function NotificationPage(): ReactNode {
  const { notification_id: id = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useOne<Whole>({
    queryKey: [workspace, 'notifications', 'one', id],
    load: (signal) =>
      ask(
        api.GET('/backoffice/api/{workspace}/notifications/{notification_id}', {
          params: { path: { workspace, notification_id: id } },
          signal,
        }),
      ),
    concerns: (event) => event.kind === 'notification' && event.notification_id === id,
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { notification } = whole;
  const { t } = useTranslation(['notifications', 'story']);
  const { workspace } = useWorkspace();
  const may = useMay();
  const worded = useWorded();
  const what = worded('note_types', notification.type);
  return (
    <DetailPage
      title={`${what} · ${t('notifications:title')}`}
      back={<BackToList area="notifications">{t('notifications:title')}</BackToList>}
      heading={<span className="tk-first-big">{what}</span>}
      state={<StateBadge of="notification" state={notification.state} size="lg" />}
      ids={
        <span className="tk-id">
          {t('notifications:notification_id')}{' '}
          <CopyText text={notification.notification_id} what={t('notifications:notification_id')} />
        </span>
      }
      actions={
        workspace === 'all' ? (
          <Button
            variant="default"
            title={t('story:open_in_why')}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/notifications/$notification_id"
                params={{
                  workspace: notification.client_id,
                  notification_id: notification.notification_id,
                }}
              />
            )}
          >
            {t('story:open_in', { name: notification.merchant_name })}
          </Button>
        ) : (
          may('notifications.resend') && <ResendOne whole={whole} />
        )
      }
      notice={<StandingNote whole={whole} />}
      side={<NotificationFacts whole={whole} />}
    >
      <Tries whole={whole} />
      <BodyCard whole={whole} />
    </DetailPage>
  );
}

/** How it stands, as one sentence. */
function StandingNote({ whole }: { whole: Whole }): ReactNode {
  const { notification, url_disabled: disabled } = whole;
  const { workspace } = useWorkspace();
  const may = useMay();
  const { t } = useTranslation(['notifications', 'story']);
  const now = useNow(notification.due_at === null ? 60_000 : 1000);
  const { state, due_at: due } = notification;
  const next =
    due === null || Date.parse(due) <= now ? t('story:at_once') : agoText(due, now, spoken());
  const tone = state === 'delivered' ? 'good' : state === 'pending' ? 'wait' : 'bad';
  const Icon =
    state === 'delivered' ? IconCircleCheck : state === 'pending' ? IconClock : IconAlertTriangle;
  return (
    <>
      <div className={`tk-note tk-tone-${tone}`}>
        <Icon size={18} aria-hidden />
        <p>{t(`notifications:standing.${state}`, { count: notification.attempts, next })}</p>
      </div>
      {disabled && (
        <div className="tk-note tk-tone-unsure">
          <IconAlertTriangle size={18} aria-hidden />
          <p>
            {t('notifications:url_disabled')}{' '}
            {workspace !== 'all' && may('banks.view') && (
              <Link className="tk-link" to="/$workspace/banks" params={{ workspace }}>
                {t('notifications:to_banks')}
              </Link>
            )}
          </p>
        </div>
      )}
    </>
  );
}

function Tries({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['notifications', 'story']);
  const answer = useAnswerWords();
  return (
    <Section title={t('notifications:tries')}>
      {whole.attempts.length === 0 ? (
        <p className="tk-quiet">{t('notifications:tries_none')}</p>
      ) : (
        <ol className="tk-folds">
          {whole.attempts.map((one) => (
            <li key={one.attempt} className="tk-line-item">
              <div className="tk-line-head">
                <span className="tk-fold-name">{one.attempt}.</span>
                <Badge tone={isTaken(one) ? 'good' : 'bad'}>
                  {one.status === null ? t('notifications:no_answer') : `HTTP ${one.status}`}
                </Badge>
                <span>
                  {one.error !== null
                    ? answer(one)
                    : t(isTaken(one) ? 'notifications:taken' : 'notifications:not_taken')}
                </span>
                <span className="tk-line-end tk-quiet tk-small">
                  {lengthText(one.took_ms, spoken())} · <Time at={one.at} as="full" />
                </span>
              </div>
              {one.answer !== null && one.answer !== '' && (
                <details
                  className="tk-fold"
                  open={one.attempt === whole.attempts.length && !isTaken(one)}
                >
                  <summary>{t('notifications:answer')}</summary>
                  <pre className="tk-body tk-mono">{one.answer}</pre>
                </details>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function NotificationFacts({ whole }: { whole: Whole }): ReactNode {
  const { notification, configured_url: configured } = whole;
  const { t } = useTranslation(['notifications', 'story']);
  const { workspace } = useWorkspace();
  const same = configured === notification.url;
  return (
    <Section title={t('story:facts')}>
      <Facts
        of={[
          [
            t('notifications:about'),
            <Link
              key="about"
              className="tk-link"
              to={
                `${placePath(workspace, notification.about)}/${encodeURIComponent(notification.subject_id)}` as '.'
              }
            >
              {t(`notifications:abouts.${notification.about}`)}
            </Link>,
          ],
          [t('story:merchant'), workspace === 'all' ? notification.merchant_name : undefined],
          [
            t('notifications:url'),
            <CopyText key="url" text={notification.url} what={t('notifications:url')} />,
          ],
          [
            t('notifications:configured'),
            same ? (
              t('notifications:same_url')
            ) : configured === null ? null : (
              <CopyText text={configured} what={t('notifications:configured')} />
            ),
          ],
          [t('notifications:sequence'), notification.sequence],
          [t('story:created_at'), <Time key="made" at={notification.created_at} as="full" />],
          [
            t('notifications:done'),
            notification.done_at === null ? undefined : (
              <Time at={notification.done_at} as="full" />
            ),
          ],
          [
            t('notifications:next'),
            notification.due_at === null ? undefined : <Time at={notification.due_at} as="full" />,
          ],
        ]}
      />
    </Section>
  );
}

function BodyCard({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation(['notifications', 'story']);
  const open = useMay()('people.view');
  const value = readJson(whole.body);
  return (
    <Section title={t('notifications:body')}>
      <div className="tk-stack">
        {!open && <p className="tk-quiet tk-small">{t('story:covered')}</p>}
        {value === undefined ? (
          <pre className="tk-body tk-mono">{whole.body}</pre>
        ) : (
          <JsonTree value={value} label={t('notifications:body')} open={3} />
        )}
      </div>
    </Section>
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
