// A merchant's client that keeps a log: what it asks is on the disk before its bytes leave, what it hears is written after;
// an outcome that is unknown is asked again under the same Request-Id until it is known.
import { randomBytes } from 'node:crypto';
import { formatTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signRequest, signResponse } from '@tarik/wire/doku/signature';
import type { Chance } from '../../packages/gateway/tests/chance.ts';
import type { CallName, ClientLine } from '../logs.ts';
import type { LineLog } from './line-log.ts';
import type { LoadMerchant } from './options.ts';
import type { Raw, Sender, Way, Wire } from './send.ts';

export interface Call {
  merchant: LoadMerchant;
  call: CallName;
  requestId: string;
  path: string;
  /** '' for a GET. */
  body: string;
  about: string | null;
}

/** What the guide's answers may say, as far as a story cares. */
export interface Words {
  error?: { code?: string };
  payment?: { status?: string; token?: string };
  refund?: { status?: string };
  debit_card?: { status?: string; token_id?: string; cimb_registration_url?: string };
}

export interface Answer {
  status: number;
  text: string;
  /** The text as an object; empty when it is none. */
  json: Words;
  /** The text as a list; empty when it is none. */
  list: readonly Words[];
  verified: boolean;
  retryAfter: boolean;
  /** Says for good what became of the request: signed, 2xx or 4xx, and not to be sent again. */
  definite: boolean;
}

/** What makes an attempt unsound: each must be refused and have no effect. */
export type Unsound = 'other key' | 'no signature' | 'changed body' | 'other id' | 'old time';

export interface How {
  way?: Way;
  withinMs?: number;
  unsound?: Unsound;
}

export interface Client {
  /** One attempt; null when no whole answer came. */
  attempt(call: Call, how?: How): Promise<Answer | null>;
  /** Attempts until the answer is definite; null when it is not after so many, and then goes on in the background. */
  insist(call: Call, tries?: number): Promise<Answer | null>;
  /** Asks again, once, for those that were given up longest ago; answers how many it asked for. */
  askAgain(atMost: number): Promise<number>;
  /** Asks for all that is unknown until nothing is, or the time is over; answers how many are left. */
  settle(withinMs: number): Promise<number>;
  readonly counts: { asked: number; heard: number; lost: number; said: Record<string, number> };
  /** Requests whose outcome is unknown now. */
  readonly unknown: number;
}

export interface ClientOptions {
  sender: Sender;
  log: LineLog;
  chance: Chance;
  firstAttempt: number;
  hasty: number;
  /** Told when the log cannot be written: nothing may go on. */
  onBroken(error: unknown): void;
}

const SETTLING = 32;

/** A client for all merchants of a run. */
export function openClient(options: ClientOptions): Client {
  const { sender, log, chance } = options;
  const counts: Client['counts'] = { asked: 0, heard: 0, lost: 0, said: {} };
  const unknown = new Map<string, Call>();
  /** Given up by their stories, and asked for in the background. */
  const parked = new Set<string>();
  let next = options.firstAttempt;

  const keyOf = ({ merchant, requestId, body }: Call) =>
    `${merchant.clientId} ${requestId} ${body}`;

  /** From 0.3 to 3 s for the hasty; the others have up to ten times that, which is more than the gateway takes. */
  function patience(): number {
    const least = chance.is(options.hasty) ? 300 : 3_000;
    return Math.round(least * 10 ** chance.fraction());
  }

  function note(line: ClientLine): void {
    log.append(line).catch(options.onBroken);
  }

  async function attempt(call: Call, how: How = {}): Promise<Answer | null> {
    const number = next;
    next += 1;
    const { wire, requestId } = seal(call, how.unsound);
    const sound = how.unsound === undefined;
    const tracked = sound && call.call !== 'status';
    if (tracked && !unknown.has(keyOf(call))) unknown.set(keyOf(call), call);
    const { clientId } = call.merchant;
    const { call: name, path: target, about } = call;
    counts.asked += 1;
    const asked: ClientLine = {
      kind: 'asked',
      at: Date.now(),
      attempt: number,
      clientId,
      requestId: call.call === 'status' ? call.requestId : requestId,
      call: name,
      target,
      body: wire.body,
      about,
      sound,
    };
    await log.append(asked).catch((error: unknown) => {
      options.onBroken(error);
      throw error;
    });
    try {
      const raw = await sender.send(wire, how.way ?? 'kept', how.withinMs ?? patience());
      const answer = read(call, requestId, raw);
      const { status, text, verified, retryAfter } = answer;
      note({ kind: 'heard', at: Date.now(), attempt: number, status, text, verified, retryAfter });
      counts.heard += 1;
      const said = `${name}: ${wordOf(answer)}`;
      counts.said[said] = (counts.said[said] ?? 0) + 1;
      if (tracked && answer.definite) unknown.delete(keyOf(call));
      return answer;
    } catch (error) {
      note({ kind: 'lost', at: Date.now(), attempt: number, why: whyOf(error) });
      counts.lost += 1;
      return null;
    }
  }

  async function insist(call: Call, tries = 3): Promise<Answer | null> {
    for (let tried = 1; tried <= tries; tried += 1) {
      const answer = await attempt(call);
      if (answer?.definite === true) return answer;
      if (tried < tries) await lapse(chance.whole(20, 300 * tried));
    }
    if (call.call !== 'status') parked.add(keyOf(call));
    return null;
  }

  async function askAgain(atMost: number): Promise<number> {
    const keys = [...parked].slice(0, atMost);
    await Promise.all(
      keys.map(async (key) => {
        parked.delete(key);
        const call = unknown.get(key);
        if (call !== undefined) await insist(call, 1);
      }),
    );
    return keys.length;
  }

  async function settle(withinMs: number): Promise<number> {
    const end = performance.now() + withinMs;
    const calls = [...unknown.values()];
    const one = async () => {
      for (let call = calls.pop(); call !== undefined; call = calls.pop()) {
        while (performance.now() < end && unknown.has(keyOf(call))) await insist(call, 3);
      }
    };
    await Promise.all(Array.from({ length: SETTLING }, one));
    return unknown.size;
  }

  return {
    attempt,
    insist,
    askAgain,
    settle,
    counts,
    get unknown() {
      return unknown.size;
    },
  };
}

