// What must be true. A broken invariant is a bug: it is logged loudly and answered as a server error, never explained.

export class BrokenInvariant extends Error {
  override name = 'BrokenInvariant';
}

/** Throws {@link BrokenInvariant} unless the condition holds. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!(condition === true || Boolean(condition))) throw new BrokenInvariant(what);
}
