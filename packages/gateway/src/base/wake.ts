// Wake-ups inside one process: a chore sleeps until somebody says that work may be due. Losing one loses only time.

export type Chore = 'notifications' | 'payments' | 'refunds' | 'tokens';

export interface Wake {
  /** Says that rows of this kind may be due now. */
  now(chore: Chore): void;
  /** Calls back on every wake-up of the kind; returns the way to stop listening. */
  on(chore: Chore, listener: () => void): () => void;
}

export function createWake(): Wake {
  const listeners = new Map<Chore, Set<() => void>>();
  return {
    now(chore) {
      for (const listener of listeners.get(chore) ?? []) listener();
    },
    on(chore, listener) {
      const set = listeners.get(chore) ?? new Set();
      listeners.set(chore, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
