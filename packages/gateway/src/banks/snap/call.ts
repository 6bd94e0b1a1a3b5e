// One signed call of a service: token, headers, signature, time-out, and the answer judged.
import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { stringifyJson } from '@tarik/wire/json';
import { signService, verifyService } from '@tarik/wire/snap/signature';
import { formatSnapTimestamp, parseSnapTimestamp } from '@tarik/wire/snap/timestamp';
import type { BankConnection, BankCredentials } from '../bank.ts';
import type { Exchange } from '../http.ts';
import { createAccessTokens } from './access-token.ts';
import { onlyHeader } from './answer.ts';
import type { Expected } from './answer.ts';
import type { Heard } from './classify.ts';
import type { Operation, SnapLine } from './profile.ts';
import { notSent, replyTo } from './reply.ts';
import type { Reply } from './reply.ts';

export interface SignedCall {
  operation: Operation;
  connection: BankConnection;
  body: unknown;
  /** The customer's access token, for calls on a customer's behalf. */
  customerToken?: string;
  /** What the answer must name to be ours. */
  expected?: Expected;
}

export type Caller = (call: SignedCall) => Promise<Reply>;

// How far from ours the clock of a signed answer may be; the same as the bank's own tolerance.
const CLOCK_TOLERANCE_MS = 15 * 60_000;
// A call that starts with less than this share of its time would only make an unclear answer
// likely.
const LEAST_SHARE = 0.2;
const MAX_KEYS = 10_000;

/**
 * A function that makes signed calls over one line. A call whose access token the bank refuses
 * (401ss01, 401ss03) was not executed: it is made once more with a fresh token and a new external
 * id. Nothing else is ever repeated.
 */
export function createCaller(line: SnapLine): Caller {
  const { clock } = line.settings;
  const tokens = createAccessTokens(line);
  const keyOf = secretKeys();

  return async (call) => {
    const body = Buffer.from(stringifyJson(call.body));
    const timeout = line.profile.timeouts[call.operation];
    const deadline = clock.steady() + timeout;
    for (let attempt = 1; ; attempt += 1) {
      const access = await tokens.get(call.connection);
      if (!access.ok) return notSent(line, call.operation, access.why);
      const left = deadline - clock.steady();
      if (left < timeout * LEAST_SHARE) return notSent(line, call.operation, 'no_time_left');
      const key = keyOf(call.connection.credentials);
      const reply = await send(line, { ...call, body, key, token: access.token, timeoutMs: left });
      if (attempt === 2 || reply.verdict !== 'token_refused') return reply;
      tokens.forget(call.connection, access.token);
    }
  };
}

/** A call that has all it needs. */
export interface Sending extends SignedCall {
  body: Buffer;
  key: KeyObject;
  token: string;
  timeoutMs: number;
}

/** Makes a call once, whatever comes of it. */
export async function send(line: SnapLine, call: Sending): Promise<Reply> {
  const { profile, settings } = line;
  const path = line.prefix + profile.paths[call.operation];
  const timestamp = formatSnapTimestamp(settings.clock.wall());
  const externalId = settings.random.secretId();
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    Authorization: `Bearer ${call.token}`,
    'X-TIMESTAMP': timestamp,
    'X-SIGNATURE': signService(
      { method: 'POST', path, accessToken: call.token, body: call.body, timestamp },
      call.key,
    ),
    'X-PARTNER-ID': call.connection.credentials.key,
    'X-EXTERNAL-ID': externalId,
    'CHANNEL-ID': profile.channelId,
  };
  if (call.customerToken !== undefined) {
    headers['Authorization-Customer'] = `Bearer ${call.customerToken}`;
    headers['X-DEVICE-ID'] = profile.deviceId;
  }
  const exchange = await settings.http.exchange({
    bank: profile.slug,
    origin: line.origin,
    path,
    headers,
    body: call.body,
    timeoutMs: call.timeoutMs,
  });
  const asked = {
    operation: call.operation,
    externalId,
    ...(call.expected === undefined ? {} : { expected: call.expected }),
  };
  return replyTo(line, asked, exchange, signatureOf(line, exchange, path, call));
}

// The bank's signature over its answer (docs/bank-wire.md, "Answers"), when the bank has been set
// to sign them.
function signatureOf(
  line: SnapLine,
  exchange: Exchange,
  path: string,
  call: Sending,
): Heard['signature'] {
  const { clock, signedAnswers } = line.settings;
  if (!signedAnswers || !exchange.sent || exchange.lost !== null) return 'not_asked';
  const signature = onlyHeader(exchange.headers, 'x-signature');
  const timestamp = onlyHeader(exchange.headers, 'x-timestamp');
  if (signature === undefined || timestamp === undefined) return 'bad';
  const at = parseSnapTimestamp(timestamp);
  if (at === undefined || Math.abs(at - clock.wall()) > CLOCK_TOLERANCE_MS) return 'bad';
  const parts = {
    method: 'POST',
    path,
    accessToken: call.token,
    body: exchange.body,
    timestamp,
    signature,
  };
  return verifyService(parts, call.key) ? 'good' : 'bad';
}

// A key object is made once per secret: importing it costs a good part of a signature.
function secretKeys(): (credentials: BankCredentials) => KeyObject {
  const keys = new Map<string, KeyObject>();
  return ({ secret }) => {
    let key = keys.get(secret);
    if (key === undefined) {
      if (keys.size >= MAX_KEYS) keys.clear();
      keys.set(secret, (key = createSecretKey(secret, 'utf8')));
    }
    return key;
  };
}
