// A part of the system that can be started, frozen, killed and started again; when it ends by itself, that is told.
import { setTimeout as delay } from 'node:timers/promises';
import type { Part, PartName, Unexpected } from './types.ts';

/** A process, or a family of processes, that serves. */
export interface Running {
  pid: number;
  /** Resolves with how it ended, and the last that it said, when nothing of it is left. */
  gone: Promise<string>;
  kill(): void;
  freeze(): void;
  thaw(): void;
  /** Asks it to leave. */
  stop(): void;
}

export interface PartSettings {
  name: PartName;
  /** Starts it and resolves when it serves; rejects when it ended before, or when the signal aborted. */
  launch(signal: AbortSignal): Promise<Running>;
  /** It serves, or does so no more. */
  onChange(): void;
  /** It ended although nobody had killed or stopped it. Absent: that is its way, and it is started again. */
  onUnexpected?(what: Unexpected): void;
}

/** How long a start may be tried again: what a part needs may be away, ms. */
const PATIENCE_MS = 60_000;

/** How long a part that was asked to leave may take, ms. */
const LEAVING_MS = 30_000;

/** A part that is not started yet. */
export function createPart(settings: PartSettings): Part {
  let running: Running | null = null;
  let starting: Promise<void> | null = null;
  let abort = new AbortController();
  let wanted = false;

  async function launch(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        const launched = await settings.launch(abort.signal);
        running = launched;
        void launched.gone.then((how) => ended(launched, how));
        settings.onChange();
        return;
      } catch (error) {
        if (abort.signal.aborted) {
          throw new Error(`${settings.name} was ended while it started`, { cause: error });
        }
        if (Date.now() > until) throw error;
        await delay(50);
      }
    }
  }

  function ended(which: Running, how: string): void {
    if (running !== which) return;
    running = null;
    settings.onChange();
    if (!wanted) return;
    wanted = false;
    if (settings.onUnexpected === undefined) void start().catch(() => undefined);
    else settings.onUnexpected({ part: settings.name, at: Date.now(), how });
  }

  async function start(): Promise<void> {
    if (running !== null) return;
    wanted = true;
    if (starting === null) {
      abort = new AbortController();
      starting = launch().finally(() => (starting = null));
    }
    await starting;
  }

  async function end(ask: (which: Running) => void): Promise<void> {
    wanted = false;
    abort.abort();
    await starting?.catch(() => undefined);
    const which = running;
    if (which === null) return;
    ask(which);
    await which.gone;
    ended(which, '');
  }

  return {
    name: settings.name,
    get alive() {
      return running !== null;
    },
    get pid() {
      return running?.pid;
    },
    start,
    kill: () => end((which) => which.kill()),
    freeze: () => running?.freeze(),
    thaw: () => running?.thaw(),
    async stop() {
      const late = setTimeout(() => running?.kill(), LEAVING_MS);
      try {
        await end((which) => which.stop());
      } finally {
        clearTimeout(late);
      }
    },
  };
}
