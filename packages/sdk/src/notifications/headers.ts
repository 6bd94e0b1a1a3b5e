// Headers as the frameworks hand them over.
import { NotificationError } from '../errors.ts';

/** A `Headers` object, or the record of `req.headers`; names in any case. */
export type HeadersLike = { get(name: string): string | null } | HeadersRecord;

/** Headers as Node has them. */
export type HeadersRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

const NAMES = ['Client-Id', 'Request-Id', 'Request-Timestamp', 'Signature'] as const;

/**
 * The four headers. Throws a `NotificationError` for one that is missing or came twice.
 * @internal
 */
export function fourHeaders(headers: HeadersLike): Record<(typeof NAMES)[number], string> {
  const found: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const value = valueOf(headers, name);
    if (typeof value !== 'string' || !/^[\x20-\x7e]+$/.test(value)) {
      throw new NotificationError(
        `the header ${name} is missing or came more than once: is this a notification of the ` +
          'gateway, and are these all of its headers?',
        { code: 'notification_header_missing', field: name, httpStatus: 401 },
      );
    }
    found[name] = value;
  }
  return found as Record<(typeof NAMES)[number], string>;
}

function valueOf(headers: HeadersLike, name: string): unknown {
  if (typeof headers !== 'object' || headers === null) return undefined;
  if ('get' in headers && typeof headers.get === 'function') {
    const value: unknown = headers.get(name);
    return value;
  }
  const lower = name.toLowerCase();
  const entries = Object.entries(headers as Record<string, unknown>);
  const values = entries.filter(([key]) => key.toLowerCase() === lower);
  return values.length === 1 ? values[0]?.[1] : undefined;
}
