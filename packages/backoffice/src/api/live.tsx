// What changes, as it changes: one stream of server-sent events per workspace, shared by everything that listens.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import { sessionQuery } from './session.ts';
import type { components } from './types.gen.ts';

export type LiveEvent = components['schemas']['LiveEvent'];

/** `joined`: hears it. `broken`: it will be tried again. `off`: the page is not looked at. */
export type LiveState = 'joining' | 'joined' | 'broken' | 'off';

interface Live {
  state: LiveState;
  listen(to: (event: LiveEvent) => void): () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);
const AGAIN_MS = [1000, 2000, 5000, 15_000];

/** Opens the stream while the page is looked at. When something may have been missed, every query of the workspace asks anew. */
export function LiveProvider(props: { workspace: string; children: ReactNode }): ReactNode {
  const { workspace, children } = props;
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('joining');
  const [listeners] = useState(() => new Set<(event: LiveEvent) => void>());

  useEffect(() => {
    const reset = (): void => void queries.invalidateQueries({ queryKey: [workspace] });
    return follow(`/backoffice/api/${encodeURIComponent(workspace)}/live`, {
      onState: setState,
      onReset: reset,
      onRefused: () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      onEvent(event) {
        // What is kept of pages that are closed may be about this too: it is read anew when they are opened again.
        const kept = { queryKey: [workspace], type: 'inactive', refetchType: 'none' } as const;
        void queries.invalidateQueries(kept);
        for (const one of listeners) one(event);
      },
    });
  }, [workspace, queries, listeners]);

  const [live] = useState(() => ({
    listen(to: (event: LiveEvent) => void) {
      listeners.add(to);
      return () => void listeners.delete(to);
    },
  }));
  const value = useMemo(() => ({ ...live, state }), [live, state]);
  return <LiveContext value={value}>{children}</LiveContext>;
}

interface Ears {
  onState(state: LiveState): void;
  onEvent(event: LiveEvent): void;
  onReset(): void;
  /** The gateway said no, or answers nothing: perhaps nobody is signed in any more. */
  onRefused(): void;
}

/** Follows a stream until the returned function is called. The browser resumes it by `Last-Event-ID`; we do when it gave up. */
function follow(url: string, ears: Ears): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let failures = 0;
  let missed = false;
  /** The gateway ended it in good order, as it does when a session's cookie has changed: the browser is back in a moment. */
  let ended = false;

  const open = (): void => {
    window.clearTimeout(timer);
    source?.close();
    const mine = new EventSource(url);
    source = mine;
    mine.addEventListener('open', () => {
      failures = 0;
      ended = false;
      ears.onState('joined');
      if (missed) ears.onReset();
      missed = false;
    });
    mine.addEventListener('message', (message: MessageEvent<string>) => {
      ears.onEvent(JSON.parse(message.data) as LiveEvent);
    });
    mine.addEventListener('reset', () => ears.onReset());
    mine.addEventListener('end', () => {
      ended = true;
    });
    mine.addEventListener('error', () => {
      const resumes = ended && mine.readyState !== EventSource.CLOSED;
      ended = false;
      if (resumes) return;
      ears.onState('broken');
      if (mine.readyState !== EventSource.CLOSED) return;
      missed = true;
      ears.onRefused();
      timer = window.setTimeout(open, AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)]);
      failures += 1;
    });
  };
  // A tab that nobody looks at keeps no connection: browsers allow few to one server.
  const look = (): void => {
    if (document.visibilityState === 'visible') {
      if (source === undefined || source.readyState === EventSource.CLOSED) open();
      return;
    }
    timer = window.setTimeout(() => {
      source?.close();
      source = undefined;
      missed = true;
      ears.onState('off');
    }, 60_000);
  };
  const seen = (): void => {
    window.clearTimeout(timer);
    look();
  };

  open();
  document.addEventListener('visibilitychange', seen);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    window.clearTimeout(timer);
    source?.close();
  };
}

/** How the stream is, for the dot in the shell. */
export function useLiveState(): LiveState {
  return use(LiveContext)?.state ?? 'off';
}

/** Hears every event of the workspace while the component is there. */
export function useLive(onEvent: (event: LiveEvent) => void): void {
  const live = use(LiveContext);
  const newest = useRef(onEvent);
  useEffect(() => {
    newest.current = onEvent;
  });
  const listen = live?.listen;
  useEffect(() => listen?.((event) => newest.current(event)), [listen]);
}
