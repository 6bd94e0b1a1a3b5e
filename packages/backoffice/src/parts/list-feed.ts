// The rows of a list: pages that are loaded as they are asked for, and what arrives meanwhile without a jump.
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type LiveEvent, useLive } from '../api/live.tsx';

export interface PageOf<Row> {
  rows: Row[];
  next: string | null;
  searched_to: string | null;
}

export type Load<Row> = (
  page: { limit: number; after?: string },
  signal: AbortSignal,
) => Promise<PageOf<Row>>;

interface FeedOptions<Row> {
  /** `[workspace, area, 'list', query]`. */
  queryKey: readonly unknown[];
  load: Load<Row>;
  rowId: (row: Row) => string;
  /** Whether an event is about a row of this list; undefined for lists that are not live. */
  concerns: ((event: LiveEvent) => boolean) | undefined;
  /** True while what is new may be put in at once: the reader is at the top and has chosen nothing. */
  atTop: () => boolean;
}

interface Feed<Row> {
  rows: Row[];
  /** Rows that arrived and wait to be put in. */
  fresh: number;
  insert: () => void;
  /** The ids that were put in last, to be shown as new for a moment. */
  justIn: ReadonlySet<string>;
  next: string | null;
  searchedTo: string | null;
  loading: boolean;
  error: unknown;
  loadOlder: () => void;
  loadingOlder: boolean;
  again: () => void;
}

export const PAGE = 50;
const QUIET_MS = 900; // a burst of events is one look
const NOTHING_NEW: ReadonlySet<string> = new Set();

export function useListFeed<Row>(options: FeedOptions<Row>): Feed<Row> {
  const { queryKey, load, rowId, concerns, atTop } = options;
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      load({ limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  type Pages = InfiniteData<PageOf<Row>, string | null>;
  const key = JSON.stringify(queryKey);
  const [waiting, setWaiting] = useState<{ key: string; rows: Row[]; whole: boolean }>();
  const [justIn, setJustIn] = useState(NOTHING_NEW);
  const fresh = waiting?.key === key ? waiting : undefined;

  const put = useCallback(
    (rows: Row[], whole: boolean) => {
      setWaiting(undefined);
      setJustIn(new Set(rows.map(rowId)));
      if (whole) {
        void queries.resetQueries({ queryKey, exact: true });
        return;
      }
      queries.setQueryData<Pages>(queryKey, (old) => {
        const [first, ...others] = old?.pages ?? [];
        if (old === undefined || first === undefined) return old;
        const there = new Set(first.rows.map(rowId));
        const added = rows.filter((row) => !there.has(rowId(row)));
        return { ...old, pages: [{ ...first, rows: [...added, ...first.rows] }, ...others] };
      });
    },
    // The key stands for everything that the closure takes from it.
    // oxlint-disable-next-line react/exhaustive-deps
    [queries, key],
  );

  /** Looks at the newest page: what is there already is renewed in place, what is new waits or is put in. */
  const look = async (): Promise<void> => {
    const old = queries.getQueryData<Pages>(queryKey);
    if (old === undefined) return;
    const newest = await load({ limit: PAGE }, new AbortController().signal);
    const known = new Set(old.pages.flatMap(({ rows }) => rows.map(rowId)));
    const renewed = new Map(newest.rows.map((row) => [rowId(row), row]));
    queries.setQueryData<Pages>(
      queryKey,
      (now) =>
        now && {
          ...now,
          pages: now.pages.map((page) => ({
            ...page,
            rows: page.rows.map((row) => renewed.get(rowId(row)) ?? row),
          })),
        },
    );
    const added = newest.rows.filter((row) => !known.has(rowId(row)));
    if (added.length === 0) return;
    // More than a page: what lies between is not known, so the list begins anew.
    const whole = newest.next !== null && added.length === newest.rows.length;
    if (atTop()) put(added, whole);
    else setWaiting({ key, rows: added, whole });
  };

  const looking = useRef<{ timer?: number; latest: () => Promise<void> }>({ latest: look });
  useEffect(() => {
    looking.current.latest = look;
  });
  useEffect(() => () => window.clearTimeout(looking.current.timer), []);
  useLive((event) => {
    if (concerns?.(event) !== true || looking.current.timer !== undefined) return;
    looking.current.timer = window.setTimeout(() => {
      delete looking.current.timer;
      // A look that fails is made up for by the next event or by the reader.
      looking.current.latest().catch(() => undefined);
    }, QUIET_MS);
  });

  const pages = query.data?.pages ?? [];
  const last = pages.at(-1);
  return {
    rows: pages.flatMap(({ rows }) => rows),
    fresh: fresh?.rows.length ?? 0,
    insert: () => fresh && put(fresh.rows, fresh.whole),
    justIn,
    next: last?.next ?? null,
    searchedTo: last?.searched_to ?? null,
    loading: query.isPending,
    error: query.data === undefined ? query.error : null,
    loadOlder: () => void query.fetchNextPage(),
    loadingOlder: query.isFetchingNextPage,
    again: () => void query.refetch(),
  };
}
