// The home page's figures: asked for a range, kept in sight while newer ones come, and asked anew when something changes.
import {
  keepPreviousData,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, ask } from '../../api/ask.ts';
import { gatewayNow } from '../../api/clock.ts';
import { useLive } from '../../api/live.tsx';
import { type Answer, useWorkspace } from '../../api/session.ts';
import { instantsOf } from '../../parts/range.ts';

export type Picture = Answer<'getHome'>;

/** A burst of changes is one look; the figures are no ticker. */
const QUIET_MS = 2500;

export function useHome(range: string): UseQueryResult<Picture> {
  const { workspace } = useWorkspace();
  const queries = useQueryClient();
  const timer = useRef<number>(undefined);
  const queryKey = [workspace, 'home', range];
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const asked = instantsOf(range, gatewayNow());
      const whole = { from: asked.from ?? '', to: asked.to ?? '' };
      return ask(
        api.GET('/backoffice/api/{workspace}/home', {
          params: { path: { workspace }, query: whole },
          signal,
        }),
      );
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  useLive(() => {
    if (timer.current !== undefined) return;
    timer.current = window.setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ queryKey: [workspace, 'home'] });
    }, QUIET_MS);
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return query;
}
