// Money on its way: where it is, for how many days, and the list behind each figure. For who may see money.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { spoken } from '../../app/i18n.ts';
import { Loaded, Section } from '../../parts/detail-page.tsx';
import { dayText } from '../../parts/instant.ts';
import { Money } from '../../parts/money.tsx';
import { placePath } from '../../shell/places.ts';
import { Skeleton } from '@mantine/core';
import { sharesOf } from './shares.ts';

type Transit = Answer<'getMoneyInTransit'>;
type Stage = Transit['stages'][number];

const REFRESH_MS = 60_000;

/** Below the workspace, the list behind a figure. */
const BEHIND: Readonly<Record<Stage['stage'], readonly [place: string, search?: object]>> = {
  unseen: ['reconciliation'],
  unseen_back: ['reconciliation'],
  unsettled: ['settlement'],
  payouts: ['settlement/payouts', { state: 'ready,sent' }],
  refunds: ['refunds', { state: 'requested,unclear' }],
  exceptions: ['reconciliation/exceptions', { state: 'open' }],
  suspense: ['balances', { kind: 'suspense' }],
};

/** What is put aside stands in an account, which is one merchant's. */
function behind(
  stage: Stage['stage'],
  workspace: string,
): readonly [place: string, search?: object] {
  return stage === 'suspense' && workspace !== 'all' ? ['balances/suspense'] : BEHIND[stage];
}

export function MoneyInTransit(): ReactNode {
  const { workspace } = useWorkspace();
  const query = useQuery({
    // Not below the figures' key: these are no ticker.
    queryKey: [workspace, 'money-in-transit'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/home/money', {
          params: { path: { workspace } },
          signal,
        }),
      ),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
  return (
    <Loaded query={query} loading={<Skeleton height={320} radius="lg" />}>
      {(transit) => <Shown transit={transit} />}
    </Loaded>
  );
}

function Shown({ transit }: { transit: Transit }): ReactNode {
  const { t } = useTranslation('home');
  const ages = transit.stages[0]?.ages ?? [];
  return (
    <Section title={t('transit')} flush>
      <div className="tk-table-cards">
        <table className="tk-table tk-table-list tk-transit" aria-label={t('transit')}>
          <thead>
            <tr>
              <th scope="col">{t('transit_where')}</th>
              {ages.map((age, at) => (
                <th key={age.from} scope="col" className="tk-right">
                  <span className={`tk-transit-key tk-transit-${at}`} aria-hidden />
                  <AgeName age={age} />
                </th>
              ))}
              <th scope="col" className="tk-right">
                {t('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {transit.stages.map((stage) => (
              <StageRow key={stage.stage} stage={stage} />
            ))}
          </tbody>
        </table>
      </div>
      {transit.due.length > 0 && <Due due={transit.due} />}
    </Section>
  );
}

function StageRow({ stage }: { stage: Stage }): ReactNode {
  const { t } = useTranslation('home');
  const { workspace } = useWorkspace();
  const [place, search] = behind(stage.stage, workspace);
  const isEmpty = stage.count === 0 && stage.amount === '0';
  return (
    <tr className={isEmpty ? 'tk-transit-empty' : undefined}>
      <th scope="row">
        <Link
          className="tk-link"
          to={placePath(workspace, place) as '.'}
          search={(search ?? {}) as never}
        >
          {t(`stages.${stage.stage}`)}
        </Link>
        <span className="tk-quiet tk-small tk-transit-count">
          {isEmpty ? t('transit_none') : t(`stage_counts.${stage.stage}`, { count: stage.count })}
        </span>
        {!isEmpty && (
          <span className="tk-transit-bar" aria-hidden>
            {sharesOf(stage.ages.map(({ amount }) => amount)).map(
              (share, at) =>
                share > 0 && (
                  <span
                    key={at}
                    className={`tk-transit-${at}`}
                    style={{ width: `${share / 10}%` }}
                  />
                ),
            )}
          </span>
        )}
        {stage.ageless !== '0' && (
          <span className="tk-quiet tk-small tk-transit-count">
            {t('transit_ageless')} <Money digits={stage.ageless} />
          </span>
        )}
      </th>
      {stage.ages.map((age) => (
        <AgeCell key={age.from} age={age} />
      ))}
      <td className="tk-right" data-label={t('amount')}>
        <Money digits={stage.amount} weight={isEmpty ? 'quiet' : 'strong'} />
      </td>
    </tr>
  );
}

type Age = Stage['ages'][number];

function AgeCell({ age }: { age: Age }): ReactNode {
  const words = useAgeWords();
  const isEmpty = age.count === 0 && age.amount === '0';
  return (
    <td className={isEmpty ? 'tk-right tk-transit-nothing' : 'tk-right'} data-label={words(age)}>
      {isEmpty ? <span className="tk-quiet">–</span> : <Money digits={age.amount} />}
    </td>
  );
}

function AgeName({ age }: { age: Age }): ReactNode {
  return useAgeWords()(age);
}

function useAgeWords(): (age: Age) => string {
  const { t } = useTranslation('home');
  return ({ from, to }) => {
    if (to === null) return t('days_over', { count: from - 1 });
    if (from === 0) return t('days_today');
    return from === to ? t('days', { count: from }) : t('days_between', { from, to });
  };
}

function Due({ due }: Pick<Transit, 'due'>): ReactNode {
  const { t } = useTranslation('home');
  return (
    <div className="tk-transit-due">
      <h3 className="tk-small-title">{t('due')}</h3>
      <ul>
        {due.map((one) => (
          <li key={one.day}>
            <span className={one.overdue ? 'tk-transit-late' : 'tk-quiet'}>
              {dayText(one.day, spoken())}
              {one.overdue && ` · ${t('due_over')}`}
            </span>
            <Money digits={one.amount} />
          </li>
        ))}
      </ul>
    </div>
  );
}
