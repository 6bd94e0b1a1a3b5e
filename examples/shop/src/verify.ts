// Whether a notification really comes from the gateway: its signature is computed anew over the bytes as received.
import { sameSignature, signNotification } from '@tarik/wire/doku/signature';

/** Header names in lower case, as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Why a notification is not believed, or null when it is. */
export type Doubt = 'header_missing' | 'client_unknown' | 'signature_wrong';

/**
 * Checks `Signature` with the Secret Key that belongs to `Client-Id`. `target` is the path of our notification URL. The
 * body must be the raw bytes: JSON that was parsed and written again is another text.
 */
export function doubtOf(
  headers: Headers,
  target: string,
  body: Uint8Array,
  secrets: ReadonlyMap<string, string>,
): Doubt | null {
  const clientId = single(headers['client-id']);
  const requestId = single(headers['request-id']);
  const timestamp = single(headers['request-timestamp']);
  const signature = single(headers['signature']);
  if (!clientId || !requestId || !timestamp || !signature) return 'header_missing';
  const secret = secrets.get(clientId);
  if (secret === undefined) return 'client_unknown';
  const expected = signNotification({ clientId, requestId, timestamp, target, body }, secret);
  return sameSignature(expected, signature) ? null : 'signature_wrong';
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