/** Signs a request, or spoils it on purpose. */
function seal(call: Call, unsound: Unsound | undefined): { wire: Wire; requestId: string } {
  const { merchant, path, body } = call;
  // A status is no request of its own: its header's id is fresh, the log names what it asks about.
  const signedId = call.call === 'status' ? freshId() : call.requestId;
  const requestId = unsound === 'other id' ? `${signedId}x` : signedId;
  const at = unsound === 'old time' ? 1_000_000_000_000 : Date.now();
  const timestamp = formatTimestamp(at);
  const parts = { clientId: merchant.clientId, requestId: signedId, timestamp };
  const key = unsound === 'other key' ? `${merchant.secret}x` : merchant.secret;
  const signed = { ...parts, target: path, ...(body === '' ? {} : { body }) };
  const sent = unsound === 'changed body' ? body.replace(/"amount":(\d)/, '"amount":1$1') : body;
  return {
    requestId,
    wire: {
      method: body === '' ? 'GET' : 'POST',
      path,
      headers: {
        'Client-Id': merchant.clientId,
        'Request-Id': requestId,
        'Request-Timestamp': timestamp,
        Signature: unsound === 'no signature' ? 'HMACSHA256=' : signRequest(signed, key),
        ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
      },
      body: sent,
    },
  };
}

function read(call: Call, requestId: string, raw: Raw): Answer {
  const { clientId, secret } = call.merchant;
  const timestamp = raw.headers['response-timestamp'] ?? '';
  const expected = signResponse(
    { clientId, requestId, timestamp, target: call.path, body: raw.text },
    secret,
  );
  const verified = sameSignature(expected, raw.headers['signature'] ?? '');
  const retryAfter = raw.headers['retry-after'] !== undefined;
  const final = (raw.status >= 200 && raw.status < 300) || (raw.status >= 400 && raw.status < 500);
  const definite = verified && !retryAfter && final;
  const said = parsed(raw.text);
  return {
    status: raw.status,
    text: raw.text,
    json: isObject(said) ? said : {},
    list: Array.isArray(said) ? (said as Words[]) : [],
    verified,
    retryAfter,
    definite,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function isObject(said: unknown): said is Words {
  return typeof said === 'object' && said !== null && !Array.isArray(said);
}

/** An answer in one word: an error's code, a state, or the HTTP status. */
function wordOf({ json, status, verified }: Answer): string {
  const word = json.error?.code ?? json.payment?.status ?? json.refund?.status ?? status;
  return verified ? String(word) : `${word}, not signed`;
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? `${code}: ${error.message}` : error.message;
}

export function freshId(): string {
  return randomBytes(16).toString('hex');
}

/** Real time, in ms. */
export function lapse(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
