// Whether a form was sent from a page of the shop: browsers say where it came from.
import type { IncomingHttpHeaders } from 'node:http';

/** False when the browser names another site. Callers that are no browser name none and pass. */
export function isOwnForm(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin, host } = headers;
  return origin === undefined || URL.parse(origin)?.host === host;
}
