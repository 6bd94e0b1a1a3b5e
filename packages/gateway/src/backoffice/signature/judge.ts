// The signature debugger: a pasted request held against what should have been signed. Pure, and without a word of a key:
// no answer holds a signature that would be right, so that nobody can have one made here.
import { setImmediate } from 'node:timers/promises';
import { isClientId, isRequestId, parseRequestTimestamp } from '@tarik/wire/doku/headers';
import { digest, sameSignature, signRequest, stringToSign } from '@tarik/wire/doku/signature';
import { diagnoseInTurns, type Claim, type Verdict } from '@tarik/wire/doku/slips/diagnose';
import { findInString } from './string-lines.ts';

export interface Pasted {
  method: 'GET' | 'POST';
  target: string;
  clientId: string;
  requestId: string;
  timestamp: string;
  signature: string;
  body: string;
  /** The string that the merchant's program signed. */
  signedString?: string;
}

export interface KnownKey {
  keyId: string;
  secret: string;
  validFrom: number;
  validUntil: number | null;
}

export interface Known {
  clientId: string;
  /** Newest first, also those that have ended. */
  keys: readonly KnownKey[];
  /** What is taken for the Secret Key by mistake: the bank's Key and Secret, the Client-Id. */
  strangers: readonly (readonly [whose: string, key: string])[];
}

export interface Finding {
  code: string;
  /** Of the string to sign, from 1. */
  line: number | null;
  expected: string | null;
  given: string | null;
}

export interface Judgement {
  right: boolean;
  keyId: string | null;
  stringToSign: string;
  digest: string | null;
  findings: Finding[];
}

/** Seconds by which a request's time may differ from ours. */
const WINDOW_MS = 3_600_000;
/** With a larger body, two slips at once are not looked for: it would take the process's time from merchants. */
const PAIRS_UP_TO = 4096;

/** When it is judged, epoch ms: by business time and by the wall's, which differ in a sandbox alone. */
export interface Moment {
  now: number;
  wall: number;
}

/** Judges a request as the gateway would have at this moment. */
export async function judge(
  given: Pasted,
  known: Known,
  { now, wall }: Moment,
): Promise<Judgement> {
  const pasted = trimmed(given);
  const call = readTarget(pasted.target);
  // Like the gateway: the texts of the headers are taken as they are, the Client-Id is the merchant's own.
  const body = pasted.method === 'POST' ? pasted.body : undefined;
  const parts = {
    clientId: oneLine(pasted.clientId),
    requestId: oneLine(pasted.requestId),
    timestamp: oneLine(pasted.timestamp),
    target: oneLine(call.path),
    body,
  };
  const text = stringToSign('request', parts);
  const claim: Omit<Claim, 'keys'> = {
    kind: 'request',
    parts,
    signature: pasted.signature,
    method: pasted.method,
    query: call.query,
    host: call.host,
    strangers: known.strangers,
  };
  const isValid = (key: KnownKey): boolean =>
    key.validFrom <= now && (key.validUntil === null || now < key.validUntil);
  const valid = known.keys.filter(isValid);
  const verdict = await judgedWith(claim, valid);
  const ended = verdict?.right === true ? [] : known.keys.filter((key) => !isValid(key));
  const endedKey = ended.find(({ secret }) =>
    sameSignature(signRequest(parts, secret), pasted.signature),
  );
  const right = verdict?.right === true;
  const findings = [...findInHeaders(pasted, known, [now, wall]), ...findInCall(pasted, call)];
  const own = pasted.clientId === known.clientId;
  return {
    right: right && own,
    keyId: right ? verdict.key : (endedKey?.keyId ?? null),
    stringToSign: text,
    digest: body === undefined ? null : digest(body),
    findings: [
      ...findings,
      ...(endedKey ? [found('key_ended', null, valid[0]?.keyId ?? null, endedKey.keyId)] : []),
      // What is said already explains why nothing else fits.
      ...(right || endedKey
        ? []
        : findInSignature(pasted, claim, text, verdict).filter(
            ({ code }) => code !== 'unexplained' || findings.length === 0,
          )),
    ],
  };
}

async function judgedWith(
  claim: Omit<Claim, 'keys'>,
  keys: readonly KnownKey[],
): Promise<Verdict | null> {
  if (keys.length === 0) return null;
  const named = keys.map(({ keyId, secret }) => [keyId, secret] as const);
  const { body } = claim.parts;
  return await diagnoseInTurns(
    { ...claim, keys: named },
    (body?.length ?? 0) <= PAIRS_UP_TO,
    setImmediate,
  );
}

