// The sandbox's business clock: kept in the database, so that a restart and every process know how far it was moved.
import type { MovableClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import type { Wake } from '../base/wake.ts';
import type { Work } from '../worker/loop.ts';

export interface SandboxClock {
  /** Moves the clock of every process; this one at once, the others within {@link LOOK_MS}. */
  setOffset(ms: number): Promise<void>;
  /** Takes over what another process has set. */
  follow: Work;
}

const LOOK_MS = 250;

/** Reads the offset of an earlier run, sets it, and answers with the means to move on. */
export async function startSandboxClock(
  db: Db,
  clock: MovableClock,
  wake: Wake,
): Promise<SandboxClock> {
  function apply(ms: number): void {
    if (clock.offset() === ms) return;
    clock.setOffset(ms);
    wakeChores({ wake });
  }

  apply(await readOffset(db));
  return {
    async setOffset(ms) {
      await db.rows({
        name: 'sandbox-set-clock',
        text: `insert into sandbox_clock (single, offset_ms) values (true, $1)
               on conflict (single) do update set offset_ms = excluded.offset_ms`,
        values: [ms],
      });
      apply(ms);
    },
    follow: {
      name: 'sandbox clock',
      restMs: LOOK_MS,
      async run() {
        apply(await readOffset(db));
        return 0;
      },
    },
  };
}

/** What was a matter of hours may be due now. */
export function wakeChores({ wake }: { wake: Wake }): void {
  for (const chore of ['payments', 'refunds', 'tokens', 'notifications'] as const) wake.now(chore);
}

/** How far the sandbox's clock was moved, ms; 0 elsewhere. */
export async function readOffset(db: Db): Promise<number> {
  const [row] = await db.rows<{ offset_ms: bigint }>({
    name: 'sandbox-read-clock',
    text: 'select offset_ms from sandbox_clock',
    values: [],
  });
  return Number(row?.offset_ms ?? 0n);
}
