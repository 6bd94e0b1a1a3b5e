// The gateway's time in what is drawn, so that "in 5 seconds" counts down and "today" is the gateway's.
import { useEffect, useState } from 'react';
import { gatewayNow, onJump } from '../api/clock.ts';

/** Now, ever again, and at once when the gateway's clock was moved. `read`: `Date.now` for what goes by true time. */
export function useNow(everyMs: number, read: () => number = gatewayNow): number {
  const [now, setNow] = useState(read);
  useEffect(() => {
    const look = (): void => setNow(read());
    const timer = window.setInterval(look, everyMs);
    const stop = onJump(look);
    return () => {
      window.clearInterval(timer);
      stop();
    };
  }, [everyMs, read]);
  return now;
}
