// The gateway's calls for programs in a sandbox: what test helpers, the command line and the bank ask it beside the API.
// Unsigned, on loopback, and in no production process: app.ts reads this file from disk in a sandbox alone.
import type { SandboxPart } from '../../api/witness.ts';
import type { MovableClock } from '../../base/clock.ts';
import type { Context } from '../../context.ts';
import type { Work } from '../../worker/loop.ts';
import { startSandboxClock } from '../clock.ts';
import { addAccount, listAccounts } from './bank-accounts.ts';
import { callRecord } from './call-record.ts';
import { listCalls } from './calls.ts';
import { moveClock } from './clock.ts';
import { addProgramRoute } from './json.ts';
import { createOne, listAll, readOne, setUrl } from './merchants.ts';
import { resend } from './resend.ts';

export interface Programs extends SandboxPart {
  /** Takes over the clock that another process has moved. */
  follow: Work;
}

/** Opens what a sandbox adds to this process. */
export async function openPrograms(ctx: Context, clock: MovableClock): Promise<Programs> {
  const moved = await startSandboxClock(ctx.db, clock, ctx.wake);
  const record = callRecord(clock);
  return {
    follow: moved.follow,
    witness: record.add,
    mount(app) {
      // Whoever opens the gateway's address in a browser is a reader.
      app.get('/', (_request, reply) => reply.redirect('/docs'));
      addProgramRoute(app, 'POST', '/sandbox/merchants', (asked) => createOne(ctx, asked));
      addProgramRoute(app, 'GET', '/sandbox/merchants', () => listAll(ctx));
      addProgramRoute(app, 'GET', '/sandbox/merchants/:client_id', (asked) => readOne(ctx, asked));
      addProgramRoute(app, 'PUT', '/sandbox/merchants/:client_id/notification-url', (asked) =>
        setUrl(ctx, asked),
      );
      const accounts = '/sandbox/merchants/:client_id/bank-accounts';
      addProgramRoute(app, 'POST', accounts, (asked) => addAccount(ctx, asked));
      addProgramRoute(app, 'GET', accounts, (asked) => listAccounts(ctx, asked));
      addProgramRoute(app, 'GET', '/sandbox/calls', (asked) => listCalls(record, asked));
      addProgramRoute(app, 'POST', '/sandbox/notifications/resend', (asked) => resend(ctx, asked));
      addProgramRoute(app, 'POST', '/sandbox/clock', (asked) => moveClock(ctx, moved, asked));
    },
  };
}
