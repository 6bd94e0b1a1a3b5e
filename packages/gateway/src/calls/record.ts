// The record of calls: takes on what has left, and writes it in batches when there is time. A record, not evidence: what
// is too much is dropped and counted, and no call waits for it.
import type { Clock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import type { Log } from '../base/log.ts';
import type { Metrics } from '../base/metrics.ts';
import { Refusal } from '../base/refusal.ts';
import type { Random } from '../base/random.ts';
import type { Sealer } from '../base/secrets.ts';
import type { SeenCall } from './call.ts';
import { insertCalls, touchKeys, type CallToWrite, type KeyUse } from './store.ts';

export interface CallRecord {
  /** Takes a call on. Never throws, never waits. */
  add(call: SeenCall): void;
  /** Writes one batch of what waits; answers how many calls that were. Rejects when the database is away. */
  write(): Promise<number>;
  /** Writes all that waits, as far as the database lets it: for a process that leaves. */
  writeAll(): Promise<void>;
}

export interface RecordDoors {
  db: Db;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  log: Log;
  metrics: Metrics;
}

export interface RecordLimits {
  /** Calls that may wait. */
  calls: number;
  /** and what their bodies may hold, bytes. */
  bytes: number;
  /** Calls without a right signature that one merchant may have recorded a second: a stranger may know a Client-Id. */
  unproved: number;
}

const LIMITS: RecordLimits = { calls: 5000, bytes: 16 * 1024 * 1024, unproved: 5 };
const BATCH = 250;
const SECOND_MS = 1000;
/** A key's last use is kept to the minute. */
const MINUTE_MS = 60_000;

interface Waiting {
  at: number;
  call: SeenCall;
}

/** An empty record. With `keeps` false, keys are still noted as used, and no call is. */
export function createCallRecord(
  doors: RecordDoors,
  keeps = true,
  limits: RecordLimits = LIMITS,
): CallRecord {
  const waiting: Waiting[] = [];
  let bytes = 0;
  const uses = new Map<string, KeyUse>();
  const noted = new Map<string, number>();
  const unproved = counted(doors.clock, limits.unproved);

  function use(merchantId: string, keyId: string, at: number): void {
    const last = noted.get(keyId);
    if (last !== undefined && Math.abs(at - last) < MINUTE_MS) return;
    noted.set(keyId, at);
    uses.set(keyId, { merchantId, keyId, at });
  }

  async function writeUses(): Promise<void> {
    if (uses.size === 0) return;
    const now = [...uses.values()];
    uses.clear();
    try {
      await touchKeys(doors.db, now);
    } catch (error) {
      for (const { keyId } of now) noted.delete(keyId); // its next use says it again
      throw error;
    }
  }

  function take(): Waiting[] {
    const batch = waiting.splice(0, BATCH);
    for (const { call } of batch) bytes -= call.bytes;
    return batch;
  }

  function giveBack(batch: readonly Waiting[]): void {
    waiting.unshift(...batch);
    for (const { call } of batch) bytes += call.bytes;
  }

  async function write(): Promise<number> {
    await writeUses();
    const batch = take();
    if (batch.length === 0) return 0;
    try {
      await insertCalls(doors.db, described(doors, batch));
      doors.metrics.recordedCalls.inc({ result: 'kept' }, batch.length);
    } catch (error) {
      if (error instanceof Refusal) {
        giveBack(batch);
        throw error;
      }
      // What cannot be written will not be by a repeat: it must not stand before all that comes after it.
      doors.metrics.recordedCalls.inc({ result: 'dropped' }, batch.length);
      throw error;
    }
    return batch.length;
  }

  return {
    add(call) {
      const at = doors.clock.now();
      if (call.keyId !== null) use(call.merchantId, call.keyId, at);
      if (!keeps) return;
      const full = waiting.length >= limits.calls || bytes + call.bytes > limits.bytes;
      if (full || (call.keyId === null && !unproved(call.merchantId))) {
        doors.metrics.recordedCalls.inc({ result: 'dropped' });
        return;
      }
      bytes += call.bytes;
      waiting.push({ at, call });
    },
    write,
    async writeAll() {
      try {
        while ((await write()) > 0);
      } catch (error) {
        doors.metrics.recordedCalls.inc({ result: 'dropped' }, waiting.length);
        doors.log.warn('the last calls were not recorded', {
          reason: error instanceof Error ? error.name : 'unknown',
        });
      }
    },
  };
}

/** Says whether one more may come within this second, by name. */
function counted(clock: Clock, most: number): (name: string) => boolean {
  const counts = new Map<string, number>();
  let began = clock.steady();
  return (name) => {
    if (clock.steady() - began >= SECOND_MS) {
      began = clock.steady();
      counts.clear();
    }
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= most;
  };
}

function described(doors: RecordDoors, batch: readonly Waiting[]): CallToWrite[] {
  return batch.flatMap(({ at, call }) => {
    const { merchantId } = call;
    try {
      const kept = call.describe();
      const callId = doors.random.id();
      const sealedBodies = doors.sealer.seal(
        bodiesPlace(merchantId, callId),
        JSON.stringify(kept.bodies),
      );
      return [{ ...kept, merchantId, callId, at, sealedBodies }];
    } catch (error) {
      doors.metrics.bugs.inc();
      doors.log.error('a call could not be described', { merchantId }, error);
      return [];
    }
  });
}

/** Where the bodies of a call are sealed. */
export function bodiesPlace(merchantId: string, callId: string) {
  return { table: 'api_calls', column: 'sealed_bodies', merchantId, row: callId };
}
