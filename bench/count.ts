// A count from the command line of a bench.

/** Reads an option; throws a sentence that names it, and from where to where it may be. */
export function readCount(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}
