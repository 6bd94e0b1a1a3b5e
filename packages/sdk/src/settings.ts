// What a client is made with: checked once, at the start.
import { importKey } from '@tarik/wire/doku/signature';
import { isClientId } from '@tarik/wire/doku/headers';
import type { KeyObject } from 'node:crypto';
import { InputError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Clock, TarikOptions } from './options.ts';

export interface Settings {
  readonly clientId: string;
  readonly keys: readonly [KeyObject, ...KeyObject[]];
  readonly baseUrl: string;
  readonly bank: string;
  readonly timeoutMs: number;
  readonly retries: number;
  /** Where a notification names no path of its own. */
  readonly notificationPath: string | undefined;
  readonly toleranceMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly onExchange: (exchange: Exchange) => void;
  /** Before the code; undefined where nobody has such pages. */
  readonly docsUrl: string | undefined;
}

const SECOND_MS = 1000;
const LONGEST_TIMEOUT_MS = 600_000;

/** Checks the options and fills in what was left out. Throws an {@link InputError} that names the option. */
export function readSettings(options: TarikOptions): Settings {
  if (typeof options !== 'object' || options === null) {
    throw refuse('options', 'must be an object: new Tarik({ clientId, secretKey, baseUrl })');
  }
  const baseUrl = readBaseUrl(options.baseUrl);
  const { bank = 'cimb', clientId } = options;
  if (typeof clientId !== 'string' || !isClientId(clientId)) {
    throw refuse(
      'clientId',
      "must be the merchant's Client-Id; is an environment variable missing?",
    );
  }
  if (typeof bank !== 'string' || !/^[a-z0-9]{1,32}$/.test(bank)) {
    throw refuse('bank', "must be a bank's short name in small letters, such as cimb");
  }
  return {
    clientId,
    keys: readKeys(options.secretKey),
    baseUrl,
    bank,
    timeoutMs: readCount('timeoutMs', options.timeoutMs ?? 30_000, 1, LONGEST_TIMEOUT_MS),
    retries: readCount('retries', options.retries ?? 3, 0, 20),
    notificationPath: readPath(options.notificationPath),
    toleranceMs:
      readCount(
        'notificationToleranceSeconds',
        options.notificationToleranceSeconds ?? 300,
        1,
        86_400,
      ) * SECOND_MS,
    // Looked up at each call: test tools replace the global one after the client was made.
    fetch: readFunction('fetch', options.fetch) ?? ((...all) => globalThis.fetch(...all)),
    clock: readClock(options.clock),
    onExchange: readFunction('onExchange', options.onExchange) ?? (() => undefined),
    docsUrl: options.docsUrl ?? pagesOf(baseUrl),
  };
}

/** Imports the keys. Throws an {@link InputError} for what cannot be a Secret Key. */
export function readKeys(secretKey: unknown): Settings['keys'] {
  const texts: unknown[] = Array.isArray(secretKey) ? secretKey : [secretKey];
  const [newest, ...older] = texts.map((text) => {
    if (typeof text !== 'string' || text === '') {
      throw refuse('secretKey', 'must be the Secret Key; is an environment variable missing?');
    }
    if (text.trim() !== text) {
      throw refuse('secretKey', 'begins or ends with white space; was it read from a file?');
    }
    return importKey(text);
  });
  if (newest === undefined || older.length > 1) {
    throw refuse('secretKey', 'must be one Secret Key, or two while keys are rotated');
  }
  return [newest, ...older];
}

/** The error of an argument that breaks its rule. */
export function refuse(field: string, rule: string): InputError {
  return new InputError(`${field} ${rule}`, { code: 'invalid_input', field });
}

/** A gateway serves the pages of its errors; the guide's own hosts do not. */
function pagesOf(baseUrl: string): string | undefined {
  return new URL(baseUrl).hostname.endsWith('doku.com') ? undefined : `${baseUrl}/docs/errors/`;
}

function readBaseUrl(text: unknown): string {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw refuse('baseUrl', 'must be an http or https URL, such as http://127.0.0.1:8080');
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    throw refuse('baseUrl', 'must not have a path: the signature is over the paths of the guide');
  }
  return url.origin;
}

function readPath(path: unknown): string | undefined {
  if (path === undefined || (typeof path === 'string' && /^\/[^\r\n]*$/.test(path))) return path;
  throw refuse(
    'notificationPath',
    'must be the path of the notification URL, such as /notifications',
  );
}

function readCount(field: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw refuse(field, `must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function readFunction<T>(field: string, value: T | undefined): T | undefined {
  if (value !== undefined && typeof value !== 'function') throw refuse(field, 'must be a function');
  return value;
}

function readClock(clock: Clock = SYSTEM_CLOCK): Clock {
  if (typeof clock?.now !== 'function' || typeof clock.sleep !== 'function') {
    throw refuse('clock', 'must have now() and sleep()');
  }
  return clock;
}

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', aborted, { once: true });
      if (signal?.aborted === true) aborted();
      function done(): void {
        signal?.removeEventListener('abort', aborted);
        resolve();
      }
      function aborted(): void {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      }
    }),
};
