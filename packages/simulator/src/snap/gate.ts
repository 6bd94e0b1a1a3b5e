// The gate of the SNAP API: who calls, is the signature right, is the call new. What passes is
// a Call.
import { parseSnapTimestamp } from '@tarik/wire/snap/timestamp';
import { verifyService, verifyToken } from '@tarik/wire/snap/signature';
import type { Bank } from '../bank.ts';
import type { Link } from '../book/entries.ts';
import { partnerBook, useExternalId } from '../book/state.ts';
import type { Partner } from '../partners.ts';
import { SnapRefusal } from './answer.ts';
import type { Call, Endpoint } from './call.ts';
import type { Fields } from './fields.ts';

/** A request as it came in. */
export interface Incoming {
  /** As called, with the prefix and the query: what the caller signed. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** Called below the root, where standard clients that know no customer are let in. */
  atRoot: boolean;
}

const TOLERANCE_MS = 15 * 60_000;

/**
 * Whose call it says it is; known before the signature is checked, so that refusals can be signed.
 */
export function callerOf(bank: Bank, endpoint: Endpoint, incoming: Incoming): Partner {
  const name = endpoint.access === 'token' ? 'x-client-key' : 'x-partner-id';
  const partner = bank.partners.get(header(incoming, name));
  if (partner === undefined) throw new SnapRefusal(401, '00', 'unknown client');
  return partner;
}

/**
 * Checks a call of a known partner. Throws a {@link SnapRefusal} for the first thing that is
 * wrong.
 */
export function admit(bank: Bank, endpoint: Endpoint, partner: Partner, incoming: Incoming): Call {
  const timestamp = freshTimestamp(bank, incoming);
  const mine = partnerBook(bank.book.state, partner.key);
  const signature = header(incoming, 'x-signature');
  if (endpoint.access === 'token') {
    if (!verifyToken({ clientKey: partner.key, timestamp, signature }, partner.publicKey)) {
      throw new SnapRefusal(401, '00', 'signature does not match');
    }
    const body = parseBody(incoming.body);
    return { partner, mine, link: null, externalId: '', body };
  }
  const accessToken = partnerToken(bank, partner, incoming);
  const { path, body } = incoming;
  const parts = { method: 'POST', path, accessToken, body, timestamp, signature };
  if (!verifyService(parts, partner.secret)) {
    throw new SnapRefusal(401, '00', 'signature does not match');
  }
  const externalId = header(incoming, 'x-external-id');
  if (externalId.length > 36) throw new SnapRefusal(400, '01', 'X-EXTERNAL-ID');
  if (!useExternalId(mine, externalId, bank.clock.now())) throw new SnapRefusal(409, '00');
  const link = endpoint.access === 'customer' ? customerLink(bank, partner, incoming) : null;
  return { partner, mine, link, externalId, body: parseBody(body) };
}

/** The bare B2B token of the Authorization header; empty when there is none. */
export function bearer(incoming: Incoming, name: string): string {
  const value = incoming.headers[name];
  const text = typeof value === 'string' ? value : '';
  return /^bearer /i.test(text) ? text.slice(7).trim() : text.trim();
}

function header(incoming: Incoming, name: string): string {
  const value = incoming.headers[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SnapRefusal(400, '02', name.toUpperCase());
}

/** The timestamp as text; it may follow real time or bank time, which the sandbox can move. */
function freshTimestamp(bank: Bank, incoming: Incoming): string {
  const timestamp = header(incoming, 'x-timestamp');
  const at = parseSnapTimestamp(timestamp);
  if (at === undefined) throw new SnapRefusal(400, '01', 'X-TIMESTAMP');
  const { clock } = bank;
  const fresh = [clock.wall(), clock.now()].some((now) => Math.abs(now - at) <= TOLERANCE_MS);
  if (!fresh) throw new SnapRefusal(401, '00', 'X-TIMESTAMP is out of tolerance');
  return timestamp;
}

function partnerToken(bank: Bank, partner: Partner, incoming: Incoming): string {
  const token = bearer(incoming, 'authorization');
  if (token === '') throw new SnapRefusal(400, '02', 'Authorization');
  const known = bank.book.state.partnerTokens.get(token);
  if (known === undefined || known.partner !== partner.key) throw new SnapRefusal(401, '03');
  if (known.expiresAt <= bank.clock.now()) throw new SnapRefusal(401, '01');
  return token;
}

/**
 * The customer's link; null for a client at the root that names no customer. An inactive link
 * passes: endpoints judge it.
 */
function customerLink(bank: Bank, partner: Partner, incoming: Incoming): Link | null {
  const token = bearer(incoming, 'authorization-customer');
  if (token === '') {
    if (incoming.atRoot) return null;
    throw new SnapRefusal(400, '02', 'Authorization-Customer');
  }
  const known = bank.book.state.customerTokens.get(token);
  if (known === undefined || known.link.partner !== partner.key) throw new SnapRefusal(401, '04');
  if (known.expiresAt <= bank.clock.now()) throw new SnapRefusal(401, '02');
  return known.link;
}

function parseBody(raw: Buffer): Fields {
  let body: unknown;
  try {
    body = JSON.parse(raw.toString('utf8'));
  } catch {
    throw new SnapRefusal(400, '00', 'the body is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new SnapRefusal(400, '00', 'the body is not a JSON object');
  }
  return body as Fields;
}
