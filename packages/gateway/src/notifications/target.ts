// Which URLs a notification may go to, judged by their text alone. What a name resolves to is
// judged by the door.
import { addressVerdict, isLocalhost } from './address.ts';

/** Why a URL is refused; the words are kept with an attempt and shown to the merchant. */
export type UrlFault =
  | 'url_malformed'
  | 'url_not_https'
  | 'url_has_user'
  | 'url_has_fragment'
  | 'url_port'
  | 'address_refused';

const PORTS = new Set(['', '443', '8443']);

/** Whether a text is a host as a URL writes it, with its port where it has one other than 443. */
export function isHost(text: string): boolean {
  const url = `https://${text}/`;
  return URL.canParse(url) && new URL(url).href === url && new URL(url).host === text;
}

/**
 * The fault of a URL, or null. Production wants https on 443 or 8443 and no local address, the
 * sandbox also takes http, any port and loopback. `mayDial` may allow addresses that are not public
 * (a self-hoster's own network).
 */
export function urlFault(
  url: string,
  sandbox: boolean,
  mayDial: (address: string) => boolean = () => false,
): UrlFault | null {
  if (!URL.canParse(url)) return 'url_malformed';
  const { protocol, username, password, hostname, port, hash } = new URL(url);
  if (protocol !== 'https:' && !(sandbox && protocol === 'http:')) return 'url_not_https';
  if (username !== '' || password !== '') return 'url_has_user';
  if (hash !== '' || url.includes('#')) return 'url_has_fragment';
  if (!sandbox && !PORTS.has(port)) return 'url_port';
  const verdict = addressVerdict(hostname);
  if (verdict === 'public' || verdict === 'name') return null;
  if (verdict === 'loopback' && sandbox) return null;
  const address = isLocalhost(hostname) ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
  return mayDial(address) ? null : 'address_refused';
}
