// What is kept of a merchant's answer: enough to see what went wrong, without what may not rest in
// the clear.

const KEPT_BYTES = 8 * 1024;

// Bounded repeats only: the text comes from a stranger, and an unbounded one would let it choose
// how long we search.
const SECRETS: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s{1,8}[^\s"',;]{1,4096}/gi, '$1 [redacted]'],
  [
    /((?:secret|password|passwd|token|api[_-]?key|signature|cookie|otp|pin)[\w-]{0,32}["']?\s{0,8}[:=]\s{0,8})(?:"[^"]{0,4096}"?|'[^']{0,4096}'?|[^\s,;&}<"']{1,4096})/gi,
    '$1[redacted]',
  ],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g, '[email]'],
  [/\+?\d(?:[ -]?\d){8,30}/g, '[number]'],
];

/**
 * The beginning of an answer as text of at most 8 KB, with what looks like a secret, an e-mail
 * address or a long number (phone, account, card) masked, and without characters that a database or
 * a terminal would trip over.
 */
export function answerText(body: Uint8Array): string {
  let text = new TextDecoder().decode(body.subarray(0, KEPT_BYTES));
  for (const [pattern, mask] of SECRETS) text = text.replace(pattern, mask);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  text = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
  const bytes = Buffer.from(text);
  if (bytes.length <= KEPT_BYTES) return text;
  return bytes
    .subarray(0, KEPT_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
