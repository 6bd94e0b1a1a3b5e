// notifications: whether what came is the gateway's word, and signed headers for a merchant's own tests.
import { randomUUID, type KeyObject } from 'node:crypto';
import { types } from 'node:util';
import { formatTimestamp, parseRequestTimestamp } from '@tarik/wire/doku/headers';
import { sameSignature, signNotification, stringToSign } from '@tarik/wire/doku/signature';
import { NotificationError } from '../errors.ts';
import { Unexpected } from '../reading.ts';
import { readKeys, refuse, type Settings } from '../settings.ts';
import { fourHeaders, type HeadersLike } from './headers.ts';
import { readNotification, type Notification } from './notification.ts';

export type { HeadersLike } from './headers.ts';

export interface VerifyOptions {
  /**
   * The path of the notification URL as the gateway calls it: `/notifications`. Default: the client's
   * `notificationPath`.
   */
  path?: string | undefined;
}

export interface TestHeaders extends VerifyOptions {
  /** Drawn when absent. */
  requestId?: string | undefined;
  /** Milliseconds since the epoch; now when absent. */
  timestampMs?: number | undefined;
  /** The client's newest key when absent. */
  secretKey?: string | undefined;
}

export interface Notifications {
  /**
   * The notification, when it is the gateway's, fresh and unchanged. `rawBody` are the bytes as they
   * came. Throws a `NotificationError`, which says what to look at; answer with its `httpStatus`.
   */
  verify(rawBody: Uint8Array | string, headers: HeadersLike, options?: VerifyOptions): Notification;
  /**
   * The lines whose signature the notification should bear, verified or not: for logs and debuggers.
   * Throws a `NotificationError` where a header is missing.
   */
  stringToSign(rawBody: Uint8Array | string, headers: HeadersLike, options?: VerifyOptions): string;
  /** Headers that `verify` accepts, for unit tests of the merchant's own endpoint. */
  testHeaders(rawBody: Uint8Array | string, options?: TestHeaders): Record<string, string>;
}

/** @internal */
export function notificationsOf(settings: Settings): Notifications {
  return {
    verify: (rawBody, headers, options) => verify(settings, rawBody, headers, options),
    stringToSign: (rawBody, headers, options) =>
      stringToSign('notification', signedParts(settings, rawBody, headers, options).parts),
    testHeaders(rawBody, options = {}) {
      const path = pathOf(settings, options);
      const body = bytesOf(rawBody);
      const [key] = options.secretKey === undefined ? settings.keys : readKeys(options.secretKey);
      const requestId = options.requestId ?? randomUUID();
      const timestamp = formatTimestamp(options.timestampMs ?? settings.clock.now());
      const parts = {
        clientId: settings.clientId,
        requestId,
        timestamp,
        target: path,
        body,
      };
      return {
        'Content-Type': 'application/json',
        'Client-Id': settings.clientId,
        'Request-Id': requestId,
        'Request-Timestamp': timestamp,
        Signature: signNotification(parts, key),
      };
    },
  };
}

function verify(
  settings: Settings,
  rawBody: unknown,
  headers: HeadersLike,
  options: VerifyOptions | undefined,
): Notification {
  const { parts, signature } = signedParts(settings, rawBody, headers, options);
  const { body, requestId, timestamp } = parts;
  if (parts.clientId !== settings.clientId) {
    throw refused('notification_client_unknown', 401, 'Client-Id is not that of this client');
  }
  if (!isSigned(parts, signature, settings.keys)) {
    throw refused('notification_signature_wrong', 401, hint(parts, signature, settings.keys));
  }
  const at = parseRequestTimestamp(timestamp);
  const age = at === undefined ? Infinity : Math.abs(settings.clock.now() - at);
  if (age > settings.toleranceMs) {
    throw refused(
      'notification_too_old',
      401,
      `Request-Timestamp is more than ${settings.toleranceMs / 1000} seconds from this machine's ` +
        'time: is the clock right, or was an old notification sent again by somebody else?',
    );
  }
  return read(body, requestId);
}

type Parts = Parameters<typeof signNotification>[0];

/** What is signed, as it came, and the signature that came with it. */
function signedParts(
  settings: Settings,
  rawBody: unknown,
  headers: HeadersLike,
  options: VerifyOptions | undefined,
) {
  const target = pathOf(settings, options);
  const body = bytesOf(rawBody);
  const four = fourHeaders(headers);
  const { 'Client-Id': clientId, 'Request-Id': requestId, 'Request-Timestamp': timestamp } = four;
  return { parts: { clientId, requestId, timestamp, target, body }, signature: four.Signature };
}

function isSigned(parts: Parts, received: string, keys: readonly KeyObject[]): boolean {
  // Every key is tried, so that the time taken does not tell which one fits.
  return keys.map((key) => sameSignature(signNotification(parts, key), received)).includes(true);
}

/** What is most likely wrong, found by trying the usual mistakes. */
function hint(parts: Parts, received: string, keys: readonly KeyObject[]): string {
  const { body, target } = parts;
  const other = target.endsWith('/') ? target.slice(0, -1) : `${target}/`;
  if (isSigned({ ...parts, target: other }, received, keys)) {
    return `the signature is over the path ${other}, not ${target}: give verify() the path of the notification URL`;
  }
  const text = Buffer.from(body).toString();
  if (isSigned({ ...parts, body: text.trimEnd() }, received, keys)) {
    return 'something was added to the end of the body: give verify() the bytes exactly as they came';
  }
  const again = compact(text);
  if (again !== undefined && isSigned({ ...parts, body: again }, received, keys)) {
    return 'the body was parsed and written again: give verify() the bytes exactly as they came';
  }
  return (
    'the signature is not that of these bytes, this path and this Secret Key. Is rawBody the bytes ' +
    `exactly as they came, and not JSON written again? Is ${target} the path of the notification ` +
    'URL, whatever a proxy makes of it? Is it the Secret Key of this merchant and environment?'
  );
}

function compact(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function read(body: Uint8Array, requestId: string): Notification {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return readNotification(json, requestId);
  } catch (error) {
    const why = error instanceof Unexpected ? error.message : 'it is not JSON';
    throw refused('notification_unreadable', 400, `the body is no notification: ${why}`);
  }
}

function bytesOf(rawBody: unknown): Uint8Array {
  if (typeof rawBody === 'string') return Buffer.from(rawBody);
  // Not instanceof: test environments have a Uint8Array of their own.
  if (types.isUint8Array(rawBody)) return rawBody;
  if (types.isAnyArrayBuffer(rawBody)) return new Uint8Array(rawBody);
  throw new NotificationError(
    'rawBody must be the bytes or the text exactly as they came, but it is a value that was parsed ' +
      'already. Take the body before a JSON parser does: express.raw({ type: "*/*" }) on this ' +
      'route, request.text() in fetch-style handlers, or use the adapters of this package',
    { code: 'notification_body_parsed', field: 'rawBody', httpStatus: 500 },
  );
}

function pathOf(settings: Settings, options: VerifyOptions | undefined): string {
  const path: unknown = options?.path ?? settings.notificationPath;
  if (typeof path !== 'string' || !/^\/[^\r\n]*$/.test(path)) {
    throw refuse('path', 'must be the path of the notification URL, such as /notifications');
  }
  return path.split(/[?#]/, 1)[0] ?? path;
}

function refused(code: string, httpStatus: number, message: string): NotificationError {
  return new NotificationError(message, { code, httpStatus });
}