/** What is wrong before a signature is looked at: the gateway refuses these whatever was signed. */
function findInHeaders(pasted: Pasted, known: Known, times: readonly number[]): Finding[] {
  const { clientId, requestId, timestamp, signature } = pasted;
  const missing = [
    ['client_id_missing', 1, clientId],
    ['request_id_missing', 2, requestId],
    ['timestamp_missing', 3, timestamp],
    ['signature_missing', null, signature],
  ] as const;
  const findings = missing.flatMap(([code, line, value]) =>
    value === '' ? [found(code, line)] : [],
  );
  const client = clientId === '' ? null : findInClientId(clientId, known.clientId);
  if (client !== null) findings.push(client);
  if (requestId !== '' && !isRequestId(requestId)) {
    findings.push(found('request_id_malformed', 2, '1 to 128 visible ASCII characters', requestId));
  }
  const time = timestamp === '' ? null : findInTime(timestamp, times);
  if (time !== null) findings.push(time);
  return findings;
}

function findInClientId(given: string, own: string): Finding | null {
  if (given === own) return null;
  if (given.toLowerCase() === own.toLowerCase()) return found('client_id_case', 1, own, given);
  return found(isClientId(given) ? 'client_id_other' : 'client_id_malformed', 1, own, given);
}

function findInTime(given: string, times: readonly number[]): Finding | null {
  const at = parseRequestTimestamp(given);
  const expected = `${new Date(times[0] ?? 0).toISOString().slice(0, 19)}Z`;
  if (at === undefined) return found('timestamp_malformed', 3, expected, given);
  const near = times.some((time) => Math.abs(at - time) <= WINDOW_MS);
  return !near ? found('timestamp_skew', 3, expected, given) : null;
}

interface Target {
  path: string;
  query: string;
  host: string;
}

/** A path, or the whole URL that somebody has pasted. */
function readTarget(target: string): Target {
  const whole = /^https?:\/\//i.test(target) && URL.canParse(target) ? new URL(target) : null;
  const rest = whole === null ? target : target.slice(target.indexOf('/', 8));
  const at = rest.indexOf('?');
  return {
    path: at === -1 ? rest : rest.slice(0, at),
    query: at === -1 ? '' : rest.slice(at),
    host: whole?.host ?? '',
  };
}

/** What the gateway refuses about the call itself. */
function findInCall({ method, body, target }: Pasted, { path, query }: Target): Finding[] {
  return [
    ...(path.startsWith('/') ? [] : [found('target_malformed', 4, `/${path}`, target)]),
    ...(query === '' ? [] : [found('query_not_allowed', 4, path, `${path}${query}`)]),
    ...(method === 'POST' && body === '' ? [found('body_missing', 5)] : []),
    ...(method === 'GET' && body !== ''
      ? [found('body_of_get', null, '', body.slice(0, 200))]
      : []),
  ];
}

/** Which usual mistake leads to this signature; by the program's own string, where there is one. */
function findInSignature(
  pasted: Pasted,
  claim: Omit<Claim, 'keys'>,
  text: string,
  verdict: Verdict | null,
): Finding[] {
  if (pasted.signature === '') return [];
  if (verdict === null) return [found('no_valid_key', null)];
  if (verdict.right) return [];
  const slips = verdict.slips.map(({ name }) => {
    if (name.startsWith('signature_')) {
      return found(name, null, 'HMACSHA256=<base64 of 32 bytes>', pasted.signature);
    }
    const { difference } = verdict;
    const about = /^(key|mac)_/.test(name) ? undefined : difference;
    return about === undefined
      ? found(name, null)
      : found(name, about.line, about.expected ?? null, about.theirs ?? null);
  });
  if (slips.length > 0) return slips;
  const { signedString } = pasted;
  if (signedString !== undefined && signedString !== '') {
    const inString = findInString(claim, text, signedString);
    return inString.length > 0 ? inString : [found('key_or_mac_other', null)];
  }
  const form = findInForm(pasted.signature);
  return [form ?? found('unexplained', null)];
}

/** A header that no HMAC-SHA256 ever looks like. */
function findInForm(signature: string): Finding | null {
  const expected = 'HMACSHA256=<base64 of 32 bytes>';
  const right = /^HMACSHA256=[A-Za-z0-9+/]{43}=$/.test(signature);
  return right ? null : found('signature_form', null, expected, signature);
}

function found(
  code: string,
  line: number | null,
  expected: string | null = null,
  given: string | null = null,
): Finding {
  return { code, line, expected, given };
}

/** HTTP takes the white space around a header's value away. */
function trimmed(given: Pasted): Pasted {
  const { clientId, requestId, timestamp, signature, target } = given;
  return {
    ...given,
    clientId: clientId.trim(),
    requestId: requestId.trim(),
    timestamp: timestamp.trim(),
    signature: signature.trim(),
    target: target.trim(),
  };
}

/** A header cannot hold a line break; a pasted one can. */
function oneLine(value: string): string {
  return value.replace(/[\r\n]+/g, ' ');
}
