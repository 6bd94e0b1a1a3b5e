// The doors of a process, opened one after the other, and what closes them again.
import { dokuRenderer } from '../api/doku/notification.ts';
import { createHttpDoor } from '../banks/http.ts';
import { createBanks } from '../banks/registry.ts';
import { systemClock, type MovableClock } from '../base/clock.ts';
import { ConfigRefused, collectingOf, type Config } from '../base/config.ts';
import { assertNoTransaction, openDb, type Db } from '../base/db.ts';
import type { Log } from '../base/log.ts';
import { createMetrics } from '../base/metrics.ts';
import { systemRandom } from '../base/random.ts';
import { createSealer } from '../base/secrets.ts';
import { createWake } from '../base/wake.ts';
import type { Context } from '../context.ts';
import { createDirectory } from '../merchants/directory.ts';
import { createMerchantDoor, type MerchantDoor } from '../notifications/door.ts';
import type { IdentityDoor } from '../operators/identity-door.ts';
import { bankSettings } from './bank-settings.ts';
import { followDatabaseTime } from './database-time.ts';
import { checkStart } from './start-checks.ts';
import type { Through } from './through.ts';

export interface Opened {
  ctx: Context;
  clock: MovableClock;
  /** The door to merchants. */
  door: MerchantDoor;
  /** Closes the doors out; the database stays. */
  closeDoors(): Promise<void>;
}

/** How long a call waits for a connection to the database before it is refused, ms. */
const ACQUIRE_MS = 2000;

/** The pool of a process. */
export function openConfiguredDb(config: Config, log: Log): Db {
  return openDb({
    url: config.databaseUrl.reveal(),
    connections: config.dbConnections,
    statementTimeoutMs: config.dbTimeoutMs,
    acquireTimeoutMs: ACQUIRE_MS,
    onError: (error) => log.warn('a database connection was lost', { reason: error.name }),
  });
}

/** Opens everything, or throws {@link ConfigRefused} with every reason for which this process must not serve. */
export async function openContext(config: Config, log: Log, through: Through): Promise<Opened> {
  const clock = through.clock(systemClock());
  const random = systemRandom();
  const metrics = createMetrics(true);
  const sandbox = config.mode === 'sandbox';
  const sealer = createSealer(config.masterKeys.reveal(), config.indexKey.reveal());
  const db = through.db(openConfiguredDb(config, log));
  try {
    const verdict = await checkStart({ db, clock, sealer }, !sandbox);
    if (verdict.faults.length > 0) throw new ConfigRefused(verdict.faults);
    for (const warning of verdict.warnings) log.warn(warning);
    await followDatabaseTime(db, clock, log);
  } catch (error) {
    await db.close();
    throw error;
  }
  const http = through.bank(
    createHttpDoor({
      clock,
      connections: config.bankCalls,
      inFlightPerBank: config.bankCalls,
      mustNotBeInTransaction: assertNoTransaction,
    }),
  );
  const door = through.merchant(
    createMerchantDoor({ clock, sandbox, allow: config.privateNetworks }),
  );
  const identity = await openIdentity(config, clock);
  const ctx: Context = {
    db,
    clock,
    random,
    sealer,
    log,
    metrics,
    banks: createBanks((slug) => bankSettings(config, slug, { clock, random, log, metrics, http })),
    collecting: collectingOf(config.banks),
    merchants: createDirectory({ db, clock, sealer }),
    door,
    renderer: dokuRenderer(),
    wake: createWake(),
    publicUrl: config.publicUrl ?? '',
    sandbox,
    ...(identity === null ? {} : { oidc: identity }),
  };
  return {
    ctx,
    clock,
    door,
    closeDoors: async () => {
      await Promise.all([door.close(), http.close(), identity?.close()]);
    },
  };
}

/** The door to the identity provider; its code is read by a process that has one. */
async function openIdentity(
  { oidc, mode }: Config,
  { steady }: MovableClock,
): Promise<IdentityDoor | null> {
  if (oidc === null) return null;
  const { openIdentityDoor } = await import('../operators/identity-door.ts');
  return openIdentityDoor(oidc, { insecure: mode === 'sandbox', steady });
}
