// What a fault proxy can be told. It carries bytes between one listening port and one or more targets, and breaks them.

/** `in`: towards the target (requests). `out`: back from it (answers). */
export type Direction = 'in' | 'out';

export type LinkFault =
  /** Every chunk waits `ms` (and up to `jitterMs` more). */
  | { kind: 'delay'; direction: Direction; ms: number; jitterMs?: number }
  /** At most so many bytes a second. */
  | { kind: 'throttle'; direction: Direction; bytesPerSecond: number }
  /** The connection is reset after `bytes` more bytes in that direction have passed. */
  | { kind: 'cut'; direction: Direction; bytes: number }
  /** Bytes of one direction vanish; the connection stays up (half open). */
  | { kind: 'half-open'; direction: Direction }
  /** Bytes are kept back until `release`, then pass in the order of connections that `release` names. */
  | { kind: 'hold'; direction: Direction }
  /** New connections are reset at once. */
  | { kind: 'refuse' }
  /** New connections are accepted and never answered. */
  | { kind: 'blackhole' };

export interface FaultProxy {
  readonly name: string;
  readonly port: number;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Where new connections go: the first of them that accepts, beginning with the next in turn. */
  setTargets(targets: readonly { host: string; port: number }[]): void;
  /**
   * Applies a fault to the next `connections` connections (default 1), or with `now` to those that stand. What is
   * ordered twice before a connection comes is done to it at once. Answers a function that lifts it.
   */
  order(fault: LinkFault, where?: { connections?: number; now?: boolean }): () => void;
  /** Lets go of everything held; `'reversed'` lets the youngest connection go first. */
  release(order?: 'as held' | 'reversed'): void;
  /** Resolves when bytes are held back, or after `withinMs` with false. */
  heldSomething(withinMs: number): Promise<boolean>;
  /** Resets every connection that stands; answers how many there were. */
  resetAll(): number;
  /** Lifts every fault, lets go of what is held, and goes on as a plain wire. */
  heal(): void;
  /** Faults that really touched a connection, by kind. */
  readonly done: Readonly<Record<string, number>>;
  /** Connections that stand now. */
  readonly open: number;
  close(): Promise<void>;
}
