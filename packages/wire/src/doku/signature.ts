// The signature of the DOKU wire: one string of named lines, HMAC-SHA256 under the merchant's
// Secret Key.
import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const PREFIX = 'HMACSHA256=';

/** What is signed. `timestamp` is the header's text, `target` a path without host or query. */
export interface SignedParts {
  clientId: string;
  requestId: string;
  timestamp: string;
  target: string;
  /** The exact bytes of the body; left out for a GET, which has no Digest line. */
  body?: Uint8Array | string | undefined;
}

/** What is signed where there always is a body. */
export interface SignedPartsWithBody extends SignedParts {
  body: Uint8Array | string;
}

/** A response names its time `Response-Timestamp`; a notification is signed like a request. */
export type SignedKind = 'request' | 'response' | 'notification';

/**
 * Base64 of the SHA-256 of the bytes as sent; text counts as UTF-8. The `Digest` line of the
 * signature.
 */
export function digest(body: Uint8Array | string): string {
  return hash('sha256', body, 'base64');
}

/**
 * The text that is signed: `Name:value` lines joined by one line feed, none at the end.
 * Throws a TypeError for a value with a line break, which could pass for another line.
 * Source: https://developers.doku.com, "Signature Component", non-SNAP.
 */
export function stringToSign(kind: SignedKind, parts: SignedParts): string {
  const clock = kind === 'response' ? 'Response-Timestamp' : 'Request-Timestamp';
  const lines =
    `Client-Id:${oneLine(parts.clientId)}\n` +
    `Request-Id:${oneLine(parts.requestId)}\n` +
    `${clock}:${oneLine(parts.timestamp)}\n` +
    `Request-Target:${oneLine(parts.target)}`;
  return parts.body === undefined ? lines : `${lines}\nDigest:${digest(parts.body)}`;
}

/** The `Signature` header of a request: POST with its body, GET without one. */
export function signRequest(parts: SignedParts, key: string | KeyObject): string {
  return mac(stringToSign('request', parts), key);
}

/** The `Signature` header of our answer; `target` is the path that was called. */
export function signResponse(parts: SignedPartsWithBody, key: string | KeyObject): string {
  return mac(stringToSign('response', parts), key);
}

/** The `Signature` header of a notification; `target` is the path of the merchant's URL. */
export function signNotification(parts: SignedPartsWithBody, key: string | KeyObject): string {
  return mac(stringToSign('notification', parts), key);
}

/**
 * Compares two whole header values in constant time; never throws. The text is compared, not
 * the bytes that it decodes to: many base64 texts decode to the same bytes, one is the signature.
 */
export function sameSignature(expected: string, received: string): boolean {
  if (typeof received !== 'string' || received.length !== expected.length) return false;
  const left = Buffer.from(expected);
  const right = Buffer.from(received);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Turns a Secret Key into a key object, to keep and pass on: signing with it skips the import. */
export function importKey(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}

function mac(text: string, key: string | KeyObject): string {
  return PREFIX + createHmac('sha256', key).update(text).digest('base64');
}

function oneLine(value: string): string {
  if (value.includes('\n') || value.includes('\r')) {
    throw new TypeError('a signed header value must not contain a line break');
  }
  return value;
}
