// Takes the blanks between the tokens out of a JSON body without re-serialising it.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The body without spaces, tabs and line breaks outside strings; every other byte stays as it is.
 * Undefined when nothing would go, and when a string does not end, so that the body is no JSON.
 */
export function minify(body: Uint8Array): Uint8Array | undefined {
  const kept = new Uint8Array(body.length);
  let length = 0;
  let inString = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] as number;
    if (!inString && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) continue;
    kept[length++] = byte;
    if (byte === QUOTE) {
      inString = !inString;
    } else if (inString && byte === BACKSLASH && i + 1 < body.length) {
      kept[length++] = body[++i] as number;
    }
  }
  return inString || length === body.length ? undefined : kept.subarray(0, length);
}
