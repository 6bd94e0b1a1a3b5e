// The worker of a process: every chore in a loop of its own, and the delivery of notifications.
import type { Context } from '../context.ts';
import { startDelivery } from '../notifications/deliver.ts';
import type { MerchantDoor } from '../notifications/door.ts';
import { CHORES } from './chores.ts';
import { runLoop, type Work } from './loop.ts';

export interface Worker {
  /** Takes on nothing new and resolves when what is under way is over. */
  stop(): Promise<void>;
}

/** Starts every chore; `door` is null in a process that delivers nothing. */
export function startWorker(
  ctx: Context,
  door: MerchantDoor | null,
  chores: readonly Work[] = CHORES,
): Worker {
  const ending = new AbortController();
  const loops = chores.map((work) => runLoop(ctx, work, ending.signal));
  if (door !== null) loops.push(startDelivery(ctx, door, ending.signal));
  return {
    async stop() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
