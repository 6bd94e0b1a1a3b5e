// One chore again and again: as long as there is work without a pause, then asleep until woken or until the next look.
import type { Chore } from '../base/wake.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../base/refusal.ts';

/** Work that is found in the database and done by whichever process gets to it first. */
export interface Work {
  name: string;
  /** The wake-ups that it listens to. */
  kind?: Chore;
  /** How long it rests when it has found nothing, ms. */
  restMs: number;
  /** Does what is due; answers how much there was. 0 sends it to rest. Must bear running in several processes. */
  run(ctx: Context): Promise<number>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Runs a chore until the signal aborts, and resolves when its last round is over. Failures are logged and waited out. */
export async function runLoop(ctx: Context, work: Work, signal: AbortSignal): Promise<void> {
  const bell = createBell(ctx, work.kind, signal);
  let pause = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    bell.reset();
    try {
      const found = await work.run(ctx);
      pause = FIRST_PAUSE_MS;
      if (found === 0) await bell.rest(work.restMs);
    } catch (error) {
      reportFailure(ctx, work, error);
      await ctx.clock.sleep(pause * (0.5 + ctx.random.fraction()), signal);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }
  bell.remove();
}

function reportFailure(ctx: Context, work: Work, error: unknown): void {
  if (error instanceof Refusal) {
    ctx.log.warn('a chore waits', { operation: work.name, code: error.code });
    return;
  }
  ctx.metrics.bugs.inc();
  ctx.log.error('a chore failed', { operation: work.name }, error);
}

/** Sleeps that a wake-up cuts short, also one that rang while the chore was still working. */
function createBell(ctx: Context, kind: Chore | undefined, signal: AbortSignal) {
  let rung = false;
  let sleep = new AbortController();
  const ring = (): void => {
    rung = true;
    sleep.abort();
  };
  const stopListening = kind === undefined ? () => undefined : ctx.wake.on(kind, ring);
  signal.addEventListener('abort', ring, { once: true });
  return {
    reset(): void {
      rung = false;
      sleep = new AbortController();
    },
    async rest(ms: number): Promise<void> {
      if (!rung && !signal.aborted) await ctx.clock.sleep(ms, sleep.signal);
    },
    remove(): void {
      stopListening();
      signal.removeEventListener('abort', ring);
    },
  };
}
