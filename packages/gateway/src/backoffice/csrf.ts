// Whether a call that changes something comes from our own page: what the browser says of its origin. Pure.
import type { IncomingHttpHeaders } from 'node:http';

/**
 * True when the browser says that a page of this very origin asks. `Sec-Fetch-Site` cannot be set by a script and is
 * believed where it is there; older browsers send `Origin`, which must be where we were called, or our public URL.
 */
export function isFromOurPage(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const asked = new URL(origin);
  if (!/^https?:$/.test(asked.protocol)) return false;
  if (URL.canParse(publicUrl) && new URL(publicUrl).origin === asked.origin) return true;
  return host !== undefined && asked.host === host;
}
