// One journal: its transfers, what it is about, who caused it, and its place in the chain.
import './balances.css';
import '../../parts/story/story.css';
import { IconCircleCheck, IconLinkOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { DetailPage, Facts, Loaded, Section } from '../../parts/detail-page.tsx';
import { Journal } from '../../parts/journal.tsx';
import { BackToList } from '../../parts/list-back.tsx';
import { Time } from '../../parts/time.tsx';
import { Only } from '../nothing/no-access.tsx';
import { SubjectLink } from './subject-link.tsx';
import { useTemplateWords } from './words.ts';

type Whole = Answer<'getJournal'>;

export function JournalPage(): ReactNode {
  return (
    <Only may="money.view">
      <Loading />
    </Only>
  );
}

function Loading(): ReactNode {
  const { journal_no: no = '' } = useParams({ strict: false });
  const { workspace } = useWorkspace();
  const query = useQuery({
    queryKey: [workspace, 'journals', no],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/journals/{journal_no}', {
          params: { path: { workspace, journal_no: no } },
          signal,
        }),
      ),
  });
  return <Loaded query={query}>{(whole) => <Shown whole={whole} />}</Loaded>;
}

function Shown({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('balances');
  const { journal, cause } = whole;
  const templates = useTemplateWords();
  const title = t('journal_no', { no: journal.journal_no });
  return (
    <DetailPage
      title={`${title} · ${t('title')}`}
      back={<BackToList area="balances">{t('title')}</BackToList>}
      heading={title}
      state={<span className="tk-balances-of">{templates(journal.template)}</span>}
      actions={<Neighbours whole={whole} />}
      side={
        <Section title={t('facts')}>
          <Facts
            of={[
              [t('about'), <SubjectLink key="subject" subject={whole.subject} />],
              [t('cause'), <Cause key="cause" cause={cause} />],
              [t('when'), <Time key="when" at={journal.made_at} as="full" />],
            ]}
          />
        </Section>
      }
    >
      <Section title={t('transfers')}>
        <Journal journal={journal} />
      </Section>
      <Chain whole={whole} />
    </DetailPage>
  );
}

const ACTORS = [
  'merchant',
  'customer',
  'bank',
  'callback',
  'inquiry',
  'statement',
  'clock',
  'operator',
  'worker',
  'settlement',
  'gateway',
] as const;

function Cause({ cause }: Pick<Whole, 'cause'>): ReactNode {
  const { t } = useTranslation('balances');
  const actor = ACTORS.find((one) => one === cause.actor);
  return (
    <>
      {actor === undefined ? cause.actor : t(`causes.${actor}`)}
      {cause.people.length > 0 && (
        <span className="tk-balances-why">{cause.people.join(', ')}</span>
      )}
    </>
  );
}

function Neighbours({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('balances');
  const { workspace } = useWorkspace();
  const no = whole.journal.journal_no;
  const to = (other: number, words: string): ReactNode => (
    <Link
      className="tk-link"
      to="/$workspace/balances/journals/$journal_no"
      params={{ workspace, journal_no: `${other}` }}
    >
      {words}
    </Link>
  );
  return (
    <nav className="tk-balances-neighbours" aria-label={t('chain')}>
      {no > 1 && to(no - 1, t('earlier'))}
      {!whole.is_head && to(no + 1, t('later'))}
    </nav>
  );
}

function Chain({ whole }: { whole: Whole }): ReactNode {
  const { t } = useTranslation('balances');
  const Icon = whole.holds ? IconCircleCheck : IconLinkOff;
  return (
    <Section title={t('chain')}>
      <p className="tk-quiet">{t('chain_why')}</p>
      <p
        className={`tk-note tk-balances-link tk-tone-${whole.holds ? 'good' : 'bad'}`}
        role={whole.holds ? undefined : 'alert'}
      >
        <Icon size={18} aria-hidden />
        <span>{whole.holds ? t('holds') : t('broken')}</span>
      </p>
      <Facts
        of={[
          [t('hash'), <CopyText key="hash" text={whole.hash} what={t('hash')} />],
          [
            t('hash_before'),
            whole.previous_hash === null ? (
              t('first')
            ) : (
              <CopyText key="before" text={whole.previous_hash} what={t('hash_before')} />
            ),
          ],
        ]}
      />
    </Section>
  );
}
