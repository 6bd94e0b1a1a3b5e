// Whether a form came from our own page (CSRF): browsers say where it came from, and we
// believe nothing else.
import type { IncomingHttpHeaders } from 'node:http';

/** False when the browser names another site. Callers that are no browser name none and pass. */
export function isOwnForm(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin, host } = headers;
  return origin === undefined || URL.parse(origin)?.host === host;
}
