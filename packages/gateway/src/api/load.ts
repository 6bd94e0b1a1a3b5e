// How many calls are being served, and when one more would be too many: shed before any work, never after it.
import type { Metrics } from '../base/metrics.ts';

export interface Load {
  /** Counts one call in; false when there are too many already. */
  enter(): boolean;
  leave(): void;
}

export function createLoad(maxInFlight: number, metrics: Metrics): Load {
  let inFlight = 0;
  return {
    enter() {
      if (inFlight >= maxInFlight) return false;
      inFlight += 1;
      metrics.inFlight.set(inFlight);
      return true;
    },
    leave() {
      inFlight -= 1;
      metrics.inFlight.set(inFlight);
    },
  };
}
