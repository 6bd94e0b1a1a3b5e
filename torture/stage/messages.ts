// What the controller and a gateway's process say to each other over the channel between them.
import type { Act } from './acts.ts';
import type { Armed, Door } from './types.ts';

/** From the controller. Those with an `id` are answered with `done` when they hold. */
export type Order =
  | { kind: 'record'; id: number; on: boolean }
  | { kind: 'arm'; id: number; armed: Armed }
  | { kind: 'disarm'; id: number; arming: number }
  /** Lets the held call of an arming go on. */
  | { kind: 'go'; arming: number }
  /** Does what people do; answered with `acted`. */
  | { kind: 'act'; id: number; act: Act }
  /** Business time was moved: the process need not wait for its next look. */
  | { kind: 'clock'; offsetMs: number };

/** From the process. */
export type Report =
  | { kind: 'listening'; url: string | null }
  | { kind: 'done'; id: number }
  | { kind: 'acted'; id: number; said: string }
  | { kind: 'point'; door: Door; name: string }
  /** The armed call stands still: at its phase, or, for `sent`, before it leaves (`text`: its SQL). */
  | { kind: 'reached'; arming: number; text: string | null }
  /** The armed call of phase `sent` has come back and is held. */
  | { kind: 'returned'; arming: number };
