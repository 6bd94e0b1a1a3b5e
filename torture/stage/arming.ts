// Holds one call of one process at one phase, while the controller does what it likes to the rest of the world.
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProxy } from '../proxy/types.ts';
import type { Channel } from './channel.ts';
import type { Straight } from './straight.ts';
import type { Armed, Links } from './types.ts';

export interface ArmingSettings {
  id: number;
  armed: Armed;
  channel: Channel;
  links: Links;
  straight: Straight;
  /** The process that sends what is held, by its present life; undefined while it is dead. */
  otherEnd(): number | undefined;
  onReached(): Promise<void>;
}

/** How long it is waited for a reply to be held on its way, ms. */
const HELD_WITHIN_MS = 5_000;

/** Connections that may be opened for one held call. */
const NEW_CONNECTIONS = 64;

/**
 * Arms the point and resolves when it is armed. What `onReached` throws comes out of `disarm`, which answers whether
 * the point was reached.
 */
export async function arm(settings: ArmingSettings): Promise<{ disarm(): Promise<boolean> }> {
  const { id, armed, channel } = settings;
  let reached: Promise<void> | null = null;
  const stop = channel.listen((said) => {
    if (said.kind !== 'reached' || said.arming !== id || reached !== null) return;
    reached = armed.phase === 'sent' ? holdReply(settings, said.text) : settings.onReached();
    // It is heard by whoever disarms.
    reached.catch(() => undefined).finally(() => channel.tell({ kind: 'go', arming: id }));
  });
  await channel.ask({ kind: 'arm', id, armed });
  return {
    async disarm() {
      await channel.ask({ kind: 'disarm', id: nextId(), arming: id });
      stop();
      await reached;
      return reached !== null;
    },
  };
}

let ids = 0;

/** A number for an order or an arming, never given twice. */
export function nextId(): number {
  return (ids += 1);
}

/** Lets the call leave, and its reply come no further than the link; then runs `onReached`. */
async function holdReply(settings: ArmingSettings, text: string | null): Promise<void> {
  const { id, armed, channel, links, straight } = settings;
  const link = linkOf(armed, links);
  const hold = { kind: 'hold', direction: 'out' } as const;
  const lifts = link === null ? [] : [link.order(hold, { now: true })];
  // A new connection to the database could not even greet: those that stand are enough there.
  if (link !== null && armed.door !== 'db') {
    lifts.push(link.order(hold, { connections: NEW_CONNECTIONS }));
  }
  const before = settings.otherEnd();
  try {
    const since = armed.door === 'db' ? await straight.now() : 0;
    const back = returned(channel, id, armed.door === 'socket');
    channel.tell({ kind: 'go', arming: id });
    await Promise.race([back, arrived(settings, link, text ?? '', since)]);
    await settings.onReached();
  } finally {
    // A reply that was on its way when its sender died is lost with it.
    if (settings.otherEnd() !== before) link?.resetAll();
    for (const lift of lifts) lift();
    link?.release();
  }
}

/** Resolves when the call came back all the same (its line was broken, or took another way), or its process died. */
function returned(channel: Channel, id: number, returnsAtOnce: boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = channel.listen((said) => {
      if (said.kind !== 'returned' || said.arming !== id || returnsAtOnce) return;
      stop();
      resolve();
    });
    void channel.ended().then(() => {
      stop();
      resolve();
    });
  });
}

/** Resolves when the other end has acted. */
async function arrived(
  { armed, straight }: ArmingSettings,
  link: FaultProxy | null,
  text: string,
  since: number,
): Promise<void> {
  if (link === null) await delay(1);
  else if (armed.door !== 'db') await link.heldSomething(HELD_WITHIN_MS);
  else await straight.hasRun(text, since, HELD_WITHIN_MS);
}

function linkOf({ door, name }: Armed, links: Links): FaultProxy | null {
  if (door === 'timer') return null;
  if (door === 'db') return links.database;
  if (door === 'http') return name === 'http notify' ? links.receiver : links.bank;
  return /^socket (bank|sandbox|other)/.test(name) ? links.callbacks : links.client;
}
