// The shop's time. In the sandbox business time can be moved ahead, and a code's life with it.

export interface ShopTime {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Asks the simulated bank how far its clock is ahead; without one, time is this machine's. */
  refresh(): Promise<void>;
  aheadSeconds(): number;
}

const PATIENCE_MS = 1000;

export function openShopTime(bankUrl: string | undefined): ShopTime {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    aheadSeconds: () => Math.round(aheadMs / 1000),
    async refresh() {
      if (bankUrl === undefined) return;
      try {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        const answer = await fetch(`${bankUrl}/sandbox/clock`, { signal });
        const { offset_seconds: offset } = (await answer.json()) as { offset_seconds?: unknown };
        if (typeof offset === 'number') aheadMs = offset * 1000;
      } catch {
        // A bank that is away keeps its last known time.
      }
    },
  };
}
