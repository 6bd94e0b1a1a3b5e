// Merchants as they were when they last called, for signing an answer when looking them up would cost too much or cannot
// be done: the gateway is overloaded or its database is away. Never for deciding who calls.
import type { Merchant } from '../merchants/merchant.ts';

export interface LastSeen {
  remember(merchant: Merchant): void;
  recall(clientId: string): Merchant | null;
}

const MOST = 10_000;

export function createLastSeen(): LastSeen {
  const seen = new Map<string, Merchant>();
  return {
    remember(merchant) {
      if (seen.get(merchant.clientId) === merchant) return;
      seen.delete(merchant.clientId); // to the end: the first is the oldest
      seen.set(merchant.clientId, merchant);
      const [oldest] = seen.keys();
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest);
    },
    recall: (clientId) => seen.get(clientId) ?? null,
  };
}
