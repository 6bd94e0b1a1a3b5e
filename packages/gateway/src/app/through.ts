// Where a harness may stand: between the flows and the doors through which a process has its effects.
import type { HttpDoor } from '../banks/http.ts';
import type { MovableClock } from '../base/clock.ts';
import type { Db } from '../base/db.ts';
import type { MerchantDoor } from '../notifications/door.ts';

/** Each is asked once, when its door has been opened, and answers with the door that the flows are handed. */
export interface Through {
  db(door: Db): Db;
  /** `sleep` is the timer; the rest of the clock is the process's own. */
  clock(door: MovableClock): MovableClock;
  bank(door: HttpDoor): HttpDoor;
  merchant(door: MerchantDoor): MerchantDoor;
}

/** Nobody stands between: every process but those of a harness. */
export const STRAIGHT: Through = {
  db: (door) => door,
  clock: (door) => door,
  bank: (door) => door,
  merchant: (door) => door,
};
