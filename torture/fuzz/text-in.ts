// Reads one text out of an answer whose form nobody has promised.

/** The text at this path; undefined when there is none. A negative index counts from the end of a list. */
export function textIn(json: unknown, ...path: readonly (string | number)[]): string | undefined {
  let at = json;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at =
      Array.isArray(at) && typeof step === 'number'
        ? (at as unknown[]).at(step)
        : (at as Record<string, unknown>)[step];
  }
  return typeof at === 'string' ? at : undefined;
}
