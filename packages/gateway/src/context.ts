// What a flow is handed: the doors to everything outside it. Built once, by hand, in app.ts.
import type { Clock } from './base/clock.ts';
import type { CollectingAccount } from './base/collecting.ts';
import type { Db } from './base/db.ts';
import type { Log } from './base/log.ts';
import type { Metrics } from './base/metrics.ts';
import type { Random } from './base/random.ts';
import type { Sealer } from './base/secrets.ts';
import type { Bank } from './banks/bank.ts';
import type { MerchantDirectory } from './merchants/directory.ts';
import type { MerchantDoor } from './notifications/door.ts';
import type { Renderer } from './notifications/renderer.ts';
import type { IdentityProvider } from './operators/identity.ts';
import type { Wake } from './base/wake.ts';

export interface Context {
  db: Db;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  log: Log;
  metrics: Metrics;
  /** Banks by slug. */
  banks: ReadonlyMap<string, Bank>;
  /** Our own account at each bank, out of which merchants are paid; a bank without one makes no payouts. */
  collecting: ReadonlyMap<string, CollectingAccount>;
  merchants: MerchantDirectory;
  /** The door out to merchants: what is delivered, and what a person tries. */
  door: MerchantDoor;
  /** Words notifications for the flavour that a merchant speaks. */
  renderer: Renderer;
  /** Tells this process's chores that work may be due; a hint, never the truth. */
  wake: Wake;
  /** Where banks and customers' browsers reach us: `https://gateway.example`, without a slash at the end. */
  publicUrl: string;
  /** True in a sandbox: loopback is allowed where production refuses it. */
  sandbox: boolean;
  /** Where people of the Back Office may sign in besides; absent where none is configured. */
  oidc?: IdentityProvider;
}
