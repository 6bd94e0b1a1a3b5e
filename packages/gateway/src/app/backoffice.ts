// The Back Office of a process: its own door to the database, opened and proved before anything is served.
import type { FastifyInstance } from 'fastify';
import { mountBackoffice } from '../backoffice/server.ts';
import type { DoorWords } from '../backoffice/door-words.ts';
import { ROUTES } from '../backoffice/routes.ts';
import { sessionRoutes } from '../backoffice/session/index.ts';
import { authenticateCall } from '../backoffice/session/pending.ts';
import { ConfigRefused, type Config } from '../base/config.ts';
import type { StreamLimits, StreamSettings } from '../base/reading-stream.ts';
import { openReading, type ReadingDoor } from '../base/reading.ts';
import { Refusal } from '../base/refusal.ts';
import type { Context } from '../context.ts';
import { readReaderRole } from './store.ts';
import { readVersion } from './version.ts';

export interface Backoffice {
  mount(app: FastifyInstance): void;
  close(): Promise<void>;
}

/** Pages are answered within this time or not at all, ms. */
const STATEMENT_MS = 5000;
/** How long a page waits for a connection, ms. */
const ACQUIRE_MS = 2000;
/** A file of ten million rows takes some ten minutes over a good line. */
const FILE_LIMITS = { wholeMs: 3_600_000, stillMs: 30_000 };

/** Opens it, where the settings want one. Throws `ConfigRefused` when the database does not let us read as `tarik_reader`. */
export async function openBackoffice(config: Config, ctx: Context): Promise<Backoffice | null> {
  const connections = config.backofficeConnections;
  if (connections === null || config.role === 'worker') return null;
  const reading = openReading({
    url: config.databaseUrl.reveal(),
    connections,
    statementTimeoutMs: STATEMENT_MS,
    acquireTimeoutMs: ACQUIRE_MS,
    onError: (error) => ctx.log.warn('a database connection was lost', { reason: error.name }),
    ...streamSettings(ctx),
  });
  try {
    await proveReader(reading);
  } catch (error) {
    await reading.close();
    throw error;
  }
  const door = { version: readVersion(), sandboxPeople: await readyMade(ctx) };
  return {
    mount: (app) =>
      mountBackoffice(app, ctx, {
        authenticate: authenticateCall,
        reading,
        routes: [...sessionRoutes(door), ...ROUTES],
        version: door.version,
      }),
    close: () => reading.close(),
  };
}

/** How long somebody may take over a file, and what is said of who took longer. */
export function streamSettings(
  { clock, metrics, log }: Pick<Context, 'clock' | 'metrics' | 'log'>,
  limits: StreamLimits = FILE_LIMITS,
): StreamSettings {
  return {
    clock,
    limits,
    onCut(why) {
      metrics.cutFiles.inc({ why });
      log.warn('a file was cut off: its reader was too slow', { reason: why });
    },
  };
}

/** The people of a sandbox; what only it has is read from disk by it alone. */
async function readyMade({ sandbox }: Context): Promise<DoorWords['sandboxPeople']> {
  return sandbox ? (await import('../sandbox/people.ts')).SANDBOX_DOOR : [];
}

async function proveReader(reading: ReadingDoor): Promise<void> {
  try {
    await readReaderRole(reading.of([]));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new ConfigRefused([
      'DATABASE_URL may not read as the role tarik_reader, which the Back Office needs: ' +
        'run "tarik migrate --app-role" with this role, or set TARIK_BACKOFFICE=off',
    ]);
  }
}
