// Home: the picture of a range, kept true while somebody looks at it; for a new merchant, what to do first.
import './home.css';
import { Skeleton } from '@mantine/core';
import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/ask.ts';
import { useMay, useWorkspace } from '../../api/session.ts';
import { Loaded } from '../../parts/detail-page.tsx';
import { Page } from '../../parts/page.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { Time } from '../../parts/time.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Health } from './health.tsx';
import { Latency } from './latency.tsx';
import { Reasons } from './reasons.tsx';
import { Tiles } from './tiles.tsx';
import { MoneyInTransit } from './transit.tsx';
import { Unclear } from './unclear.tsx';
import { type Picture, useHome } from './use-home.ts';
import { Volume } from './volume.tsx';
import { Only } from '../nothing/no-access.tsx';

const STANDARD = '7d';

export function HomePage(): ReactNode {
  return (
    <Only may="figures.view">
      <Home />
    </Only>
  );
}

function Home(): ReactNode {
  const { t } = useTranslation('home');
  const { range = STANDARD } = useSearch({ from: '/signed-in/$workspace/' });
  const query = useHome(range);
  const isNew = useIsNew(query.data);
  return (
    <Page
      title={t('title')}
      lead={isNew ? undefined : t('lead')}
      actions={!isNew && <RangePicker standard={STANDARD} />}
    >
      <Loaded query={query} loading={<HomeSkeleton />}>
        {(picture) => (isNew ? <FirstSteps /> : <Figures picture={picture} range={range} />)}
      </Loaded>
    </Page>
  );
}

/** True when the merchant has never had a payment, in this range or any other. */
function useIsNew(picture: Picture | undefined): boolean {
  const { workspace } = useWorkspace();
  const quiet = picture !== undefined && picture.total.payments + picture.before.payments === 0;
  const { data } = useQuery({
    queryKey: [workspace, 'home', 'any-payment'],
    enabled: quiet && workspace !== 'all',
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/payments', {
          params: { path: { workspace }, query: { limit: 1 } },
          signal,
        }),
      ),
  });
  return quiet && data?.rows.length === 0 && data.next === null;
}

function Figures({ picture, range }: { picture: Picture; range: string }): ReactNode {
  const { t } = useTranslation('home');
  const { workspace } = useWorkspace();
  const may = useMay();
  return (
    <div className="tk-home">
      {picture.waiting_approvals > 0 && (
        <p className="tk-note tk-tone-wait">
          <IconChecklist size={18} aria-hidden />
          <span>
            {t('approvals', { count: picture.waiting_approvals })}.{' '}
            <Link className="tk-link" to="/$workspace/approvals" params={{ workspace }}>
              {t('approvals_open')}
            </Link>
          </span>
        </p>
      )}
      <Tiles picture={picture} />
      {may('money.view') && <MoneyInTransit />}
      <div className="tk-home-two">
        <Volume picture={picture} />
      </div>
      <div className="tk-home-three">
        <Reasons picture={picture} range={range} />
        <Unclear picture={picture} />
        <Health picture={picture} />
      </div>
      <Latency picture={picture} />
      {picture.figures_to !== null && (
        <p className="tk-quiet tk-small">
          {t('counted_to')} <Time at={picture.figures_to} />
        </p>
      )}
    </div>
  );
}

function HomeSkeleton(): ReactNode {
  return (
    <div className="tk-home">
      <div className="tk-tiles">
        {[1, 2, 3, 4].map((one) => (
          <Skeleton key={one} height={116} radius="lg" />
        ))}
      </div>
      <div className="tk-home-two">
        <Skeleton height={320} radius="lg" />
        <Skeleton height={320} radius="lg" />
      </div>
      <div className="tk-home-three">
        <Skeleton height={260} radius="lg" />
        <Skeleton height={260} radius="lg" />
        <Skeleton height={260} radius="lg" />
      </div>
    </div>
  );
}
