// Carries the bytes of one direction of one connection, and does to them what the faults on it say.
import type { Socket } from 'node:net';
import type { Direction, LinkFault } from './types.ts';

/** A fault on one connection. */
export interface Active {
  readonly fault: LinkFault;
  /** Resolves when it is lifted. */
  readonly over: Promise<void>;
  lifted: boolean;
  lift(): void;
  /** Counts it, once, as one that touched its connection. */
  touch(): void;
}

/** What a direction keeps back, until the proxy lets it go. */
export interface Held {
  /** The connection's number: the youngest has the highest. */
  readonly connection: number;
  /** False for an end or a break that waits with no bytes before it. */
  readonly bytes: boolean;
  waiting(): boolean;
  letGo(): void;
  /** Resolves when the bytes were handed on, or can no longer be. */
  readonly passed: Promise<void>;
}

export interface Carriage {
  readonly connection: number;
  readonly direction: Direction;
  readonly from: Socket;
  readonly to: Socket;
  /** The faults on the connection, as they are at the moment. */
  faults(): readonly Active[];
  hold(held: Held): void;
  /** Bytes were lost on the way: the connection can never again be a plain wire. */
  vanished(): void;
  /** Resets both ends. */
  reset(): void;
  random(): number;
}

/** Carries until the source ends (the end is carried too) or one side breaks (the break is carried too). */
export async function carry(carriage: Carriage): Promise<void> {
  const { from, to } = carriage;
  try {
    const chunks = from.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) await pass(carriage, chunk as Buffer);
    const held = await keepBack(carriage, false);
    if (swallows(carriage)) carriage.vanished();
    else to.end();
    held();
  } catch {
    // A break is news like any other: what is kept back or swallowed keeps it back or swallows it.
    const held = await keepBack(carriage, false);
    if (swallows(carriage)) carriage.vanished();
    else to.resetAndDestroy();
    held();
  }
}

async function pass(carriage: Carriage, chunk: Buffer): Promise<void> {
  await linger(carriage);
  const held = await keepBack(carriage, true);
  try {
    for (let rest = chunk; rest.length > 0;) {
      if (swallows(carriage)) return carriage.vanished();
      const slow = faultOf(carriage, 'throttle');
      const size = slow === undefined ? rest.length : sliceOf(slow.fault.bytesPerSecond);
      const slice = rest.subarray(0, size);
      rest = rest.subarray(slice.length);
      await passOrCut(carriage, slice);
      if (slow === undefined) continue;
      slow.touch();
      await lapse((slice.length * 1000) / slow.fault.bytesPerSecond, slow);
    }
  } finally {
    held();
  }
}

/** Bytes that pass at a time under a throttle: a twentieth of a second's worth. */
function sliceOf(bytesPerSecond: number): number {
  return Math.max(1, Math.floor(bytesPerSecond / 20));
}

async function passOrCut(carriage: Carriage, slice: Buffer): Promise<void> {
  const cut = faultOf(carriage, 'cut');
  if (cut === undefined) return write(carriage.to, slice);
  const budget = budgets.get(cut) ?? cut.fault.bytes;
  const allowed = slice.subarray(0, budget);
  if (allowed.length > 0) await write(carriage.to, allowed);
  budgets.set(cut, budget - allowed.length);
  if (budget > slice.length) return;
  cut.touch();
  carriage.reset();
  throw new Error('cut');
}

/** Bytes that may still pass before a cut. */
const budgets = new WeakMap<Active, number>();

async function linger(carriage: Carriage): Promise<void> {
  const delay = faultOf(carriage, 'delay');
  if (delay === undefined) return;
  delay.touch();
  await lapse(delay.fault.ms + carriage.random() * (delay.fault.jitterMs ?? 0), delay);
}

/** Waits while a hold is on; what it answers must be called when the bytes are through. */
async function keepBack(carriage: Carriage, bytes: boolean): Promise<() => void> {
  const hold = faultOf(carriage, 'hold');
  if (hold === undefined) return () => undefined;
  hold.touch();
  const passed = Promise.withResolvers<void>();
  carriage.hold({
    connection: carriage.connection,
    bytes,
    waiting: () => !hold.lifted,
    letGo: () => hold.lift(),
    passed: passed.promise,
  });
  await hold.over;
  return passed.resolve;
}

function swallows(carriage: Carriage): boolean {
  const half = faultOf(carriage, 'half-open');
  half?.touch();
  return half !== undefined;
}

type Kind = 'delay' | 'throttle' | 'cut' | 'half-open' | 'hold';
type ActiveOf<K extends Kind> = Active & { fault: Extract<LinkFault, { kind: K }> };

function faultOf<K extends Kind>(carriage: Carriage, kind: K): ActiveOf<K> | undefined {
  return carriage
    .faults()
    .find(
      (active): active is ActiveOf<K> =>
        !active.lifted &&
        active.fault.kind === kind &&
        'direction' in active.fault &&
        active.fault.direction === carriage.direction,
    );
}

async function lapse(ms: number, active: Active): Promise<void> {
  const waited = Promise.withResolvers<void>();
  const timer = setTimeout(waited.resolve, ms);
  await Promise.race([waited.promise, active.over]);
  clearTimeout(timer);
}

/** Resolves when the bytes are with the kernel: the source is not read before, so that back-pressure holds. */
function write(to: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error == null ? resolve() : reject(error)));
  });
}
