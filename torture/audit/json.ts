// Reading what others wrote: JSON of unknown shape, amounts as they may be worded, and hashes that are kept for texts.
import { hash } from 'node:crypto';

/** The value as JSON, or undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a path of names leads to in a value of unknown shape, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}

/** As {@link at}, when it is a text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Whole rupiah, worded as a number or as text with or without `.0` or `.00`; undefined for anything else. */
export function rupiah(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const digits = /^(\d{1,15})(?:\.00?)?$/.exec(value)?.[1];
  return digits === undefined ? undefined : BigInt(digits);
}

/** Half of the SHA-256 of a text: enough to tell texts apart, and small enough to keep a million of them. */
export function fingerprint(text: string): string {
  return hash('sha256', text, 'buffer').toString('latin1', 0, 16);
}

/** A value with the names of every object in order, so that equal values are equal texts. */
export function ordered(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, one]) => one !== undefined);
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
