// A Key that people may know again and nobody can use.

/** Its last four characters; of a short one not even those. */
export function hintOf(key: string): string {
  return key.length < 8 ? '…' : `…${key.slice(-4)}`;
}
