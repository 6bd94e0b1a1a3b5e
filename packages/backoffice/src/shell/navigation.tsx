// The side navigation: groups of places that the role may see.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/ask.ts';
import { useLive } from '../api/live.tsx';
import { useMay, useSession, useWorkspace } from '../api/session.ts';
import { groupsFor, type Place } from './places.ts';

export function Navigation(): ReactNode {
  const { t } = useTranslation('shell');
  const session = useSession();
  const workspace = useWorkspace();
  return (
    <nav className="tk-nav" aria-label={t('navigation')}>
      {groupsFor(session, workspace).map((group) => (
        <div key={group.name ?? 'first'} className="tk-nav-group">
          {group.name && <h2 className="tk-nav-title">{t(`groups.${group.name}`)}</h2>}
          <ul>
            {group.places.map((place) => (
              <li key={place.name}>
                <PlaceLink place={place} workspace={workspace.workspace} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function PlaceLink({ place, workspace }: { place: Place; workspace: string }): ReactNode {
  const { t } = useTranslation('shell');
  const Icon = place.icon;
  return (
    <Link
      to={`/$workspace/${place.to}` as '/$workspace'}
      params={{ workspace }}
      activeOptions={{ exact: place.to === '', includeSearch: false }}
      className="tk-nav-link"
    >
      <Icon size={18} stroke={1.7} aria-hidden />
      <span>{t(`places.${place.name}`)}</span>
      {place.name === 'approvals' && <Pending />}
    </Link>
  );
}

/** How many requests wait for a second pair of eyes. */
function Pending(): ReactNode {
  const { t } = useTranslation('shell');
  const may = useMay();
  const { workspace } = useWorkspace();
  const { data, refetch } = useQuery({
    queryKey: [workspace, 'approvals', 'pending'],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/backoffice/api/{workspace}/approvals', {
          params: { path: { workspace }, query: { state: 'pending', limit: 1 } },
          signal,
        }),
      ),
    enabled: may('approvals.view'),
  });
  useLive((event) => {
    if (event.kind === 'approval') void refetch();
  });
  if (data === undefined || data.pending === 0) return null;
  return (
    <span className="tk-nav-count" aria-label={t('pending', { count: data.pending })}>
      {data.pending > 99 ? '99+' : data.pending}
    </span>
  );
}
