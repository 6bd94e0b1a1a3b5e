// The chore that forgets recorded calls when their time is over.
import type { Context } from '../context.ts';
import { deleteOldCalls } from './store.ts';

/** Deleted at once, so that no deletion holds its locks for long. */
const FORGOTTEN = 1000;

/** Forgets a batch of calls that are older than `keptMs`; 0 when there are no more of them. */
export async function forgetCalls(
  ctx: Pick<Context, 'db' | 'clock'>,
  keptMs: number,
): Promise<number> {
  const forgotten = await deleteOldCalls(ctx.db, ctx.clock.now() - keptMs, FORGOTTEN);
  return forgotten === FORGOTTEN ? forgotten : 0;
}
