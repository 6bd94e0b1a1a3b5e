// Deadlines of calls that are under way. One sleep serves all of them: a timer per call would cost
// more than it watches.
import type { Clock } from '../base/clock.ts';

const TICK_MS = 50;

export interface Deadlines {
  /**
   * Runs `late` once `ms` of real time are over (up to 50 ms late), unless the returned function
   * ran before.
   */
  set(ms: number, late: () => void): () => void;
}

/** Deadlines on a clock's real time; nothing runs while none is set. `late` must not throw. */
export function createDeadlines(clock: Clock): Deadlines {
  const open = new Set<{ at: number; late(): void }>();
  let watching = false;

  async function watch(): Promise<void> {
    watching = true;
    while (open.size > 0) {
      await clock.sleep(TICK_MS);
      const now = clock.steady();
      for (const deadline of open) {
        if (deadline.at > now) continue;
        open.delete(deadline);
        deadline.late();
      }
    }
    watching = false;
  }

  return {
    set(ms, late) {
      const deadline = { at: clock.steady() + ms, late };
      open.add(deadline);
      if (!watching) void watch();
      return () => open.delete(deadline);
    },
  };
}
