// Looking for many texts at once in very many bytes (Wu and Manber, 1994): the window jumps by what its last two bytes
// allow, so that most bytes are never looked at, however many texts there are.

export interface Search {
  /** Calls `found` for every text that is in the bytes, once per place; answers nothing. */
  in(bytes: Uint8Array, found: (text: string, at: number) => void): void;
  /** The longest of the texts, bytes: what two pieces of one stream must overlap by. */
  readonly longest: number;
}

/** Prepares a search; texts of less than four bytes are left out, since they are everywhere. */
export function createSearch(texts: Iterable<string>): Search {
  const patterns = [...new Set(texts)]
    .map((text) => ({ text, bytes: Buffer.from(text) }))
    .filter(({ bytes }) => bytes.length >= 4);
  const longest = Math.max(0, ...patterns.map(({ bytes }) => bytes.length));
  const window = Math.min(...patterns.map(({ bytes }) => bytes.length));
  if (patterns.length === 0) return { longest: 0, in: () => undefined };

  const shifts = new Uint16Array(1 << 16).fill(Math.min(window - 1, 0xff_ff));
  // By the last four bytes of the window: many texts may end their window in the same two.
  const ending = new Map<number, { text: string; bytes: Buffer }[]>();
  for (const pattern of patterns) {
    for (let n = 1; n < window; n += 1) {
      const pair = ((pattern.bytes[n - 1] ?? 0) << 8) | (pattern.bytes[n] ?? 0);
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - n);
    }
    const key = fourAt(pattern.bytes, window - 1);
    const list = ending.get(key) ?? [];
    ending.set(key, list);
    list.push(pattern);
  }

  return {
    longest,
    in(bytes, found) {
      let at = window - 1;
      while (at < bytes.length) {
        const pair = ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0);
        const shift = shifts[pair] ?? 1;
        if (shift > 0) {
          at += shift;
          continue;
        }
        const begin = at - window + 1;
        const list = ending.get(fourAt(bytes, at));
        if (list !== undefined) {
          for (const pattern of list) {
            if (isAt(bytes, begin, pattern.bytes)) found(pattern.text, begin);
          }
        }
        at += 1;
      }
    },
  };
}

/** The four bytes that end at a place, as one number. */
function fourAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at - 3] ?? 0) << 24) |
    ((bytes[at - 2] ?? 0) << 16) |
    ((bytes[at - 1] ?? 0) << 8) |
    (bytes[at] ?? 0)
  );
}

function isAt(bytes: Uint8Array, begin: number, pattern: Uint8Array): boolean {
  if (begin + pattern.length > bytes.length) return false;
  for (let n = 0; n < pattern.length; n += 1) {
    if (bytes[begin + n] !== pattern[n]) return false;
  }
  return true;
}
