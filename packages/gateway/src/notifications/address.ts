// Which hosts and addresses a merchant may make us call: what an address is, whatever notation it
// is written in. Pure.
import ipaddr from 'ipaddr.js';

/**
 * `name` must be resolved first; `private` is everything that is neither on the public internet nor
 * this machine.
 */
export type AddressVerdict = 'public' | 'loopback' | 'private' | 'name';

// 168.63.129.16 lies in a public range and is, on one cloud, the host's own control service.
const CONTROL = new Set(['168.63.129.16']);

/**
 * The addresses of IPv6 that are given out at all (RFC 4291); whatever is not among them is not
 * public.
 */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * What a host in a URL is, without asking anybody. It is read as a URL parser reads it, so that
 * `127.1`, `0x7f000001`, `2130706433`, `①②⑦.0.0.1` and `127.0.0.1.` are all loopback. `localhost`
 * is loopback by RFC 6761. A host that no URL can have is `private`.
 */
export function addressVerdict(host: string): AddressVerdict {
  const hostname = parsedHostname(host);
  if (hostname === null) return 'private';
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(bare)) return ipVerdict(bare);
  return isLocalhost(bare) ? 'loopback' : 'name';
}

/** What an IP address is; `private` for a text that is none. */
export function ipVerdict(address: string): Exclude<AddressVerdict, 'name'> {
  if (!ipaddr.isValid(address)) return 'private';
  // An IPv4 address inside an IPv6 one (::ffff:a.b.c.d) becomes what it is.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return 'loopback';
  if (range !== 'unicast' || CONTROL.has(parsed.toString())) return 'private';
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_V6) ? 'public' : 'private';
}

/** `localhost` and every name below it. */
export function isLocalhost(name: string): boolean {
  return /^(.+\.)?localhost\.?$/i.test(name);
}

/**
 * Reads `10.1.0.0/16` and `fd00::/8`; a bare address stands for itself. Throws on anything else.
 */
export function parseRanges(texts: readonly string[]): (address: string) => boolean {
  const ranges = texts.map((text) => {
    if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
    if (!ipaddr.isValid(text)) throw new Error(`${text} is neither an address nor a range`);
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128] as const;
  });
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits));
  };
}

function parsedHostname(host: string): string | null {
  // A bare IPv6 address needs its brackets; other characters that would end the host must not be
  // there at all.
  const text = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!/^[^\s/?#@\\]+$/.test(text)) return null;
  return URL.canParse(`https://${text}`) ? new URL(`https://${text}`).hostname : null;
}
