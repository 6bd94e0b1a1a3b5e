// What must be true before a process serves: the database fits, keeps its promises, and opens with our keys; and in a
// production nothing of a sandbox is in it.
import type { Clock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import { schemaStanding } from '../base/migrate.ts';
import type { Sealer } from '../base/secrets.ts';
import { SANDBOX_ADDRESS, SANDBOX_SECRET } from '../base/unsafe.ts';
import { secretPlace } from '../merchants/directory.ts';
import { listBanks, listKeys, listMerchants } from '../merchants/store.ts';
import { countPeopleOf } from '../operators/store-people.ts';
import { urlFault } from '../notifications/target.ts';
import { readServerFacts, type ServerFacts } from './store.ts';

export interface Verdict {
  /** The process must not start. */
  faults: string[];
  /** It may, and somebody should know. */
  warnings: string[];
}

interface Doors {
  db: Db;
  clock: Clock;
  sealer: Sealer;
}

const OLDEST_SERVER = 15;
const CLOCK_TOLERANCE_MS = 2000;

/** Looks at the database with the eyes of a process that is about to serve from it. */
export async function checkStart(doors: Doors, production: boolean): Promise<Verdict> {
  const faults: string[] = [];
  const before = doors.clock.wall();
  const facts = await readServerFacts(doors.db);
  const elapsed = doors.clock.wall() - before;
  const major = Math.floor(facts.version / 10_000);
  if (major < OLDEST_SERVER) {
    faults.push(`the database is PostgreSQL ${major}: ${OLDEST_SERVER} is the oldest that serves`);
  }
  if ((await schemaStanding(doors.db)) === 'behind') {
    return {
      faults: [...faults, 'the database is not migrated: run "tarik migrate"'],
      warnings: [],
    };
  }
  const merchants = await merchantFaults(doors, production);
  if (!production) return { faults: [...faults, ...merchants], warnings: [] };
  return {
    faults: [
      ...faults,
      ...serverFaults(facts),
      ...clockFaults(facts.now, before, elapsed),
      ...merchants,
      ...(await peopleFaults(doors.db)),
    ],
    warnings:
      facts.data_checksums === 'on' ? [] : ['the database has no data checksums: see "initdb -k"'],
  };
}

async function peopleFaults(db: Db): Promise<string[]> {
  const seeded = await countPeopleOf(db, SANDBOX_ADDRESS);
  return seeded === 0
    ? []
    : [
        `the Back Office knows ${seeded} people of a sandbox (…${SANDBOX_ADDRESS}): use another database`,
      ];
}

/** Settings with which a commit may be lost, and rights that a program should not have. */
export function serverFaults(facts: ServerFacts): string[] {
  return [
    ...(facts.fsync === 'on' ? [] : ['the database has fsync off: a power cut loses payments']),
    ...(facts.full_page_writes === 'on'
      ? []
      : ['the database has full_page_writes off: a power cut can destroy it']),
    ...(['on', 'remote_apply'].includes(facts.synchronous_commit)
      ? []
      : [
          `the database has synchronous_commit ${facts.synchronous_commit}: must be on or remote_apply`,
        ]),
    ...(facts.superuser ? ['DATABASE_URL is a superuser: use a role with fewer rights'] : []),
  ];
}

/** A fault when the database's clock is off by more than 2 s, whatever its answer took. */
export function clockFaults(theirs: number, before: number, elapsedMs: number): string[] {
  const early = before - theirs;
  const late = theirs - (before + elapsedMs);
  const off = Math.max(early, late);
  return off > CLOCK_TOLERANCE_MS
    ? [`this machine's clock and the database's are ${Math.round(off / 1000)} s apart`]
    : [];
}

async function merchantFaults(doors: Doors, production: boolean): Promise<string[]> {
  const faults: string[] = [];
  for (const merchant of await listMerchants(doors.db)) {
    const { merchant_id: merchantId, client_id: clientId } = merchant;
    for (const key of await listKeys(doors.db, merchantId)) {
      const secret = openSecret(doors.sealer, merchantId, key.key_id, key.sealed_secret);
      if (secret === null)
        return ['TARIK_MASTER_KEYS does not hold the key that sealed this database'];
      const valid = key.valid_until === null || key.valid_until > doors.clock.now();
      if (production && valid && SANDBOX_SECRET.test(secret)) {
        faults.push(`merchant ${clientId} has a Secret Key of the sandbox: rotate it`);
      }
    }
    if (!production) continue;
    for (const bank of await listBanks(doors.db, merchantId)) {
      const fault = bank.notification_url === null ? null : urlFault(bank.notification_url, false);
      // A private network may be allowed by the operator; the door decides about it.
      if (fault === 'url_not_https') {
        faults.push(`merchant ${clientId} is notified over http: set an https URL`);
      }
    }
  }
  return faults;
}

function openSecret(
  sealer: Sealer,
  merchantId: string,
  keyId: string,
  sealed: Buffer,
): string | null {
  try {
    return sealer.open(secretPlace(merchantId, keyId), sealed).toString();
  } catch {
    return null;
  }
}
