// One thing and its story from the API, asked anew when the stream says that something about it has changed.
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type LiveEvent, useLive } from '../../api/live.tsx';

const QUIET_MS = 250; // one change brings several events

interface OneOptions<T> {
  /** `[workspace, 'payments', 'one', id]`. */
  queryKey: readonly unknown[];
  load: (signal: AbortSignal) => Promise<T>;
  concerns: (event: LiveEvent, known: T | undefined) => boolean;
}

/** The page stays as it is while the newer answer is fetched. */
export function useOne<T>({ queryKey, load, concerns }: OneOptions<T>): UseQueryResult<T> {
  const queries = useQueryClient();
  const query = useQuery({ queryKey, queryFn: ({ signal }) => load(signal) });
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive((event) => {
    if (!concerns(event, query.data)) return;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void queries.invalidateQueries({ queryKey }), QUIET_MS);
  });
  return query;
}
