// The four headers of the DOKU wire: which texts are well formed. Signatures are in signature.ts.

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/;
const REQUEST_ID = /^[\x21-\x7E]{1,128}$/;
const CLIENT_ID = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * Reads `YYYY-MM-DDThh:mm:ssZ`, milliseconds allowed, as milliseconds since the epoch.
 * Undefined for any other form and for a moment that no calendar has (30 February, 24:00:00).
 */
export function parseRequestTimestamp(text: string): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) return undefined;
  // Date.parse rolls 30 February over to March; only a real date comes back as it went in.
  return new Date(ms).toISOString().startsWith(text.slice(0, 19)) ? ms : undefined;
}

/**
 * Writes milliseconds since the epoch as `YYYY-MM-DDThh:mm:ssZ`; the fraction of a second is
 * dropped.
 */
export function formatTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** A Request-Id is 1 to 128 visible ASCII characters. (DOKU guide: "random string, max 128".) */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

/** A Client-Id is 1 to 64 letters, digits, points, underscores and hyphens. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}
