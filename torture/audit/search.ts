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
  const ending = new Map<number, { text: string; bytes: Buffer }[]>();
  for (const pattern of patterns) {
    for (let n = 1; n < window; n += 1) {
      const pair = ((pattern.bytes[n - 1] ?? 0) << 8) | (pattern.bytes[n] ?? 0);
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - n);
      if (n < window - 1) continue;
      const list = ending.get(pair) ?? [];
      ending.set(pair, list);
      list.push(pattern);
    }
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
        for (const pattern of ending.get(pair) ?? []) {
          if (isAt(bytes, begin, pattern.bytes)) found(pattern.text, begin);
        }
        at += 1;
      }
    },
  };
}

function isAt(bytes: Uint8Array, begin: number, pattern: Uint8Array): boolean {
  if (begin + pattern.length > bytes.length) return false;
  for (let n = 0; n < pattern.length; n += 1) {
    if (bytes[begin + n] !== pattern[n]) return false;
  }
  return true;
}
