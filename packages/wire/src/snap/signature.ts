// The signatures of SNAP BI: RSA-SHA256 for token calls and callbacks, HMAC-SHA512 for all other
// calls. The standard fixes no text form for a signature: we write base64 and read base64 and hex.
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { minify } from './minify.ts';

/** The two values that a token call (services 73, 74) signs. */
export interface TokenParts {
  clientKey: string;
  timestamp: string;
}

/**
 * What a service call signs. `path` includes a gateway prefix and the query; no scheme, no host.
 */
export interface ServiceParts {
  method: string;
  path: string;
  /** The bare B2B token, without `Bearer `. */
  accessToken: string;
  /** The exact bytes of the body; empty for a GET. */
  body: Uint8Array | string;
  timestamp: string;
}

/** What a callback (service 56) signs. */
export interface NotifyParts {
  path: string;
  body: Uint8Array | string;
  timestamp: string;
}

/** Signs `clientKey|timestamp` with SHA256withRSA; base64. A PEM text is imported on every call. */
export function signToken(parts: TokenParts, privateKey: KeyObject | string): string {
  return rsaSign(tokenString(parts), privateKey);
}

/** Whether the signature of a token call holds. A malformed signature is false, never an error. */
export function verifyToken(
  parts: TokenParts & { signature: string },
  publicKey: KeyObject | string,
): boolean {
  return rsaVerify(tokenString(parts), parts.signature, importPublicKey(publicKey));
}

/** `METHOD:path:accessToken:bodyHash:timestamp`, the text that a service call signs. */
export function serviceString(parts: Omit<ServiceParts, 'body'> & { bodyHash: string }): string {
  const { method, path, accessToken, timestamp } = parts;
  return `${method.toUpperCase()}:${path}:${accessToken}:${parts.bodyHash}:${timestamp}`;
}

/** Lower-case hex of the SHA-256 of the bytes as they are. */
export function bodyHash(raw: Uint8Array | string): string {
  return hash('sha256', raw, 'hex');
}

/**
 * Lower-case hex of the SHA-256 of the body without the blanks between its JSON tokens; text inside
 * strings and the spelling of numbers stay. Undefined when there is no such blank, so that the hash
 * would be that of the raw body, or when a string does not end.
 */
export function minifiedHash(raw: Uint8Array | string): string | undefined {
  const minified = minify(typeof raw === 'string' ? Buffer.from(raw) : raw);
  return minified === undefined ? undefined : hash('sha256', minified, 'hex');
}

/** Signs a service call over its raw body: HMAC-SHA512 under the client secret; base64. */
export function signService(parts: ServiceParts, secret: KeyObject | string): string {
  return serviceMac(parts, bodyHash(parts.body), secret).toString('base64');
}

/**
 * Whether the signature of a service call holds for the raw body or, failing that, for the
 * minified one: most clients sign the bytes they send, some sign the compact form of a pretty body.
 */
export function verifyService(
  parts: ServiceParts & { signature: string },
  secret: KeyObject | string,
): boolean {
  const { signature, body } = parts;
  if (sameMac(serviceMac(parts, bodyHash(body), secret), signature)) return true;
  const minified = minifiedHash(body);
  return minified !== undefined && sameMac(serviceMac(parts, minified, secret), signature);
}

/**
 * Signs a callback, `POST:path:bodyHash:timestamp` over the minified body, with SHA256withRSA;
 * base64.
 */
export function signNotify(parts: NotifyParts, privateKey: KeyObject | string): string {
  return rsaSign(notifyString(parts, minifiedHash(parts.body) ?? bodyHash(parts.body)), privateKey);
}

/** Whether the signature of a callback holds, for the raw body or for the minified one. */
export function verifyNotify(
  parts: NotifyParts & { signature: string },
  publicKey: KeyObject | string,
): boolean {
  const key = importPublicKey(publicKey);
  if (rsaVerify(notifyString(parts, bodyHash(parts.body)), parts.signature, key)) return true;
  const minified = minifiedHash(parts.body);
  return minified !== undefined && rsaVerify(notifyString(parts, minified), parts.signature, key);
}

/** Imports a client secret once, to keep and pass on. */
export function importSecret(secret: string): KeyObject {
  return createSecretKey(secret, 'utf8');
}

/**
 * Imports a private key from PEM once, to keep and pass on; a key object passes through. Throws for
 * no key.
 */
export function importPrivateKey(key: KeyObject | string): KeyObject {
  return typeof key === 'string' ? createPrivateKey(key) : key;
}

/**
 * Imports a public key from PEM once, to keep and pass on; a key object passes through. Throws for
 * no key.
 */
export function importPublicKey(key: KeyObject | string): KeyObject {
  return typeof key === 'string' ? createPublicKey(key) : key;
}

function tokenString(parts: TokenParts): string {
  return `${parts.clientKey}|${parts.timestamp}`;
}

function notifyString(parts: NotifyParts, hashed: string): string {
  return `POST:${parts.path}:${hashed}:${parts.timestamp}`;
}

function serviceMac(parts: ServiceParts, hashed: string, secret: KeyObject | string): Buffer {
  return createHmac('sha512', secret)
    .update(serviceString({ ...parts, bodyHash: hashed }))
    .digest();
}

// The two text forms of 64 bytes differ in length: 88 characters of base64, 128 of hex.
function sameMac(expected: Buffer, received: string): boolean {
  if (typeof received !== 'string') return false;
  if (received.length === 88) return sameText(expected.toString('base64'), received);
  if (received.length === 128) return sameText(expected.toString('hex'), received.toLowerCase());
  return false;
}

function sameText(expected: string, received: string): boolean {
  const left = Buffer.from(expected);
  const right = Buffer.from(received);
  return left.length === right.length && timingSafeEqual(left, right);
}

function rsaSign(text: string, privateKey: KeyObject | string): string {
  return sign('sha256', Buffer.from(text), privateKey).toString('base64');
}

function rsaVerify(text: string, signature: string, key: KeyObject): boolean {
  const size = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const bytes = decodeSignature(signature, Math.ceil(size));
  return bytes !== undefined && verify('sha256', Buffer.from(text), key, bytes);
}

// A signature has the length of the key's modulus, which tells hex from base64. Only the one
// canonical text of the bytes is read: Buffer.from would skip characters that it does not know.
function decodeSignature(signature: string, size: number): Buffer | undefined {
  if (typeof signature !== 'string') return undefined;
  const encoding = signature.length === size * 2 ? 'hex' : 'base64';
  if (encoding === 'base64' && signature.length !== Math.ceil(size / 3) * 4) return undefined;
  const text = encoding === 'hex' ? signature.toLowerCase() : signature;
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : undefined;
}
