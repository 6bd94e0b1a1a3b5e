// A merchant's switches changed together, as one step that knows what was there before.
import type { Tx } from '../base/db.ts';
import type { MerchantDoors } from './create.ts';
import type { FourEyes } from './merchant.ts';
import { ChangedMeanwhile } from './not-done.ts';
import { eyesJson, weakens, withDefaults, type ChangedSettings } from './settings.ts';
import {
  holdSettings,
  listNotificationHosts,
  mergeSettings,
  replaceNotificationHosts,
} from './store.ts';

interface Change {
  settings: ChangedSettings;
  /** The whole list of hosts to which payments may redirect notifications; absent: it stays. */
  hosts?: readonly string[];
  /** Throws {@link ChangedMeanwhile} unless these are the hosts that are there. */
  hostsInstead?: readonly string[];
  /**
   * Whether four eyes may become weaker: only where they are still what was approved upon. Without it, a change that
   * weakens them throws {@link ChangedMeanwhile}: it was judged by what has changed since.
   */
  weakerThan?: FourEyes;
  also?(tx: Tx): Promise<void>;
}

/** Changes some settings; the others stay. */
export async function changeSettings(
  doors: Pick<MerchantDoors, 'db' | 'clock'>,
  merchantId: string,
  change: Change,
): Promise<void> {
  const { settings, hosts, weakerThan } = change;
  await doors.db.transaction(async (tx) => {
    const stored = await holdSettings(tx, merchantId);
    const before = withDefaults(stored).fourEyes;
    const after = withDefaults({ ...(stored as object), ...settings }).fourEyes;
    const approved = weakerThan !== undefined && same(before, weakerThan);
    if (weakens(before, after) && !approved) {
      throw new ChangedMeanwhile('what needs four eyes has changed meanwhile');
    }
    if (change.hostsInstead !== undefined) {
      const there = await listNotificationHosts(tx, merchantId);
      if (!sameHosts(there, change.hostsInstead)) {
        throw new ChangedMeanwhile('the hosts of notifications have changed meanwhile');
      }
    }
    await mergeSettings(tx, merchantId, settings);
    if (hosts !== undefined) {
      await replaceNotificationHosts(tx, merchantId, hosts, doors.clock.now());
    }
    await change.also?.(tx);
  });
}

/** Whether two lists name the same hosts, in whatever order. */
export function sameHosts(one: readonly string[], other: readonly string[]): boolean {
  return (
    JSON.stringify([...new Set(one)].toSorted()) === JSON.stringify([...new Set(other)].toSorted())
  );
}

function same(one: FourEyes, other: FourEyes): boolean {
  return JSON.stringify(eyesJson(one)) === JSON.stringify(eyesJson(other));
}
