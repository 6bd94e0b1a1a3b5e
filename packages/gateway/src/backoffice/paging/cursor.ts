// Where a page of a list ends and the next one begins, as a word that people cannot read and we can.
import { Denied } from '../denied.ts';

/** A place in the order of a list: when the row was made, with microseconds, and its id. */
export interface Spot {
  at: string;
  id: string;
}

/** Later than everything: where the newest page begins. */
export const NEWEST: Spot = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

const FORM =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The cursor of a spot. */
export function writeCursor({ at, id }: Spot): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** The spot behind a cursor, {@link NEWEST} for none. Throws `field_invalid` for what was not made here. */
export function readCursor(cursor: string | undefined): Spot {
  if (cursor === undefined) return NEWEST;
  const [, at, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at))) {
    throw new Denied('field_invalid', { field: 'after', message: 'this cursor was not made here' });
  }
  if (writeCursor({ at, id }) !== cursor) {
    throw new Denied('field_invalid', { field: 'after', message: 'this cursor was not made here' });
  }
  return { at, id };
}

/** Whether a spot comes before another in a list, newest first. */
export function isBefore(one: Spot, other: Spot): boolean {
  return one.at === other.at ? one.id > other.id : one.at > other.at;
}

/** The instant of a spot, as answers write it. */
export function instantOf({ at }: Spot): string {
  return `${at.slice(0, 23)}Z`;
}
