// Where the next page of these lists begins, as text: not secret, and checked when it comes back.
import { Denied } from '../denied.ts';

const PART = /^[0-9A-Za-z._-]{1,64}$/;

/** Parts as one word. */
export function cursorOf(...parts: readonly (string | number | bigint)[]): string {
  return Buffer.from(parts.join('|')).toString('base64url');
}

/** The parts of a word, as many as were put in. Throws `field_invalid`. */
export function partsOf(cursor: string, howMany: number): string[] {
  const parts = Buffer.from(cursor, 'base64url').toString().split('|');
  if (parts.length === howMany && parts.every((part) => PART.test(part))) return parts;
  throw new Denied('field_invalid', { field: 'after' });
}

/** Epoch ms of a cursor's part. Throws `field_invalid`. */
export function instantPart(part: string | undefined): number {
  if (/^\d{1,15}$/.test(part ?? '')) return Number(part);
  throw new Denied('field_invalid', { field: 'after' });
}

/** A uuid of a cursor's part. Throws `field_invalid`. */
export function idPart(part: string | undefined): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part ?? '')) return part ?? '';
  throw new Denied('field_invalid', { field: 'after' });
}

/** Epoch ms of a filter, or null. */
export function msOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}
